"""The named metrics as a table of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.model.comparison import Estimate

from .mdtext import code
from .metrics import MetricRow
from .wording import count, percent, score, signed

__all__ = ["metric_lines"]


def metric_lines(rows: Sequence[MetricRow]) -> Iterator[str]:
    """Yield the lines of a folded table; none where there is no metric."""
    if not rows:
        return
    yield f"<details><summary>By metric ({count(len(rows))})</summary>"
    yield ""
    if any(row.before for row in rows):
        yield "| Metric | Questions | Mean before | After | Change | Passed before | After |"
        yield "|:--|--:|--:|--:|--:|--:|--:|"
        for row in rows:
            means = f"{_mean(row.before)} | {_mean(row.after)} | {_change(row.change)}"
            passed = f"{_share(row.passed_before)} | {_share(row.passed_after)}"
            yield f"| {code(row.name)} | {count(row.questions)} | {means} | {passed} |"
    else:
        yield "| Metric | Questions | Mean | Passed |"
        yield "|:--|--:|--:|--:|"
        for row in rows:
            figures = f"{_mean(row.after)} | {_share(row.passed_after)}"
            yield f"| {code(row.name)} | {count(row.questions)} | {figures} |"
    yield ""
    yield "</details>"
    yield ""


def _mean(found: Estimate | None) -> str:
    return "" if found is None else f"{score(found.value)} ({_range(found.low, found.high)})"


def _range(low: float, high: float) -> str:
    return f"{score(low)} to {score(high)}"


def _share(found: Estimate | None) -> str:
    return "" if found is None else percent(found.value)


def _change(found: Estimate | None) -> str:
    if found is None:
        return ""
    low, high = signed(found.low, 2), signed(found.high, 2)
    return f"{signed(found.value, 2)} ({low} to {high})"
