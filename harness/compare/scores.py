"""Decide from scores alone: those at hand, or asked for as they are needed; no bot, no store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from harness.model.proof import Decision, Method, Proof

from .ledger import Ask
from .policy import Policy
from .shuffled import Shuffled
from .tally import SIDES, SideName, Tally
from .wording import summarize

__all__ = ["AskScores", "Scores", "judge_scores", "run_plan"]

AskScores = Callable[[SideName, Sequence[int]], Sequence[float | None]]
Scores = Sequence[Sequence[float | None]]
"""The scores of one version: a sequence a case; None where no answer came."""


def judge_scores(
    before: Scores,
    after: Scores,
    *,
    method: Method | None = None,
    weights: Sequence[float] = (),
) -> Proof:
    """Decide from scores at hand: ship, do not ship, or inconclusive.

    The formulas are those of the plan; neither the order of the cases nor that of a case's answers
    changes a figure. Numbers of answers may differ between cases and sides.

    Args:
        before: the old version's scores in [0, 1], a sequence a case, None for a missing answer.
        after: the new version's, in the same order of cases.
        method: the parameters, if not the usual ones.
        weights: how much each case counts.

    Raises:
        ValueError: there is no case, the sides differ in length, or a score is not from 0 to 1.
    """
    old, new = (_read(side, given) for side, given in zip(SIDES, (before, after), strict=True))
    if not old or len(old) != len(new):
        raise ValueError(f"both sides need the same cases: {len(old)} before, {len(new)} after")
    method = method or Method()
    tally = Tally(len(old), method, weights=weights)
    for side, scores in zip(SIDES, (old, new), strict=True):
        for case, each in enumerate(scores):
            for score in each:
                tally.add(side, case, score)
    suite = Shuffled(
        _answered(old),
        _answered(new),
        weights=tally.weights,
        tolerance=method.tolerance,
        margin=method.margin,
        alpha=method.alpha_ship,
    )
    suspects = tally.suspects()
    decision, why = _decide(tally, suite, suspects)
    return summarize(
        tally,
        suite,
        decision,
        requests=sum(tally.asked),
        rounds=suite.rounds,
        suspects=suspects,
        why=why,
    )


def run_plan(
    ask: AskScores,
    cases: int | Sequence[object],
    *,
    seed: int | None = None,
    method: Method | None = None,
    history: Sequence[Sequence[float]] = (),
) -> Proof:
    """Ask for scores, as few as needed, and decide: ship, do not ship, or inconclusive.

    Args:
        ask: called with a side, "before" or "after", and case numbers; returns one score in
            [0, 1] for each, in order, or None where no answer came. Each call must get fresh
            answers: a replayed answer is no evidence.
        cases: how many there are, or the cases themselves.
        seed: of the order in which is asked.
        method: the parameters, if not the usual ones.
        history: scores of the old version on file, a sequence a case.

    Raises:
        ValueError: `ask` returned not one score for each case, or no number from 0 to 1.
    """
    number = cases if isinstance(cases, int) else len(cases)
    policy = Policy(number, method, seed=seed, history=history)
    while asks := policy.next():
        for side in SIDES:
            _tell(policy, ask, side, [each for each in asks if each.side == side])
    return policy.proof()


def _tell(policy: Policy, ask: AskScores, side: SideName, asks: Sequence[Ask]) -> None:
    if not asks:
        return
    scores = list(ask(side, [each.case for each in asks]))
    if len(scores) != len(asks):
        raise ValueError(f"{len(asks)} scores were asked for, {len(scores)} came")
    for each, score in zip(asks, scores, strict=True):
        policy.tell(each, None if score is None else float(score))


def _decide(tally: Tally, suite: Shuffled, suspects: tuple[int, ...]) -> tuple[Decision, str]:
    method = tally.method
    if any(tally.proven_worse()) or suite.odds_drop >= 1 / method.alpha_mean:
        return Decision.DO_NOT_SHIP, ""
    if tally.too_much_missing():
        return Decision.INCONCLUSIVE, "missing"
    if tally.unanswered():
        return Decision.INCONCLUSIVE, "unanswered"
    if suspects:
        return Decision.INCONCLUSIVE, "suspects"
    if suite.log_ship(suite.margin) >= -log(method.alpha_ship):
        return Decision.SHIP, ""
    return Decision.INCONCLUSIVE, "undecided"


def _answered(scores: Scores) -> list[list[float]]:
    return [[score for score in each if score is not None] for each in scores]


def _read(side: str, scores: Scores) -> list[list[float | None]]:
    """Return plain lists of checked numbers, whatever sequences or arrays came."""
    return [[_checked(score, side, case) for score in each] for case, each in enumerate(scores)]


def _checked(score: float | None, side: str, case: int) -> float | None:
    if score is None:
        return None
    try:
        number = float(score)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"{side}, case {case}: a score is from 0 to 1 or None, not {score!r}")
    return number
