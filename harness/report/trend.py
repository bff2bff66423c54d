"""The pass rate over the kept runs of a suite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from harness.model.comparison import Estimate

__all__ = ["PastRun", "Trend", "build_trend"]

LEAST = 2
"""Fewer runs than this are no trend."""
MOST = 24
"""So many runs, the newest, are shown."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """A kept run, as the trend shows it."""

    id: str
    label: str
    started_at: datetime
    suite_digest: str
    rate: Estimate
    """Pass rate over its questions, 0..1, with its interval."""
    mark: str = ""
    """What is to stand above it, such as the name of a baseline."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The runs, oldest first, in stretches of one and the same suite."""

    runs: tuple[PastRun, ...]
    stretches: tuple[tuple[int, int], ...]
    """From and to (included), as places in `runs`: these are joined by a line."""
    lowest: float
    """Where the scale begins, a share; it ends at 1."""
    allowed: float | None
    """The lowest pass rate that the gate allows."""


def build_trend(history: Sequence[PastRun], allowed: float | None) -> Trend | None:
    """Return the trend of these runs, in any order; None where there are too few."""
    ordered = sorted(history, key=lambda run: (run.started_at, run.id))
    runs = tuple(ordered[-MOST:])
    if len(runs) < LEAST:
        return None
    low = min([*(run.rate.low for run in runs), 1.0 if allowed is None else allowed])
    scale = next(floor for floor in (0.9, 0.8, 0.6, 0.4, 0.0) if low >= floor)
    return Trend(runs, _stretches(runs), scale, allowed)


def _stretches(runs: Sequence[PastRun]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    begin = 0
    for place in range(1, len(runs) + 1):
        if place == len(runs) or runs[place].suite_digest != runs[begin].suite_digest:
            found.append((begin, place - 1))
            begin = place
    return tuple(found)
