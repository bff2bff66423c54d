"""The named metrics: what the scorers of one name say of all questions, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.compare.metrics import CaseValue, values_of
from harness.compare.statistics import mean_interval
from harness.model.comparison import Estimate, Side

from .estimates import direction, mean_of
from .status import Status

__all__ = ["MetricRow", "build_metrics"]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric: means and shares that passed, 0..1, over the questions that have it.

    In the report of a single run there is nothing before, and no change.
    """

    name: str
    questions: int
    before: Estimate | None
    after: Estimate | None
    passed_before: Estimate | None
    passed_after: Estimate | None
    change: Estimate | None
    """Of the mean, over the questions that have it on both sides."""
    status: Status


def build_metrics(sides: Sequence[tuple[Side, Side]]) -> tuple[MetricRow, ...]:
    """Return a row for each metric, by name; `sides` are each question's, before and after."""
    old = values_of(trial for before, _ in sides for trial in before.trials)
    new = values_of(trial for _, after in sides for trial in after.trials)
    return tuple(_row(name, old.get(name, {}), new.get(name, {})) for name in sorted({*old, *new}))


def _row(name: str, old: Mapping[str, CaseValue], new: Mapping[str, CaseValue]) -> MetricRow:
    change = mean_of([new[case].mean - value.mean for case, value in old.items() if case in new])
    return MetricRow(
        name=name,
        questions=len({*old, *new}),
        before=mean_interval([value.mean for value in old.values()]),
        after=mean_interval([value.mean for value in new.values()]),
        passed_before=mean_interval([value.passed for value in old.values()]),
        passed_after=mean_interval([value.passed for value in new.values()]),
        change=change,
        status=direction(change),
    )
