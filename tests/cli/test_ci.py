from __future__ import annotations

from pathlib import Path

import pytest
from report.states import STATES

from harness.cli.ci import tell_ci


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_ci_server_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """On one's own terminal no line is meant for a machine."""
    tell_ci(STATES["do_not_ship"]())
    assert ("", "") == capsys.readouterr()


def test_the_job_summary_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other steps wrote stays; two verdicts stand below each other."""
    path = tmp_path / "summary.md"
    path.write_text("# Build\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    tell_ci(STATES["do_not_ship"]())
    tell_ci(STATES["ready"]())
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Build\n")
    assert 0 < text.index("### ✕ Do not ship v42") < text.index("### ✓ Ready to ship v42")


def test_a_summary_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict and its exit code do not depend on it."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    tell_ci(STATES["ready"]())
    assert "the job summary cannot be written" in capsys.readouterr().err


def test_in_actions_the_broken_cases_are_annotated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines go to the log, where the runner reads them."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    tell_ci(STATES["do_not_ship"]())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error title=Do not ship v42::")
    assert any("line=18,title=repair-days" in line for line in lines)
