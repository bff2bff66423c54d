from __future__ import annotations

from pathlib import Path

import pytest
from command import Harness


def test_the_demo_does_the_whole_job(harness: Harness) -> None:
    """It ends with 0, says that a real run would have ended with 1, and writes the report."""
    said = harness("demo")

    assert 0 == said.code, said.err
    assert "A real run would have ended with exit code 1" in said.out
    assert "DO NOT SHIP" in said.out.upper()
    page = Path("reports/demo/report.html").read_text(encoding="utf-8")
    assert "return-window" in page
    assert "tent-warranty" in page
    assert "gift-cards" in page


def test_the_demo_tells_the_four_edits_apart(harness: Harness) -> None:
    """A wrong number and a lost answer got worse, one got better, a rewording did not count."""
    said = harness("demo")
    assert 0 == said.code, said.err

    runs = harness("compare", "before", "after", "-o", "report.html")

    assert 1 == runs.code
    for case_id in ("return-window", "tent-warranty"):
        assert f"▼ {case_id}" in runs.out
    assert "▼ abroad" not in runs.out
    assert "▼ 2 worse" in runs.out
    assert "▲ 1 better" in runs.out


def test_the_demo_tells_no_ci_server(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its broken answers are made up: no annotation, no job summary of a real project."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    said = harness("demo")

    assert 0 == said.code, said.err
    assert not [line for line in said.out.splitlines() if line.startswith("::")]
    assert not (tmp_path / "summary.md").exists()
