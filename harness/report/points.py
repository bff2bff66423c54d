"""Every question as a point: its score before across, after up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .cards import Card
from .status import Status

__all__ = ["Point", "Scatter", "build_scatter"]

MOST_SAME = 1500
"""So many unchanged questions are drawn: more look no different."""
MOST_CHANGED = 400
NAMED = 4
"""So many of the worst are named in the chart."""
BAND = 0.05
"""Half the width of the grey band: so small a change of a mean score is not worth a look."""


@dataclass(frozen=True, slots=True)
class Point:
    """A question; scores are 0..1."""

    before: float
    after: float
    status: Status
    case_id: str
    question: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """The points, the quiet ones first, so that those that matter lie on top."""

    points: tuple[Point, ...]
    named: tuple[Point, ...]
    """The worst, from the lowest score after up."""
    left_out: int
    samples: str
    """How many answers a mean is made of, in words."""


def build_scatter(cards: Sequence[Card], samples: str) -> Scatter | None:
    """Return the points of a comparison; None where fewer than two questions have scores."""
    points = [point for card in cards if (point := _point(card))]
    if len(points) < 2:  # noqa: PLR2004 - one point is no picture
        return None
    same = [point for point in points if point.status is Status.SAME]
    others = [point for point in points if point.status is not Status.SAME]
    drawn = _thinned(same, MOST_SAME) + others[:MOST_CHANGED][::-1]
    worst = [point for point in others if point.status is Status.WORSE][:NAMED]
    named = tuple(sorted(worst, key=lambda point: (point.after, point.case_id)))
    return Scatter(tuple(drawn), named, len(points) - len(drawn), samples)


def _point(card: Card) -> Point | None:
    if card.score_before is None or card.score_after is None:
        return None
    return Point(
        card.score_before,
        card.score_after,
        card.status,
        card.case_id,
        card.question,
        card.anchor,
    )


def _thinned(points: Iterable[Point], most: int) -> list[Point]:
    """Keep every so-manieth point: evenly, and the same ones each time."""
    found = list(points)
    step = max(1, -(-len(found) // most))
    return found[::step]
