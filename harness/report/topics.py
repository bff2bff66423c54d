"""The pass rate by topic: how the questions of each tag moved."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from harness.model.comparison import Change, ChangeKind, Estimate

from .estimates import direction, mean_of
from .status import Status

__all__ = ["Topic", "Topics", "build_topics"]

LEAST = 2
"""A tag with fewer questions than this is no topic."""
MOST = 12
"""So many topics are shown."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one tag; pass rates are shares 0..1, the change is in shares too."""

    name: str
    questions: int
    before: float
    after: float
    change: Estimate
    status: Status
    worse: int
    better: int
    proven: bool = False
    """Its questions together got worse beyond chance, as one of all tags that are looked at."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics, those that fell most first, and what the chart of them needs."""

    rows: tuple[Topic, ...]
    lowest: float
    """Where the scale begins, a share; it ends at 1."""
    left_out: int
    """So many more topics moved less than those shown."""


def build_topics(changes: Sequence[Change], proven: Container[str] = ()) -> Topics | None:
    """Return the topics of a comparison; None where there are none.

    Args:
        changes: the questions.
        proven: the tags whose questions together are proven to be worse.
    """
    found: dict[str, list[Change]] = {}
    for change in changes:
        for tag in dict.fromkeys(change.case.tags):
            found.setdefault(tag, []).append(change)
    topics = [_topic(tag, members, proven=tag in proven) for tag, members in found.items()]
    shown = sorted(filter(None, topics), key=_most_moved)[:MOST]
    if not shown:
        return None
    rows = tuple(sorted(shown, key=lambda topic: (topic.change.value, topic.name)))
    lowest = min(min(topic.before, topic.after) for topic in rows)
    scale = next(floor for floor in (0.9, 0.75, 0.5, 0.25, 0.0) if lowest >= floor)
    return Topics(rows, scale, sum(topic is not None for topic in topics) - len(rows))


def _topic(tag: str, members: Sequence[Change], *, proven: bool) -> Topic | None:
    pairs = list(_rates(members))
    moved = mean_of([new - old for old, new in pairs])
    old, new = (mean_of([pair[side] for pair in pairs]) for side in (0, 1))
    if len(members) < LEAST or moved is None or old is None or new is None:
        return None
    return Topic(
        name=tag,
        questions=len(members),
        before=old.value,
        after=new.value,
        change=moved,
        status=direction(moved),
        worse=sum(change.kind is ChangeKind.REGRESSED for change in members),
        better=sum(change.kind is ChangeKind.IMPROVED for change in members),
        proven=proven,
    )


def _rates(changes: Iterable[Change]) -> Iterable[tuple[float, float]]:
    for change in changes:
        old, new = change.before.pass_rate, change.after.pass_rate
        if old is not None and new is not None:
            yield old, new


def _most_moved(topic: Topic) -> tuple[bool, float, str]:
    return topic.status is Status.SAME, -abs(topic.change.value), topic.name
