"""Laying two runs side by side, and naming everything that cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from harness.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Side,
    Unpaired,
    UnpairedKind,
)
from harness.model.proof import Method
from harness.model.run import BOT_CHANGED, Run, RunStatus, Setting, Trial
from harness.model.suite import Case

from .duplicates import SAME_QUESTION, duplicates_of
from .estimates import change_of, mean_of
from .intended import intended_by
from .kept import prove, tags_worse, weigh
from .labels import Pair, label, steady_settings
from .waived import set_aside, surprises

__all__ = ["compare"]

ORDER = (
    ChangeKind.REGRESSED,
    ChangeKind.NO_ANSWER,
    ChangeKind.UNSTABLE,
    ChangeKind.IMPROVED,
    ChangeKind.UNCHANGED,
)


def compare(before: Run, after: Run, method: Method | None = None) -> Comparison:
    """Pair the trials of two runs by case, digest and setting, and say what changed.

    The changes come worst first. What stands in one run only, is another question under the same
    id, or is to be skipped is listed in `unpaired` and takes no part in any figure.

    Args:
        before: the older run.
        after: the newer run.
        method: the parameters of the proof; by default with the margin of the newer gate.
    """
    method = method or Method(margin=after.suite.gate.max_drop)
    pairs, unpaired = _pairs(before, after)
    why = intended_by(before.training, after.training)
    labelled = (replace(each, intended=why(each.case)) for each in label(pairs, method))
    changes = sorted(labelled, key=_worst_first)
    steady = steady_settings(pairs)
    weighed = weigh(changes, steady)
    both = [each for each in changes if each.before.judged and each.after.judged]
    return Comparison(
        before=before,
        after=after,
        changes=tuple(changes),
        unpaired=tuple(unpaired),
        pass_rate_before=mean_of(both, lambda change: change.before.pass_rate),
        pass_rate_after=mean_of(both, lambda change: change.after.pass_rate),
        pass_rate_change=change_of(both, lambda side: side.pass_rate),
        score_before=mean_of(both, lambda change: change.before.mean_score),
        score_after=mean_of(both, lambda change: change.after.mean_score),
        score_change=change_of(both, lambda side: side.mean_score),
        identical=bool(pairs) and all(_same_answers(pair) for pair in pairs),
        mismatches=_mismatches(before, after, pairs),
        warnings=_warnings(before, after, pairs),
        steady=steady,
        proof=prove(changes, steady, method, weighed),
        worse_tags=tags_worse(changes, method, weighed),
    )


def _pairs(before: Run, after: Run) -> tuple[list[Pair], list[Unpaired]]:
    old, new = before.suite.by_id, after.suite.by_id
    pairs: list[Pair] = []
    unpaired: list[Unpaired] = []
    trials = (_by_case(before), _by_case(after))
    aside = set_aside(before, after)
    for case in after.suite.cases:
        if case.id in aside:
            unpaired.append(aside[case.id])
        elif case.id not in old:
            unpaired.append(
                Unpaired(case.id, None, "added: it stands only in the run after", UnpairedKind.NEW)
            )
        elif old[case.id].digest != case.digest:
            why = (
                "edited: it asks or expects something else than before, so what changes in it is "
                "intended and blocks nothing"
            )
            unpaired.append(Unpaired(case.id, None, why, UnpairedKind.EDITED))
        else:
            pair, single = _pair(case, trials[0].get(case.id, ()), trials[1].get(case.id, ()))
            pairs.append(pair)
            unpaired += single
    unpaired += [
        Unpaired(case.id, None, "removed: it stands only in the run before", UnpairedKind.REMOVED)
        for case in before.suite.cases
        if case.id not in new
    ]
    return pairs, unpaired


def _pair(
    case: Case, before: Iterable[Trial], after: Iterable[Trial]
) -> tuple[Pair, list[Unpaired]]:
    """Keep the settings that both sides have; list those that only one has."""
    mine = [trial for trial in before if trial.case_digest == case.digest]
    other = [trial for trial in after if trial.case_digest == case.digest]
    settings = ({t.key.setting for t in mine}, {t.key.setting for t in other})
    common = settings[0] & settings[1] if all(settings) else settings[0] | settings[1]
    single = [
        Unpaired(case.id, setting, f"asked only {side}")
        for side, here in zip(("before", "after"), settings, strict=True)
        for setting in sorted(here - common)
    ]
    return Pair(case, _side(mine, common), _side(other, common)), single


def _side(trials: Iterable[Trial], settings: set[Setting]) -> Side:
    chosen = [trial for trial in trials if trial.key.setting in settings]
    return Side(tuple(sorted(chosen, key=lambda trial: trial.key)))


def _by_case(run: Run) -> dict[str, list[Trial]]:
    found: dict[str, list[Trial]] = {}
    for trial in run.trials:
        found.setdefault(trial.key.case_id, []).append(trial)
    return found


def _worst_first(change: Change) -> tuple[int, bool, float, str]:
    drop = -change.score_drop if change.kind is not ChangeKind.IMPROVED else change.score_drop
    return ORDER.index(change.kind), not change.case.must_not_break, drop, change.case.id


def _same_answers(pair: Pair) -> bool:
    return _answers(pair.before) == _answers(pair.after)


def _answers(side: Side) -> list[tuple[object, ...]]:
    return [
        (trial.key, *(exchange.answer.text for exchange in trial.exchanges))
        for trial in side.trials
    ]


def _mismatches(before: Run, after: Run, pairs: list[Pair]) -> tuple[str, ...]:
    found = []
    if before.id == after.id:
        found.append("Both runs are the same run.")
    elif shared := [each for each in after.lineage if each in before.lineage]:
        found.append(
            f"Both runs hold answers of run {shared[0]}: what was asked once cannot be compared "
            "with itself."
        )
    if not pairs:
        found.append("No question is asked and expected alike in both runs.")
    elif not any(pair.before.trials and pair.after.trials for pair in pairs):
        found.append("No question was asked at the same setting in both runs.")
    for name, run in (("before", before), ("after", after)):
        if BOT_CHANGED in run.provenance:
            found.append(
                f"The bot changed while the run {name} was asking it "
                f"({run.provenance[BOT_CHANGED]}): its answers come from two versions."
            )
    return tuple(found)


def _warnings(before: Run, after: Run, pairs: list[Pair]) -> tuple[str, ...]:
    found = []
    for name, run in (("before", before), ("after", after)):
        if run.status is not RunStatus.COMPLETE:
            found.append(
                f"The run {name} is not complete: {len(run.trials)} of {run.planned} answers."
            )
    found += surprises(after)
    found += [
        f"{', '.join(ids)} {SAME_QUESTION}: they are one question with the answers of all, which "
        f"weighs {len(ids)} times."
        for ids in duplicates_of(pair.case for pair in pairs)
    ]
    if before.bot.chatbot_id != after.bot.chatbot_id:
        found.append(
            f"The runs asked two bots: {before.bot.chatbot_id} before, "
            f"{after.bot.chatbot_id} after."
        )
    found.extend(
        f"At {setting} every repeat was the same word for word: the answers may come from a "
        "cache, and then repeats prove nothing."
        for setting in sorted(_replayed(pairs))
    )
    return tuple(found)


def _replayed(pairs: list[Pair]) -> set[Setting]:
    """Return the settings above temperature 0 whose repeats never differed in the run after."""
    said: dict[tuple[Setting, str], list[str]] = {}
    for pair in pairs:
        for trial in pair.after.trials:
            if trial.answer is not None and trial.key.setting.temperature > 0:
                place = (trial.key.setting, pair.case.id)
                said.setdefault(place, []).append(trial.answer.text)
    repeated = {place[0] for place, texts in said.items() if len(texts) > 1}
    moving = {place[0] for place, texts in said.items() if len(set(texts)) > 1}
    return repeated - moving
