"""The numbers and names of a verdict as they are read."""

from __future__ import annotations

from collections.abc import Iterable

from harness.model.comparison import Change, Estimate

__all__ = ["answers", "ids_of", "interval", "odds", "percent", "points", "questions", "signed"]

MILLION = 1_000_000
NAMED = 3
"""So many ids stand in a sentence."""


def percent(share: float) -> str:
    """Return "5 %" or "89.7 %"; never a rounded 0 for what is not 0."""
    if 0 < share < 0.001:  # noqa: PLR2004 (a tenth of one per cent)
        return "under 0.1 %"
    return f"{round(share * 100, 1):g} %"


def interval(rate: Estimate) -> str:
    """Return "81 % (72 % to 88 %)"."""
    return f"{percent(rate.value)} ({percent(rate.low)} to {percent(rate.high)})"


def points(change: Estimate) -> str:
    """Return "−1.3 points (−4.0 to +1.4)"."""
    return f"{signed(change.value)} points ({signed(change.low)} to {signed(change.high)})"


def signed(share: float) -> str:
    """Return "−1.3" or "+0.4" points."""
    found = round(share * 100, 1)
    return f"{'−' if found < 0 else '+'}{abs(found):.1f}"


def odds(evidence: float) -> str:
    """Return "820 to 1", or "over a million to 1"."""
    return "over a million to 1" if evidence > MILLION else f"{evidence:,.0f} to 1"


def ids_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the ids of the questions, in order."""
    return tuple(change.case.id for change in changes)


def answers(ids: tuple[str, ...]) -> str:
    """Return "2 answers (a, b)"."""
    return _counted(ids, "answer", "answers")


def questions(ids: tuple[str, ...]) -> str:
    """Return "2 questions (a, b)"."""
    return _counted(ids, "question", "questions")


def _counted(ids: tuple[str, ...], one: str, many: str) -> str:
    named = ", ".join(ids[:NAMED]) + (", …" if len(ids) > NAMED else "")
    return f"{len(ids)} {one if len(ids) == 1 else many} ({named})"
