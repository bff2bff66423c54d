from __future__ import annotations

import subprocess
import sys

import pytest
from command import Harness

from harness.cli import check
from harness.cli.main import VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_helps_with_an_example(harness: Harness, verb: str) -> None:
    """Each command explains itself and shows how it is typed."""
    said = harness(verb, "--help")

    assert 0 == said.code
    assert "Example:" in said.out
    assert f"harness {verb}" in said.out


def test_the_help_names_every_verb_and_the_exit_codes(harness: Harness) -> None:
    """Someone who types `harness --help` sees all that there is."""
    said = harness("--help")

    assert all(verb in said.out for verb in VERBS)
    assert "1 a regression" in said.out


def test_a_misspelt_verb_is_wrong_usage(harness: Harness) -> None:
    """A typo is exit code 2, with the nearest verb."""
    said = harness("retrian")

    assert 2 == said.code
    assert "did you mean 'retrain'?" in said.err


def test_a_bug_never_looks_like_a_regression(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that nobody foresaw ends with 3, not with Python's 1."""

    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check.command, "callback", explode)
    said = harness("check", "x.suite.yaml")

    assert 3 == said.code
    assert "This is a bug in harness" in said.err


def test_the_module_runs_as_the_command_does() -> None:
    """`python -m harness` is `harness`."""
    said = subprocess.run(
        [sys.executable, "-m", "harness", "--version"], capture_output=True, text=True, check=True
    )

    assert said.stdout.startswith("harness, version ")


def test_help_imports_nothing_heavy() -> None:
    """The start stays quick because no heavy library is imported for help."""
    code = (
        "import sys\n"
        "from harness.cli.main import _run\n"
        "_run(['--help'])\n"
        "heavy = {'pydantic', 'httpx', 'sqlalchemy', 'pandas', 'numpy', 'rich', 'jinja2', 'yaml'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "heavy: []" in said.stdout
