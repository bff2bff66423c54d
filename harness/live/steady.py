"""Steady settings: where each bot repeats itself word for word, a changed answer is a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isqrt
from random import Random

from harness.model.run import Outcome, Setting, Trial

from .asking import SIDES, Asker, Wanted
from .question import Question

__all__ = ["CONFIRMED", "Steady", "find_steady"]

PROBED = 3
"""At least so many questions are asked again to see whether the bots repeat themselves."""
PROBES = 3
"""So often each of them is asked."""
CONFIRMED = 4
"""So many answers of each side, all alike, make a turn from right to wrong a fact."""


@dataclass(frozen=True, slots=True)
class Steady:
    """What was found at one setting where both bots repeat themselves.

    `fallen` and `risen` are the questions whose answer turned wrong or right; `reworded` are all
    whose answer reads differently now, and `silent` those that one side gave no answer to.
    """

    setting: Setting
    questions: tuple[Question, ...]
    fallen: tuple[Question, ...]
    risen: tuple[Question, ...]
    reworded: tuple[Question, ...]
    silent: tuple[Question, ...] = ()


async def find_steady(
    asker: Asker, questions: Sequence[Question], dice: Random
) -> tuple[Steady, ...]:
    """Ask what stands at temperature 0, and return the settings that prove to be steady.

    A few questions, chosen at random, are asked three times of each side; where all their answers
    are the same to the byte, every other question is asked once of each. A question whose answer
    turned is asked until there are four answers of each side: if a bot gave two different answers
    to anything at all, the setting is not steady, and its questions are left to the evidence.

    Should a bot be less steady than the probes could show, one question with two possible answers
    passes for broken with a chance of at most (p(1-p))^4 <= 1/256, and any number of them with at
    most 0.7 in 100: every question that turned must repeat itself, or none counts.
    """
    found = []
    cold = sorted((each for each in questions if each.setting.temperature == 0), key=_setting)
    for setting, group in groupby(cold, key=_setting):
        if steady := await _look(asker, setting, tuple(group), dice):
            found.append(steady)
    return tuple(found)


async def _look(
    asker: Asker, setting: Setting, questions: tuple[Question, ...], dice: Random
) -> Steady | None:
    probed = dice.sample(questions, min(len(questions), max(PROBED, isqrt(len(questions)))))
    if not await _repeats(asker, probed, PROBES):
        return None
    old, new = await _answers(asker, questions)
    fallen = tuple(q for q in questions if _turned(old.get(q), new.get(q)))
    risen = tuple(q for q in questions if _turned(new.get(q), old.get(q)))
    if not await _repeats(asker, (*fallen, *risen), CONFIRMED):
        return None
    both = tuple(q for q in questions if q in old and q in new)
    reworded = tuple(q for q in both if _said(old[q]) != _said(new[q]))
    silent = tuple(q for q in questions if q not in old or q not in new)
    return Steady(setting, questions, fallen, risen, reworded, silent)


async def _repeats(asker: Asker, questions: Sequence[Question], times: int) -> bool:
    """Ask each question so often of each side; tell whether no side gave two answers to one.

    What was not seen to repeat itself is not called steady: each side must have answered
    something twice. Of a side that can no longer be asked, what is kept must do.
    """
    wanted = [Wanted(side, q, n) for n in range(times) for q in questions for side in SIDES]
    said: dict[tuple[str, Question], list[tuple[str, ...]]] = {}
    for each, trial in zip(wanted, await asker.get(wanted), strict=True):
        if trial is None:
            continue
        if trial.outcome is Outcome.ERRORED:
            return False
        said.setdefault((each.side, each.question), []).append(_said(trial))
    repeated = {side for (side, _), texts in said.items() if len(texts) > 1}
    once = all(len(set(texts)) == 1 for texts in said.values())
    return once and (not questions or repeated == set(SIDES))


async def _answers(
    asker: Asker, questions: Sequence[Question]
) -> tuple[dict[Question, Trial], dict[Question, Trial]]:
    """Ask each question once of each side; return what could be judged."""
    wanted = [Wanted(side, question, 0) for question in questions for side in SIDES]
    found: dict[str, dict[Question, Trial]] = {side: {} for side in SIDES}
    for each, trial in zip(wanted, await asker.get(wanted), strict=True):
        if trial is not None and trial.outcome is not Outcome.ERRORED:
            found[each.side][each.question] = trial
    return found["before"], found["after"]


def _turned(first: Trial | None, second: Trial | None) -> bool:
    """Tell whether an answer went from right to wrong."""
    return (
        first is not None
        and second is not None
        and first.outcome is Outcome.PASSED
        and second.outcome is Outcome.FAILED
    )


def _said(trial: Trial) -> tuple[str, ...]:
    return tuple(exchange.answer.text for exchange in trial.exchanges)


def _setting(question: Question) -> Setting:
    return question.setting
