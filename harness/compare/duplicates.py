"""Duplicates: one question that stands in a suite under several ids is one, with more answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from harness.model.comparison import Side
from harness.model.suite import Case

__all__ = ["SAME_QUESTION", "Merged", "duplicates_of", "merge_duplicates"]

SAME_QUESTION = "ask and expect the same"


class AskedCase(Protocol):
    """A case with its answers on both sides."""

    @property
    def case(self) -> Case:
        """What was asked and expected."""
        ...

    @property
    def before(self) -> Side:
        """The answers of the old version."""
        ...

    @property
    def after(self) -> Side:
        """The answers of the new version."""
        ...


One = TypeVar("One", bound=AskedCase)


@dataclass(frozen=True, slots=True)
class Merged(Generic[One]):
    """One question, with the answers of all cases that ask it."""

    asked: tuple[One, ...]
    before: Side
    after: Side


def duplicates_of(cases: Iterable[Case]) -> list[tuple[str, ...]]:
    """Return the ids of cases that ask and expect the same, a tuple for each such question."""
    found: dict[str, list[str]] = {}
    for case in cases:
        found.setdefault(case.digest, []).append(case.id)
    return [tuple(ids) for ids in found.values() if len(ids) > 1]


def merge_duplicates(asked: Sequence[One]) -> dict[str, Merged[One]]:
    """Return, by digest, all who ask and expect the same with all their answers."""
    found: dict[str, list[One]] = {}
    for each in asked:
        found.setdefault(each.case.digest, []).append(each)
    return {
        digest: Merged(
            tuple(same), _all([one.before for one in same]), _all([one.after for one in same])
        )
        for digest, same in found.items()
    }


def _all(sides: Sequence[Side]) -> Side:
    if len(sides) == 1:
        return sides[0]
    return Side(tuple(trial for side in sides for trial in side.trials))
