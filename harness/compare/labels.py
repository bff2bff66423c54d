"""What became of one question: worse, better, unstable, no answer or no clear change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.model.comparison import Change, ChangeKind, Side
from harness.model.run import Outcome, Setting, Trial
from harness.model.suite import Case

from .statistics import adjust, fell_by_chance

__all__ = ["Pair", "label", "steady_settings"]

WORSE_LEVEL = 0.05
"""Of the questions called worse, so large a share may be so by chance."""
BETTER_LEVEL = 0.10
"""The same for better: a false joy costs less than a false alarm."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with its answers in both runs, at the settings that both have."""

    case: Case
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How likely chance explains a fall and a rise, after correction; 0 where chance cannot."""

    fall: float
    rise: float
    raw_fall: float
    steady: bool


def steady_settings(pairs: Iterable[Pair]) -> frozenset[Setting]:
    """Return the settings at which the bot gives the same answer each time it is asked.

    At temperature 0 alone, and only where repeats showed it: at least one question was answered
    twice in each run, and no question had two different answers in one run. There, an answer
    that changed has changed because of the bot, not by chance.
    """
    texts: dict[tuple[Setting, str, int], list[str]] = {}
    for pair in pairs:
        for number, side in enumerate((pair.before, pair.after)):
            for trial in side.trials:
                if trial.answer is not None and trial.key.setting.temperature == 0:
                    place = (trial.key.setting, pair.case.id, number)
                    texts.setdefault(place, []).append(_whole(trial))
    moving = {place[0] for place, said in texts.items() if len(set(said)) > 1}
    repeated = [
        {place[0] for place, said in texts.items() if place[2] == number and len(said) > 1}
        for number in (0, 1)
    ]
    return frozenset((repeated[0] & repeated[1]) - moving)


def label(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    """Say of each question what became of it, corrected for the number of questions."""
    steady = steady_settings(pairs)
    falls = [_chance(pair.before, pair.after) for pair in pairs]
    rises = [_chance(pair.after, pair.before) for pair in pairs]
    return tuple(
        _change(
            pair,
            _Evidence(
                fall=0.0 if _flipped(pair.before, pair.after, steady) else fall,
                rise=0.0 if _flipped(pair.after, pair.before, steady) else rise,
                raw_fall=raw,
                steady=bool(steady),
            ),
        )
        for pair, fall, rise, raw in zip(pairs, adjust(falls), adjust(rises), falls, strict=True)
    )


def _change(pair: Pair, evidence: _Evidence) -> Change:
    before, after = pair.before, pair.after
    if not before.judged or not after.judged:
        return Change(pair.case, ChangeKind.NO_ANSWER, before, after, _missing(before, after))
    counts = (
        f"{before.passed} of {before.judged} answers passed before, "
        f"{after.passed} of {after.judged} after"
    )
    fell = (after.pass_rate or 0) < (before.pass_rate or 0)
    rose = (after.pass_rate or 0) > (before.pass_rate or 0)
    if fell and evidence.fall <= WORSE_LEVEL:
        reason = f"{counts}: {_why(evidence.fall)}."
        return Change(pair.case, ChangeKind.REGRESSED, before, after, reason)
    if rose and evidence.rise <= BETTER_LEVEL:
        reason = f"{counts}: {_why(evidence.rise)}."
        return Change(pair.case, ChangeKind.IMPROVED, before, after, reason)
    suspect = fell and (evidence.raw_fall <= WORSE_LEVEL or _lost_at_a_setting(before, after))
    kind = ChangeKind.UNSTABLE if _mixed(before) or _mixed(after) else ChangeKind.UNCHANGED
    note = ": too few answers to tell a change from chance" if fell or rose else ""
    return Change(pair.case, kind, before, after, f"{counts}{note}.", suspect)


def _why(chance: float) -> str:
    if chance == 0:
        return "the bot repeats itself word for word at temperature 0, so this is no chance"
    return f"chance alone would do this in {chance * 100:.2g} of 100 such comparisons"


def _missing(before: Side, after: Side) -> str:
    where = [name for name, side in (("before", before), ("after", after)) if not side.judged]
    errors = [trial.error for side in (before, after) for trial in side.trials if trial.error]
    return f"No answer {' and '.join(where)}" + (f": {errors[-1]}" if errors else ".")


def _chance(first: Side, second: Side) -> float:
    return fell_by_chance(first.passed, first.judged, second.passed, second.judged)


def _flipped(first: Side, second: Side, steady: frozenset[Setting]) -> bool:
    """Tell whether a steady setting went from pass to fail, and none the other way."""
    lost = _lost(first, second)
    return bool(lost & steady) and not _lost(second, first) & steady


def _lost(first: Side, second: Side) -> frozenset[Setting]:
    """Return the settings at which every first answer passed and every second one failed."""
    before, after = _outcomes(first), _outcomes(second)
    return frozenset(
        setting
        for setting in before.keys() & after.keys()
        if before[setting] == {Outcome.PASSED} and after[setting] == {Outcome.FAILED}
    )


def _lost_at_a_setting(before: Side, after: Side) -> bool:
    return bool(_lost(before, after))


def _mixed(side: Side) -> bool:
    return any(len(outcomes) > 1 for outcomes in _outcomes(side).values())


def _outcomes(side: Side) -> dict[Setting, set[Outcome]]:
    found: dict[Setting, set[Outcome]] = {}
    for trial in side.trials:
        if trial.outcome is not Outcome.ERRORED:
            found.setdefault(trial.key.setting, set()).add(trial.outcome)
    return found


def _whole(trial: Trial) -> str:
    return "\0".join(exchange.answer.text for exchange in trial.exchanges)
