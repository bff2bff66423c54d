"""What became of one question: worse, better, unstable, no answer or no clear change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from harness.model.comparison import Change, ChangeKind, Side
from harness.model.proof import Method
from harness.model.run import Outcome, Setting, Trial
from harness.model.suite import Case

from .duplicates import Merged, merge_duplicates
from .evidence import case_evidence, proven
from .phrases import odds
from .units import Unit, units_of

__all__ = ["Pair", "label", "steady_settings"]

POOLED = 0.5
"""Of a question's evidence over several settings so much rests on all answers together, the rest
on each setting by itself: a mean of e-values is one, so neither view costs more than a factor."""
OPEN_SHARE = 10
"""Odds of a tenth of the number of questions are more than luck mostly brings about."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with its answers in both runs, at the settings that both have."""

    case: Case
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How much speaks for worse and for better, and what is a fact or proven."""

    worse: float
    better: float
    fell: bool
    rose: bool
    is_worse: bool
    is_better: bool


def steady_settings(pairs: Iterable[Pair]) -> frozenset[Setting]:
    """Return the settings at which the bot gives the same answer each time it is asked.

    At temperature 0 alone, and only where repeats showed it: at least one question was answered
    twice in each run, and no question had two different answers in one run. There, an answer
    that changed has changed because of the bot, not by chance.
    """
    texts: dict[tuple[Setting, str, int], list[str]] = {}
    said: dict[tuple[Setting, str, int], set[str]] = {}
    for pair in pairs:
        for number, side in enumerate((pair.before, pair.after)):
            for trial in side.trials:
                if trial.answer is not None and trial.key.setting.temperature == 0:
                    place = (trial.key.setting, pair.case.id, number)
                    texts.setdefault(place, []).append(_whole(trial))
                    # A duplicate that is answered otherwise shows as well that the bot moves.
                    question = (trial.key.setting, pair.case.digest, number)
                    said.setdefault(question, set()).add(_whole(trial))
    moving = {place[0] for place, different in said.items() if len(different) > 1}
    repeated = [
        {place[0] for place, same in texts.items() if place[2] == number and len(same) > 1}
        for number in (0, 1)
    ]
    return frozenset((repeated[0] & repeated[1]) - moving)


def label(pairs: Sequence[Pair], method: Method | None = None) -> tuple[Change, ...]:
    """Say of each question what became of it, corrected for the number of questions.

    Regressed and improved are e-BH lists at the method's levels; a question whose answer turned
    where the bot repeats itself word for word is on them as a fact. Duplicates have the answers of
    all of them, and one label; that each is on the lists is their weight there.
    """
    method = method or Method()
    steady = steady_settings(pairs)
    merged = merge_duplicates(pairs)
    of = {digest: units_of(same, steady) for digest, same in merged.items()}
    for_worse = {digest: _odds(each) for digest, each in of.items()}
    for_better = {digest: _odds([_swapped(unit) for unit in each]) for digest, each in of.items()}
    units = [of[pair.case.digest] for pair in pairs]
    worse = [for_worse[pair.case.digest] for pair in pairs]
    better = [for_better[pair.case.digest] for pair in pairs]
    are_worse, are_better = proven(worse, method.alpha_case), proven(better, method.alpha_improved)
    bar = max(method.open_at, len(pairs) / OPEN_SHARE)
    return tuple(
        _change(
            pair,
            merged[pair.case.digest],
            _Evidence(
                worse=worse[i],
                better=better[i],
                fell=_turned(units[i]) and not _turned(map(_swapped, units[i])),
                rose=_turned(map(_swapped, units[i])) and not _turned(units[i]),
                is_worse=are_worse[i],
                is_better=are_better[i],
            ),
            bar,
        )
        for i, pair in enumerate(pairs)
    )


def _change(pair: Pair, same: Merged[Pair], evidence: _Evidence, bar: float) -> Change:
    before, after = pair.before, pair.after
    if not before.judged or not after.judged:
        return Change(pair.case, ChangeKind.NO_ANSWER, before, after, _missing(before, after))
    counts = (
        f"{same.before.passed} of {same.before.judged} answers passed before, "
        f"{same.after.passed} of {same.after.judged} after"
    )
    if others := [one.case.id for one in same.asked if one.case.id != pair.case.id]:
        counts += f" (together with {', '.join(others)}, the same question)"
    kind, why, suspect = _kind(same, evidence, bar)
    return Change(
        pair.case,
        kind,
        before,
        after,
        f"{counts}{why}.",
        suspect,
        odds_worse=evidence.worse,
        odds_better=evidence.better,
        certain=evidence.fell or evidence.rose,
    )


def _kind(pair: Merged[Pair], evidence: _Evidence, bar: float) -> tuple[ChangeKind, str, bool]:
    """Return the label, why (to stand after the counts), and whether it is open."""
    before, after = pair.before, pair.after
    if evidence.fell or evidence.rose:
        kind = ChangeKind.REGRESSED if evidence.fell else ChangeKind.IMPROVED
        why = ": the bot repeats itself word for word at temperature 0, so this is no chance"
        return kind, why, False
    if evidence.is_worse or evidence.is_better:
        kind = ChangeKind.REGRESSED if evidence.is_worse else ChangeKind.IMPROVED
        strength = evidence.worse if evidence.is_worse else evidence.better
        return kind, f": {odds(strength)} against chance", False
    fell = (after.pass_rate or 0) < (before.pass_rate or 0)
    rose = (after.pass_rate or 0) > (before.pass_rate or 0)
    suspect = fell and (evidence.worse >= bar or _lost_at_a_setting(before, after))
    note = ": too few answers to tell a change from chance" if fell or rose else ""
    mixed = _mixed(before) or _mixed(after)
    return ChangeKind.UNSTABLE if mixed else ChangeKind.UNCHANGED, note, suspect


def _odds(units: Sequence[Unit]) -> float:
    """Return the evidence that a question got worse at any of its settings or over all.

    All together counts as many answers of a setting on one side as on the other: else a side
    asked more often at a hard setting would look worse.
    """
    if not units:
        return 1.0
    each = [_of(unit.before, unit.after) for unit in units]
    if len(each) == 1:
        return each[0]
    alike = [min(len(unit.before), len(unit.after)) for unit in units]
    pooled = _of(
        [score for unit, n in zip(units, alike, strict=True) for score in unit.before[:n]],
        [score for unit, n in zip(units, alike, strict=True) for score in unit.after[:n]],
    )
    return POOLED * pooled + (1 - POOLED) * fsum(each) / len(each)


def _of(before: Sequence[float], after: Sequence[float]) -> float:
    return case_evidence(fsum(before), len(before), fsum(after), len(after))


def _swapped(unit: Unit) -> Unit:
    return Unit(unit.setting, unit.after, unit.before, unit.steady)


def _turned(units: Iterable[Unit]) -> bool:
    """Tell whether every answer of a steady setting went from right to wrong."""
    return any(unit.steady and min(unit.before) > max(unit.after) for unit in units)


def _missing(before: Side, after: Side) -> str:
    where = [name for name, side in (("before", before), ("after", after)) if not side.judged]
    errors = [trial.error for side in (before, after) for trial in side.trials if trial.error]
    return f"No answer {' and '.join(where)}" + (f": {errors[-1]}" if errors else ".")


def _lost_at_a_setting(before: Side, after: Side) -> bool:
    """Tell whether at one setting every first answer passed and every second one failed."""
    old, new = _outcomes(before), _outcomes(after)
    return any(
        old[setting] == {Outcome.PASSED} and new[setting] == {Outcome.FAILED}
        for setting in old.keys() & new.keys()
    )


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
