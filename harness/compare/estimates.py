"""Means over questions with their intervals: what is shown to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from harness.model.comparison import Change, Estimate, Side

from .statistics import mean_change_interval, mean_interval

__all__ = ["change_of", "mean_of"]


def mean_of(changes: Iterable[Change], value: Callable[[Change], float | None]) -> Estimate | None:
    """Return the mean of a value (0..1) of each question; wordings of one group count as one."""
    found = [(number, _cluster(each)) for each in changes if (number := value(each)) is not None]
    return mean_interval([number for number, _ in found], [cluster for _, cluster in found])


def change_of(changes: Iterable[Change], value: Callable[[Side], float | None]) -> Estimate | None:
    """Return the mean change of a value of each question, after less before."""
    found = []
    for each in changes:
        old, new = value(each.before), value(each.after)
        if old is not None and new is not None:
            found.append((new - old, _cluster(each)))
    return mean_change_interval([number for number, _ in found], [cluster for _, cluster in found])


def _cluster(change: Change) -> tuple[bool, str]:
    group = change.case.group
    return (group is not None, group if group is not None else change.case.id)
