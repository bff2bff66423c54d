"""Gathering evidence: the policy says what to ask, the asker asks, and both remember."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from random import Random
from typing import Protocol

from harness.compare.policy import Policy
from harness.errors import BudgetReached
from harness.model.proof import Until
from harness.model.run import Outcome, Trial

from .asking import Asker, Wanted
from .finding import Evidence
from .question import Question
from .steady import Steady, find_steady
from .terms import Terms

__all__ = ["Evidence", "Listener", "gather", "score_of"]

ON_STEADINESS = 0.007
"""So much of the budget for false alarms is spent on taking a bot for steady: see `steady`."""

LEAST_MARGIN, MOST_MARGIN = 0.001, 0.9
"""What is left of the margin for the questions that no fact settles stays between these."""


class Listener(Protocol):
    """Someone who is told how far the evidence is."""

    def stage(self, sentence: str) -> None:
        """Note what happens next or has just been found."""

    def progress(self, policy: Policy) -> None:
        """Look at the evidence after another batch."""


async def gather(
    asker: Asker,
    questions: Sequence[Question],
    terms: Terms,
    listener: Listener,
    *,
    first: Collection[str] = (),
) -> Evidence:
    """Ask as little as decides, and return what was found.

    The cases whose ids are in `first` are asked before the others.

    Where the old side can no longer be asked, its kept answers are taken as they are.

    Raises:
        BotError: a bot refuses every further question, or is down.
        StoreError: the answers cannot be kept.
    """
    steady: tuple[Steady, ...] = ()
    try:
        steady = await find_steady(asker, questions, Random(terms.seed))
    except BudgetReached as end:
        return Evidence((), tuple(questions), None, str(end))
    for each in steady:
        listener.stage(_facts(each))
    settled = {question for each in steady for question in each.questions}
    open_ = tuple(question for question in questions if question not in settled)
    found = Evidence(steady, open_, None)
    if not open_ or (found.fallen and terms.method.until is Until.VERDICT):
        return found
    policy = _policy(asker, found, terms, first)
    cut_short = ""
    try:
        await _follow(policy, asker, open_, listener)
    except BudgetReached as end:
        cut_short = str(end)
    return replace(found, proof=policy.proof(), cut_short=cut_short)


def score_of(trial: Trial | None) -> float | None:
    """Return 1 for right, 0 for wrong, and None where there is no answer to judge."""
    if trial is None or trial.outcome is Outcome.ERRORED:
        return None
    return 1.0 if trial.outcome is Outcome.PASSED else 0.0


def _policy(asker: Asker, found: Evidence, terms: Terms, first: Collection[str]) -> Policy:
    """Return the policy for the questions that no fact settles.

    The margin is one of the mean over all questions: what the facts leave of it is for the others.
    """
    method, number = terms.method, len(found.questions)
    if found.steady:
        left = (method.margin * (found.settled + number) - found.lost) / number
        method = replace(
            method,
            alpha_mean=method.alpha_mean - ON_STEADINESS,
            margin=min(max(left, LEAST_MARGIN), MOST_MARGIN),
        )
    fixed = asker.ledgers["before"].fixed
    return Policy(
        number,
        method,
        seed=terms.seed,
        history=[_on_file(asker, question) for question in found.questions],
        askable=("after",) if fixed else ("before", "after"),
        first=[place for place, each in enumerate(found.questions) if each.case_id in first],
    )


def _on_file(asker: Asker, question: Question) -> list[float]:
    """Return the scores of the old side that were there before this comparison."""
    scores = map(score_of, asker.ledgers["before"].on_file(question))
    return [score for score in scores if score is not None]


async def _follow(
    policy: Policy, asker: Asker, questions: Sequence[Question], listener: Listener
) -> None:
    """Ask what the policy wants until it wants nothing more."""
    while asks := policy.next():
        trials = await asker.get([Wanted(a.side, questions[a.case], a.number) for a in asks])
        for ask, trial in zip(asks, trials, strict=True):
            policy.tell(ask, score_of(trial))
        listener.progress(policy)


def _facts(steady: Steady) -> str:
    """Say what the probes showed."""
    reworded, total = len(steady.reworded), len(steady.questions)
    return (
        f"At {steady.setting} both versions repeat themselves word for word: one answer of each is "
        f"enough there. {reworded} of {total} answers differ, {len(steady.fallen)} turned wrong, "
        f"{len(steady.risen)} turned right"
    )
