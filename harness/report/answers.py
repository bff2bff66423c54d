"""The answers to one question, before and after: the most common, the worst, what they hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.model.comparison import Common, Side
from harness.model.run import Outcome, Trial
from harness.model.suite import Case

from .textdiff import DiffKind, TextDiff, compare_texts, cut
from .wording import count, counted, score, share

__all__ = [
    "Expected",
    "Failure",
    "Turn",
    "Worst",
    "build_turns",
    "expected_of",
    "failures_of",
    "most_common",
    "sample_note",
    "worst_of",
]

SHOWN_CHARACTERS = 20_000
"""So much of one answer stands in a report."""
SHOWN_ERROR = 2_000
"""So many characters of one error."""
_BESIDE_THE_POINT = frozenset({"weight", "threshold"})
"""Parameters that say how much an expectation counts, not what is expected."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message to the bot and what it answered; the difference where both sides answered."""

    question: str
    before: str | None
    after: str | None
    diff: TextDiff | None
    note: str
    """What differs, counted, in words."""


@dataclass(frozen=True, slots=True)
class Worst:
    """The answer after with the lowest score, where it is not the one shown above it."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What one scorer was told to expect: its parameters by name."""

    turn: int
    """Counts from 1; 0 where the case has one turn only."""
    scorer: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why answers are missing, and how many."""

    when: str
    message: str
    times: int


def most_common(side: Side) -> Trial | None:
    """Return the first trial with the most common answers, or None where none was answered."""
    return side.common.trial if side.common else None


def build_turns(case: Case, before: Side, after: Side) -> tuple[Turn, ...]:
    """Lay the most common answers of both sides beside each other, turn by turn."""
    old, new = most_common(before), most_common(after)
    return tuple(
        _turn(turn.user, _said(old, place), _said(new, place))
        for place, turn in enumerate(case.turns)
    )


def sample_note(before: Side, after: Side) -> str:
    """Say how common the answers are that stand for all samples."""
    new, old = after.common, before.common
    said = _how_common(new) if new else ""
    if old and old.different > 1:
        was = f"{count(old.different)} different ({share(old.times, old.answered)})"
        said += f" Before: the most common of {was}."
    return said.strip()


def worst_of(after: Side) -> Worst | None:
    """Return the worst judged answer, unless it is the most common or scores no lower."""
    shown = most_common(after)
    scored = [trial for trial in after.trials if trial.answer and trial.score is not None]
    if shown is None or not scored:
        return None
    worst = min(scored, key=lambda trial: trial.score or 0.0)
    shown_score = 1.0 if shown.score is None else shown.score
    if _texts(worst) == _texts(shown) or (worst.score or 0.0) >= shown_score:
        return None
    text, left_out = cut(worst.answer.text if worst.answer else "", SHOWN_CHARACTERS)
    note = f"Score {score(worst.score)}, {worst.key.setting}. {_left_out(left_out)}"
    return Worst(text, note.strip())


def expected_of(case: Case) -> tuple[Expected, ...]:
    """Return what the case expects, scorer by scorer."""
    several = len(case.turns) > 1
    return tuple(
        Expected(number if several else 0, expectation.scorer, _shown(expectation.parameters))
        for number, turn in enumerate(case.turns, start=1)
        for expectation in turn.expect
    )


def failures_of(before: Side, after: Side) -> tuple[Failure, ...]:
    """Return why answers are missing, the most frequent cause first."""
    found = [
        Failure(when, message, times)
        for when, side in (("before", before), ("after", after))
        for message, times in Counter(_causes(side.trials)).items()
    ]
    return tuple(sorted(found, key=lambda failure: (failure.when, -failure.times)))


def _how_common(found: Common) -> str:
    if found.answered == 1:
        return ""
    if found.different == 1:
        return f"All {count(found.answered)} samples say the same."
    different = f"{count(found.different)} different answers"
    if found.times == 1:
        return f"The samples gave {different}; this is the first."
    return f"This is the most common of {different} ({share(found.times, found.answered)} samples)."


def _texts(trial: Trial) -> tuple[str, ...]:
    return tuple(exchange.answer.text for exchange in trial.exchanges)


def _said(trial: Trial | None, place: int) -> str | None:
    if trial is None or place >= len(trial.exchanges):
        return None
    return trial.exchanges[place].answer.text


def _turn(question: str, before: str | None, after: str | None) -> Turn:
    if before is None or after is None:
        left = [cut(text, SHOWN_CHARACTERS)[1] for text in (before, after) if text is not None]
        note = _left_out(sum(left))
        return Turn(question, _first(before), _first(after), None, note)
    diff = compare_texts(before, after, limit=SHOWN_CHARACTERS)
    note = f"{_difference(diff)} {_left_out(diff.left_out)}".strip()
    return Turn(question, _first(before), _first(after), diff, note)


def _first(text: str | None) -> str | None:
    return None if text is None else cut(text, SHOWN_CHARACTERS)[0]


def _difference(diff: TextDiff) -> str:
    if diff.kind is DiffKind.SAME:
        return ""
    if diff.kind is DiffKind.LIGHT:
        return "Only punctuation, case or spacing differs."
    if diff.kind is DiffKind.REWRITTEN:
        return "The answer was rewritten."
    removed = counted(diff.removed_words, "word")
    return f"{removed} removed, {count(diff.added_words)} added."


def _left_out(characters: int) -> str:
    return f"{counted(characters, 'character')} more are not shown." if characters else ""


def _shown(parameters: Mapping[str, object]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (name, tuple(_texts_of(value)))
        for name, value in parameters.items()
        if name not in _BESIDE_THE_POINT
    )


def _texts_of(value: object) -> Iterable[str]:
    if isinstance(value, list | tuple):
        return [part if isinstance(part, str) else _as_json(part) for part in value]
    return [value if isinstance(value, str) else _as_json(value)]


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _causes(trials: Iterable[Trial]) -> Iterable[str]:
    for trial in trials:
        if trial.error is not None:
            yield trial.error[:SHOWN_ERROR]
        elif trial.outcome is Outcome.ERRORED:
            yield from (
                f"{found.scorer} could not judge: {found.reason}"[:SHOWN_ERROR]
                for found in trial.scores
                if found.value is None and found.weight > 0
            )
