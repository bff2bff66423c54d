"""The list of kept runs."""

from __future__ import annotations

from datetime import UTC, datetime

from harness.report.runs_page import KeptRun, build_groups, render_problem, render_runs

RUN = KeptRun(
    "r-1", "v1", "Shop", "bot-7", "complete", datetime(2031, 5, 5, 9, tzinfo=UTC), 10, 6, 2, 2
)


def test_an_empty_store_says_how_to_begin() -> None:
    """No table, no form."""
    page = render_runs(())
    assert "harness demo" in page
    assert "<form" not in page


def test_a_single_run_can_be_looked_at_but_not_compared() -> None:
    """It takes two."""
    page = render_runs(build_groups([RUN], {}))
    assert "Compare the two" not in page
    assert "8 of 10" in page
    assert "75.0 %" in page


def test_a_problem_is_text() -> None:
    """Whatever an address held."""
    assert "&lt;b&gt;x" in render_problem("<b>x")
