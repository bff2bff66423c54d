"""Decide from scores alone: those at hand, or asked for as they are needed; no bot, no store."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.model.proof import Method, Proof

from .policy import Ask, Policy, SideName

__all__ = ["AskScores", "run_plan"]

AskScores = Callable[[SideName, Sequence[int]], Sequence[float | None]]


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
        for side in ("before", "after"):
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
