from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.cli.main import VERBS
from harness.loader import load_suite

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return [body for found, body in FENCE.findall(text) if found == language]


def test_the_suite_of_the_readme_is_in_order(tmp_path: Path) -> None:
    """Whoever copies the example has a suite that `harness check` takes."""
    (example,) = blocks(README, "yaml")
    path = tmp_path / "x.suite.yaml"
    path.write_text(example, encoding="utf-8")

    assert 2 == len(load_suite(path).cases)


SHOWN = [part for part in re.split(r"(?m)^(?=expect:)", blocks(GUIDE, "yaml")[0]) if part]


@pytest.mark.parametrize("expect", SHOWN)
def test_every_expectation_of_the_guide_is_in_order(expect: str, tmp_path: Path) -> None:
    """Each form that the guide shows is accepted."""
    path = tmp_path / "x.suite.yaml"
    body = "".join(f"    {line}\n" for line in expect.splitlines())
    path.write_text(f"cases:\n  - id: a\n    prompt: b\n{body}", encoding="utf-8")

    assert load_suite(path).cases


def test_the_gate_of_the_guide_is_in_order(tmp_path: Path) -> None:
    """Every rule that the guide names is a rule."""
    path = tmp_path / "x.suite.yaml"
    (gate,) = (block for block in blocks(GUIDE, "yaml") if block.startswith("gate:"))
    path.write_text(f"{gate}\ncases: [{{id: a, prompt: b, expect: c}}]\n", encoding="utf-8")

    assert 0.8 == load_suite(path).gate.min_pass_rate


def test_the_readme_names_only_commands_that_exist() -> None:
    """A command of the README can be typed."""
    named = set(re.findall(r"\bharness ([a-z]+)\b", " ".join(re.findall(r"`([^`]*)`", README))))
    named |= set(re.findall(r"^(?:\.venv/bin/)?harness ([a-z]+)", README, re.MULTILINE))

    assert named
    assert named <= set(VERBS)


def test_ci_runs_the_command_of_the_readme() -> None:
    """What CI runs is what a reader is told to run."""
    (line,) = re.findall(r"^(python3 -m venv .*nox)\s+#", README, re.MULTILINE)

    assert line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("--quiet ", "")


def test_pictures_and_pages_that_are_linked_exist() -> None:
    """No link of the README leads nowhere."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)

    assert targets
    assert [] == [target for target in targets if not (ROOT / target).exists()]
