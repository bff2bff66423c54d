"""What the scorers found in the answers to one question: scores, reasons and keywords."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from harness.model.comparison import Side
from harness.model.run import Outcome, Score, Setting, Trial

from .answers import most_common
from .textdiff import cut

__all__ = [
    "Fate",
    "Keyword",
    "Samples",
    "ScoreRow",
    "keywords_of",
    "samples_of",
    "scores_of",
]

SHOWN_REASON = 500
"""So many characters of a scorer's reason stand in a report."""


class Fate(StrEnum):
    """What became of a keyword in the most common answer."""

    LOST = "lost"
    SAID = "said"
    """It must not be there, and is there now."""
    KEPT = "kept"
    GAINED = "gained"
    GONE = "gone"
    """It must not be there, and is there no more."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that should or should not be in the answer."""

    word: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One scorer's mean before and after, and its reason in the most common answer."""

    name: str
    before: float | None
    after: float | None
    threshold: float | None
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Samples:
    """How each sample of one setting ended, in order, before and after."""

    setting: str
    before: tuple[Outcome, ...]
    after: tuple[Outcome, ...]


def samples_of(before: Side, after: Side) -> tuple[Samples, ...]:
    """Return the outcomes by setting, in the order of the settings and repeats."""
    settings = sorted({*before.by_setting, *after.by_setting})
    return tuple(
        Samples(str(setting), _outcomes(before, setting), _outcomes(after, setting))
        for setting in settings
    )


def scores_of(before: Side, after: Side) -> tuple[ScoreRow, ...]:
    """Return one row for each expectation of each turn, in their order."""
    model = most_common(after) or most_common(before)
    if model is None:
        return ()
    old, new = _means(before), _means(after)
    several = len(model.exchanges) > 1
    return tuple(
        ScoreRow(
            name=f"Turn {turn + 1}: {found.scorer}" if several else found.scorer,
            before=old.get((turn, place)),
            after=new.get((turn, place)),
            threshold=found.threshold,
            counts=found.weight > 0,
            reason=cut(found.reason, SHOWN_REASON)[0],
        )
        for (turn, place), found in _placed(model)
    )


def keywords_of(before: Side, after: Side) -> tuple[Keyword, ...]:
    """Return what became of the keywords; the lost ones first."""
    old, new = most_common(before), most_common(after)
    if new is None:
        return ()
    was, now = (_wanted(trial) if trial else {} for trial in (old, new))
    found = [Keyword(word, _fate(was.get(word), here)) for word, here in now.items()]
    found += [Keyword(word, Fate.LOST) for word in _choices_lost(old, new)]
    barred_was, barred_now = (_barred(trial) if trial else [] for trial in (old, new))
    found += [Keyword(word, Fate.SAID) for word in barred_now]
    found += [Keyword(word, Fate.GONE) for word in barred_was if word not in barred_now]
    order = tuple(Fate)
    return tuple(sorted(found, key=lambda keyword: order.index(keyword.fate)))


def _fate(was: bool | None, here: bool) -> Fate:  # noqa: FBT001 (two of a kind)
    if here:
        return Fate.GAINED if was is False else Fate.KEPT
    return Fate.LOST if was else Fate.MISSING


def _wanted(trial: Trial) -> dict[str, bool]:
    """Return the keywords that were looked for, and whether they are there."""
    found: dict[str, bool] = {}
    for score in _told(trial):
        found.update(dict.fromkeys(_words(score, "kept") + _words(score, "found"), True))
        found.update(dict.fromkeys(_words(score, "lost"), False))
    return found


def _choices_lost(old: Trial | None, new: Trial) -> list[str]:
    """Return the words of a choice that were there before, where not one of it is there now."""
    if old is None or any(_words(score, "found") for score in _told(new)):
        return []
    return list(dict.fromkeys(word for score in _told(old) for word in _words(score, "found")))


def _barred(trial: Trial) -> list[str]:
    """Return the words that must not be there, and are."""
    return list(
        dict.fromkeys(word for score in _told(trial) for word in _words(score, "forbidden"))
    )


def _told(trial: Trial) -> list[Score]:
    """Return the scores that tell of words: most have no details, and are asked again and again."""
    return [score for each in trial.exchanges for score in each.scores if score.details]


def _words(score: Score, name: str) -> list[str]:
    value = score.details.get(name)
    return (
        [word for word in value if isinstance(word, str)] if isinstance(value, list | tuple) else []
    )


def _outcomes(side: Side, setting: Setting) -> tuple[Outcome, ...]:
    found = side.by_setting.get(setting)
    return tuple([trial.outcome for trial in found.trials]) if found else ()


def _placed(trial: Trial) -> Iterable[tuple[tuple[int, int], Score]]:
    for turn, exchange in enumerate(trial.exchanges):
        for place, found in enumerate(exchange.scores):
            yield (turn, place), found


def _means(side: Side) -> dict[tuple[int, int], float]:
    values: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for trial in side.trials:
        if trial.error is None:
            for turn, exchange in enumerate(trial.exchanges):
                for place, found in enumerate(exchange.scores):
                    if found.value is not None:
                        values[turn, place].append(found.value)
    return {where: fsum(found) / len(found) for where, found in values.items()}
