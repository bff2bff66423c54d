"""Which questions an edit of the training text may concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.compare.broken import may_block
from harness.compare.intended import intended_by
from harness.compare.passages import Sources, changes_between, read_passages
from harness.model.run import TrainingText
from harness.model.suite import Case, Gate

__all__ = ["meant_by_the_edit", "near_the_edit"]


def meant_by_the_edit(
    cases: Iterable[Case], old: TrainingText | None, new: TrainingText | None, gate: Gate
) -> frozenset[str]:
    """Return the ids of cases whose fall the edit explains and the release rules allow.

    It is known before any answer is, so leaving them out of the bets is fair.
    """
    why = intended_by(old, new)
    return frozenset(case.id for case in cases if not may_block(case, gate, why(case)))


def near_the_edit(
    cases: Iterable[Case], old: TrainingText | None, new: TrainingText | None
) -> frozenset[str]:
    """Return the ids of cases that speak of a passage which differs between the two texts.

    By overlap of words between the passages and what a case asks and expects: a guess that only
    decides who is asked first, before any answer is known.
    """
    if old is None or new is None or old.text == new.text:
        return frozenset()
    before, after = read_passages(old.text), read_passages(new.text)
    changes = changes_between(before, after)
    touched = (
        (Sources(before), {change.place_before for change in changes}),
        (Sources(after), {change.place_after for change in changes}),
    )
    return frozenset(
        case.id
        for case in cases
        if any(
            not places.isdisjoint(sources.drawn_on(said))
            for said in _said(case)
            for sources, places in touched
        )
    )


def _said(case: Case) -> Iterator[str]:
    """Yield what a case asks, and what it expects."""
    for turn in case.turns:
        yield turn.user
        for expectation in turn.expect:
            yield from _texts(expectation.parameters)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
