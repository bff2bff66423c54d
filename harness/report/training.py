"""What changed in the training text, and which answers draw on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.compare.passages import (
    Passage,
    PassageChange,
    Sources,
    changes_between,
    read_passages,
)
from harness.model.comparison import Change, ChangeKind, Comparison
from harness.model.suite import Case

from .answers import most_common
from .textdiff import TextDiff, compare_texts

__all__ = ["ChangedPassage", "Training", "build_training"]

MOST_ROWS = 20
"""So many changed passages are shown, those with worse answers first."""
SHOWN_CHARACTERS = 3_000
"""So much of a passage is compared and shown."""
_COUNTED = (ChangeKind.REGRESSED, ChangeKind.IMPROVED)


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """A passage that was edited, added or removed, and the ids of the cases that draw on it."""

    anchor: str
    heading: str
    what: str
    """One of "edited", "added", "removed"."""
    diff: TextDiff
    worse: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """The changed passages, and the cases for which none was found."""

    before: str
    after: str
    """Names of the two texts."""
    passages: int
    """How many passages the text after has."""
    changed: int
    rows: tuple[ChangedPassage, ...]
    elsewhere_worse: tuple[str, ...]
    elsewhere_better: tuple[str, ...]

    @property
    def left_out(self) -> int:
        """How many changed passages are not shown; none of them has a worse answer."""
        return self.changed - len(self.rows)

    def behind(self) -> Mapping[str, ChangedPassage]:
        """Return the passage that each case draws on, by the id of the case."""
        return {case_id: row for row in self.rows for case_id in (*row.worse, *row.better)}


def build_training(comparison: Comparison) -> Training | None:
    """Return what changed between the texts of the two runs; None where one is not at hand."""
    old, new = comparison.before.training, comparison.after.training
    if old is None or new is None:
        return None
    passages = read_passages(old.text), read_passages(new.text)
    changes = changes_between(*passages)
    drawn = _Drawn(passages, changes)
    found: dict[int | None, dict[ChangeKind, list[str]]] = {}
    for change in comparison.changes:
        if change.kind in _COUNTED:
            counts = found.setdefault(drawn.passage_of(change), {})
            counts.setdefault(change.kind, []).append(change.case.id)
    rows = sorted(
        (_row(number, passage, found.get(number, {})) for number, passage in enumerate(changes)),
        key=lambda row: (-len(row.worse), -len(row.better)),
    )
    elsewhere = found.get(None, {})
    return Training(
        before=old.name,
        after=new.name,
        passages=len(passages[1]),
        changed=len(changes),
        rows=tuple(_shown(rows)),
        elsewhere_worse=tuple(elsewhere.get(ChangeKind.REGRESSED, ())),
        elsewhere_better=tuple(elsewhere.get(ChangeKind.IMPROVED, ())),
    )


class _Drawn:
    """Finds the changed passage that the answers to a question draw on."""

    def __init__(
        self,
        passages: tuple[Sequence[Passage], Sequence[Passage]],
        changes: Sequence[PassageChange],
    ) -> None:
        self._sources = tuple(map(Sources, passages))
        self._numbers: tuple[dict[int | None, int], ...] = (
            {change.place_before: number for number, change in enumerate(changes)},
            {change.place_after: number for number, change in enumerate(changes)},
        )

    def passage_of(self, change: Change) -> int | None:
        """Return the number of the changed passage of which most stands in an answer.

        The answer before is held against the text before, the answer after against the text
        after, what is expected against both.
        """
        expected = _expected(change.case)
        shares: dict[int, float] = {}
        for side, answered in enumerate((change.before, change.after)):
            trial = most_common(answered)
            said = " ".join(one.answer.text for one in trial.exchanges) if trial else ""
            for text in filter(str.strip, (said, expected)):
                for place, share in self._sources[side].drawn_on(text).items():
                    number = self._numbers[side].get(place)
                    if number is not None:
                        shares[number] = max(share, shares.get(number, 0.0))
        return max(shares, key=lambda number: (shares[number], -number), default=None)


def _expected(case: Case) -> str:
    """Return the texts that a case expects, in one."""
    return " ".join(
        text
        for turn in case.turns
        for expectation in turn.expect
        for value in expectation.parameters.values()
        for text in _texts(value)
    )


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _row(
    number: int, change: PassageChange, counts: Mapping[ChangeKind, Sequence[str]]
) -> ChangedPassage:
    before, after = (passage.text if passage else "" for passage in (change.before, change.after))
    what = "edited" if change.before and change.after else "added" if change.after else "removed"
    return ChangedPassage(
        anchor=f"passage-{number + 1}",
        heading=change.heading,
        what=what,
        diff=compare_texts(before, after, limit=SHOWN_CHARACTERS),
        worse=tuple(counts.get(ChangeKind.REGRESSED, ())),
        better=tuple(counts.get(ChangeKind.IMPROVED, ())),
    )


def _shown(rows: Sequence[ChangedPassage]) -> Iterable[ChangedPassage]:
    """Keep all passages with worse answers, and others as far as there is room."""
    for place, row in enumerate(rows):
        if row.worse or place < MOST_ROWS:
            yield row
