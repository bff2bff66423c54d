"""The pass rate over kept runs, and its drawing."""

from __future__ import annotations

import re
from datetime import timedelta

from harness.model.comparison import Estimate
from harness.report.lines import draw_trend
from harness.report.trend import MOST, PastRun, build_trend

from .builders import STARTED


def runs(suites: str, rate: float = 0.9) -> list[PastRun]:
    """Make a run for each letter, which names its suite."""
    return [
        PastRun(
            f"r-{number}",
            f"v{number} <b>",
            STARTED + timedelta(days=number),
            suite,
            Estimate(rate, rate - 0.05, min(1.0, rate + 0.05), 40),
        )
        for number, suite in enumerate(suites)
    ]


def test_only_runs_of_one_suite_are_joined() -> None:
    """Another suite breaks the line; the runs come oldest first, whatever their order."""
    trend = build_trend(runs("aabbb")[::-1], allowed=None)
    assert trend
    assert [run.id for run in trend.runs] == ["r-0", "r-1", "r-2", "r-3", "r-4"]
    assert trend.stretches == ((0, 1), (2, 4))
    assert str(draw_trend(trend)).count("<polyline") == 2


def test_one_run_is_no_trend() -> None:
    """The section is left out."""
    assert build_trend(runs("a"), allowed=None) is None


def test_the_newest_runs_are_shown() -> None:
    """Older ones than the last 24 are left out."""
    trend = build_trend(runs("a" * 30), allowed=None)
    assert trend
    assert len(trend.runs) == MOST
    assert trend.runs[-1].id == "r-29"


def test_the_scale_holds_everything() -> None:
    """Bands and the lowest allowed rate lie within the drawing."""
    trend = build_trend(runs("aaa", rate=0.7), allowed=0.5)
    assert trend
    assert trend.lowest <= 0.5
    drawn = str(draw_trend(trend))
    assert "lowest allowed" in drawn
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', drawn)]
    assert all(0 < y < 206 for y in heights)
    assert "<b>" not in drawn
