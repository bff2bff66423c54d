"""Where to look first: the one thing that most of the damage has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .cards import Card
from .status import Status
from .training import Training
from .wording import brief, counted, share

__all__ = ["Cause", "find_cause"]

PART = 1 / 3
"""What less of the damage has in common than this (0..1) is no lead."""
LEAST = 2
"""So many answers at least must have something in common, unless the training text tells."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A sentence, and the place of the page that shows more (empty: none)."""

    sentence: str
    anchor: str
    covers: int
    """How many of the worse or missing answers it speaks of."""


def find_cause(cards: Sequence[Card], training: Training | None) -> Cause | None:
    """Return what most of the worse or missing answers share; None where nothing stands out.

    It says what goes together, never what is the cause of what.
    """
    worse = [card for card in cards if card.status is Status.WORSE]
    silent = [card for card in cards if card.status is Status.ERROR]
    found = [
        *_passage(len(worse), training),
        *_error(silent),
        *_tag(worse, cards),
    ]
    return max(found, key=lambda cause: cause.covers, default=None)


def _passage(worse: int, training: Training | None) -> Iterable[Cause]:
    if training is None or not training.rows:
        return
    row = max(training.rows, key=lambda row: len(row.worse))
    covers, drawn = len(row.worse), worse - len(training.elsewhere_worse)
    if covers >= max(PART * worse, min(LEAST, worse), 1):
        changed = {"added": "is new", "removed": "is gone"}.get(row.what, "changed")
        name = f": “{brief(row.heading)}”" if row.heading else ""
        what = f"a passage of {brief(training.after)} that {changed}{name}"
        yield Cause(f"{_draws(covers, worse)} on {what}.", row.anchor, covers)
    elif drawn >= max(PART * worse, 1):
        what = f"passages of {brief(training.after)} that changed"
        yield Cause(f"{_draws(drawn, worse)} on {what}.", "training", drawn)


def _draws(covers: int, worse: int) -> str:
    verb = "draws" if covers == 1 else "draw"
    return f"{_of(covers, worse, 'worse answer')} {verb}"


def _error(silent: Sequence[Card]) -> Iterable[Cause]:
    messages = Counter(card.failures[0].message for card in silent if card.failures)
    for message, covers in messages.most_common(1):
        if covers >= LEAST:
            whose = _of(covers, len(silent), "question without an answer", "questions without one")
            yield Cause(f"{whose} failed alike: {brief(message, 120)}", "g-error", covers)


def _tag(worse: Sequence[Card], cards: Sequence[Card]) -> Iterable[Cause]:
    """Yield the tag that worse answers share much more often than all answers do."""
    tags = Counter(tag for card in worse for tag in set(card.tags))
    everywhere = Counter(tag for card in cards for tag in set(card.tags))
    for tag, covers in tags.most_common(1):
        expected = everywhere[tag] / len(cards)
        if covers >= LEAST and covers / len(worse) >= max(PART, 1.5 * expected):
            whose = _of(covers, len(worse), "worse answer")
            yield Cause(f"{whose} have the tag “{brief(tag)}”.", "g-worse", covers)


def _of(part: int, whole: int, one: str, many: str | None = None) -> str:
    """Return "6 of the 10 worse answers", "Both …", "All 3 …" or "The worse answer"."""
    if whole == 1:
        return f"The {one}"
    if part == whole == 2:  # noqa: PLR2004 - a pair
        return f"Both {many or one + 's'}"
    if part == whole:
        return f"All {counted(whole, one, many)}"
    return share(part, whole).replace(" of ", " of the ") + f" {many or one + 's'}"
