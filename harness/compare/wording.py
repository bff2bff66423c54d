"""The proof of a comparison in sentences, with its labels and its price."""

from __future__ import annotations

from math import ceil, log

from harness.model.proof import ChangeKind, Decision, Proof

from .tally import Tally

__all__ = ["labels_of", "summarize"]

WHY = {
    "rounds": "All {rounds} rounds are asked, and neither a drop nor its absence is proven.",
    "futile": "The evidence grows too slowly: more rounds would hardly decide.",
    "budget": "The budget of {requests} requests is spent.",
    "missing": "Too many answers are missing: this says something of the connection, not the bot.",
    "unanswered": "Some questions got no answer at all.",
    "suspects": "Questions that look worse could be neither proven nor cleared.",
    "": "Not decided yet.",
}


def summarize(
    tally: Tally,
    decision: Decision,
    *,
    requests: int,
    rounds: int,
    suspects: tuple[int, ...] = (),
    why: str = "",
) -> Proof:
    """Put the evidence into a proof with its labels and reasons."""
    labels = labels_of(tally)
    ship = tally.odds_ship()
    bound = tally.drop_at_most()
    return Proof(
        decision=decision,
        labels=labels,
        requests=requests,
        drop_at_most=bound,
        reasons=_reasons(
            tally,
            decision,
            labels,
            bound,
            WHY[why].format_map({"requests": requests, "rounds": rounds}),
            suspects,
        ),
        odds_worse=tuple(tally.worse),
        odds_better=tuple(tally.better),
        odds_drop=tally.odds_drop,
        odds_ship=ship,
        margin=tally.margin,
        suspects=suspects,
        missing=(tally.missing[0], tally.missing[1]),
        asked=(tally.asked[0], tally.asked[1]),
        rounds=rounds,
        more_requests=_price(tally, rounds, ship) if decision is Decision.INCONCLUSIVE else None,
        method=tally.method,
    )


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


def _reasons(
    tally: Tally,
    decision: Decision,
    labels: tuple[ChangeKind, ...],
    bound: float,
    why: str,
    suspects: tuple[int, ...],
) -> tuple[str, ...]:
    found = []
    broken = labels.count(ChangeKind.REGRESSED)
    if broken:
        odds = max(tally.worse)
        found.append(
            f"{broken} of {tally.n} questions {'is' if broken == 1 else 'are'} proven to be worse"
            f" (odds against luck up to {odds:,.0f}:1)."
        )
    if tally.odds_drop >= 1 / tally.method.alpha_mean:
        found.append(
            f"The suite as a whole is proven to be lower ({tally.odds_drop:,.0f}:1 against luck)."
        )
    if decision is Decision.SHIP:
        found.append("No question is proven to be worse, and none is open.")
    if decision is Decision.INCONCLUSIVE:
        found.append(why)
    if suspects:
        found.append(f"{len(suspects)} questions may be worse: ask them again.")
    if bound < 1:
        found.append(
            f"With 95 % confidence the mean fell by less than {max(bound, 0) * 100:.1f} points"
            f" (allowed: {tally.margin * 100:.1f})."
        )
    return tuple(found)


def _price(tally: Tally, rounds: int, ship: float) -> int | None:
    """Return about how many more requests would decide: more rounds at the pace so far."""
    if not rounds:
        return None
    paces = (
        log(ship) / -log(tally.method.alpha_ship) if ship > 0 else 0.0,
        log(tally.odds_drop) / -log(tally.method.alpha_mean) if tally.odds_drop > 0 else 0.0,
    )
    share = max(paces)
    if share <= 0:
        return None
    more = max(1, ceil(rounds / share) - rounds)
    return more * 2 * tally.n
