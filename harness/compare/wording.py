"""The proof of a comparison in sentences, with its labels and its price."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, log

from harness.model.proof import ChangeKind, Decision, Proof

from .course import SuiteEvidence
from .evidence import drop_at_most, to_odds
from .phrases import odds
from .tally import Tally

__all__ = ["TINY", "labels_of", "summarize", "with_words"]

TINY = 1e-300
"""Odds so small have a logarithm still."""
WHY = {
    "rounds": "All {rounds} rounds are asked, and neither a drop nor its absence is proven.",
    "futile": "The evidence grows too slowly: more rounds would hardly decide.",
    "budget": "The budget of {requests} requests is spent.",
    "missing": "Too many answers are missing: this says something of the connection, not the bot.",
    "unanswered": "Some questions got no answer at all.",
    "suspects": "Questions that look worse could be neither proven nor cleared.",
    "undecided": "With these answers neither a drop nor its absence is proven.",
    "": "Not decided yet.",
}


def summarize(
    tally: Tally,
    suite: SuiteEvidence,
    decision: Decision,
    *,
    requests: int,
    rounds: int,
    suspects: tuple[int, ...] = (),
    why: str = "",
) -> Proof:
    """Put the evidence into a proof with its labels and reasons."""
    method = tally.method
    labels = labels_of(tally)
    bound = drop_at_most(suite.log_ship, method.alpha_ship)
    found = Proof(
        decision=decision,
        labels=labels,
        requests=requests,
        drop_at_most=bound,
        reasons=(),
        odds_worse=tuple(tally.worse),
        odds_better=tuple(tally.better),
        odds_drop=suite.odds_drop,
        odds_ship=to_odds(suite.log_ship(suite.margin)),
        margin=suite.margin,
        suspects=suspects,
        missing=(tally.missing[0], tally.missing[1]),
        asked=(tally.asked[0], tally.asked[1]),
        rounds=rounds,
        method=method,
    )
    return with_words(found, decision, why)


def with_words(proof: Proof, decision: Decision, why: str = "") -> Proof:
    """Return the proof with this decision, its reasons and, if it is open, its price."""
    found = replace(proof, decision=decision)
    more = _price(found) if decision is Decision.INCONCLUSIVE else None
    return replace(found, reasons=_reasons(found, why), more_requests=more)


def labels_of(tally: Tally) -> tuple[ChangeKind, ...]:
    """Say of each case: regressed, improved, unstable or unchanged."""
    worse, better = tally.proven_worse(), tally.proven_better()
    return tuple(
        ChangeKind.REGRESSED
        if worse[case]
        else ChangeKind.IMPROVED
        if better[case]
        else ChangeKind.UNSTABLE
        if tally.mixed(case)
        else ChangeKind.UNCHANGED
        for case in range(tally.n)
    )


def _reasons(proof: Proof, why: str) -> tuple[str, ...]:
    found = []
    broken = proof.labels.count(ChangeKind.REGRESSED)
    if broken:
        found.append(
            f"{_questions(broken)} proven to be worse: the odds against luck are up to "
            f"{odds(max(proof.odds_worse))}."
        )
    if proof.odds_drop >= 1 / proof.method.alpha_mean:
        found.append(
            f"The suite as a whole is proven to be lower ({odds(proof.odds_drop)} against luck)."
        )
    if proof.decision is Decision.SHIP:
        found.append("No question is proven to be worse, and none is open.")
    if proof.decision is Decision.INCONCLUSIVE:
        found.append(WHY[why].format(requests=proof.requests, rounds=proof.rounds))
    if proof.suspects:
        found.append(f"{_questions(len(proof.suspects))} open to doubt: ask again.")
    if proof.drop_at_most < 1:
        found.append(
            f"With 95 % confidence the mean fell by less than "
            f"{max(proof.drop_at_most, 0) * 100:.1f} points (allowed: {proof.margin * 100:.1f})."
        )
    return tuple(found)


def _questions(number: int) -> str:
    return "1 question is" if number == 1 else f"{number} questions are"


def _price(proof: Proof) -> int | None:
    """Return about how many more requests would decide; None where none would.

    More rounds at the pace so far, and for each open suspect the pairs that would prove it.
    """
    if not proof.rounds:
        return None
    method, cases = proof.method, len(proof.labels)
    share = max(
        log(max(proof.odds_ship, TINY)) / -log(method.alpha_ship),
        log(max(proof.odds_drop, TINY)) / -log(method.alpha_mean),
    )
    if share <= 0:
        return None
    rounds = 0 if share >= 1 else max(1, ceil(proof.rounds / share) - proof.rounds)
    # One pair of a broken question is worth a factor of 4 at best.
    pairs = ceil(log(cases / method.alpha_case) / log(4))
    more = 2 * (rounds * cases + pairs * len(proof.suspects))
    return more or None
