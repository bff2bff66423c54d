"""Means over questions with their 95 % intervals, for as many questions as there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from harness.compare.statistics import mean_change_interval
from harness.model.comparison import Estimate

from .status import Status

__all__ = ["direction", "mean_of", "share_change"]

_Z = NormalDist().inv_cdf(0.975)


def mean_of(values: Sequence[float]) -> Estimate | None:
    """Return the mean of one number a question, with its interval; None of none.

    The questions are what varies: the repeats of one question are in its number already.
    """
    return mean_change_interval(values)


def direction(moved: Estimate | None) -> Status:
    """Return better or worse only where the whole interval is on one side of zero."""
    if moved is None or moved.low <= 0 <= moved.high:
        return Status.SAME
    return Status.BETTER if moved.low > 0 else Status.WORSE


def share_change(before: tuple[int, int], after: tuple[int, int]) -> Estimate | None:
    """Return how a share changed between two counts, with its interval; None without counts.

    Newcombe's hybrid score interval (1998, "Interval estimation for the difference between
    independent proportions", method 10): it stays sound where all or none passed.

    Args:
        before: how many passed, and of how many (the samples of one question).
        after: the same after.
    """
    if not before[1] or not after[1]:
        return None
    old, new = before[0] / before[1], after[0] / after[1]
    (old_low, old_high), (new_low, new_high) = _wilson(*before), _wilson(*after)
    change = new - old
    low = change - math.hypot(new - new_low, old_high - old)
    high = change + math.hypot(new_high - new, old - old_low)
    return Estimate(change, max(-1.0, low), min(1.0, high), before[1] + after[1])


def _wilson(passed: int, n: int) -> tuple[float, float]:
    share, square = passed / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
