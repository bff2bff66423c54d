"""How it was decided: what the answers prove, and with which promises."""

from __future__ import annotations

from collections.abc import Iterable

from harness.model.proof import ChangeKind, Proof

from .wording import count, counted, points

__all__ = ["method_rows"]

CERTAIN = 1e6
"""Odds above this are as good as certain: more digits say nothing more."""


def method_rows(proof: Proof | None) -> tuple[tuple[str, str], ...]:
    """Return what the run details tell of the decision, each with its name; nothing of none."""
    return () if proof is None else tuple(_rows(proof))


def _rows(proof: Proof) -> Iterable[tuple[str, str]]:
    method = proof.method
    if proof.drop_at_most < 1:
        yield "What is ruled out", _ruled_out(proof)
    yield "What is proven", _proven(proof)
    yield "Odds that the suite as a whole got worse", f"{_odds(proof.odds_drop)} against luck"
    yield "Promises", _promises(proof)
    if proof.requests:
        rounds = f" in {counted(proof.rounds, 'round')}" if proof.rounds else ""
        yield "Requests", f"{count(proof.requests)}{rounds}"
    if proof.more_requests is not None:
        yield "To decide", f"about {counted(proof.more_requests, 'more request')}"
    yield "Method", method.name


def _proven(proof: Proof) -> str:
    """Name questions and the whole apart: one broken question hardly shows in the whole."""
    found = []
    worse = [
        odds
        for kind, odds in zip(proof.labels, proof.odds_worse, strict=False)
        if kind is ChangeKind.REGRESSED
    ]
    if worse:
        # A fact of a bot that repeats itself needs no odds, and may have low ones.
        strongest = max(worse)
        needed = len(proof.labels) / (proof.method.alpha_case * len(worse))
        odds = f", odds up to {_odds(strongest)}" if strongest >= needed else ""
        found.append(f"{counted(len(worse), 'question')} got worse{odds}")
    if proof.odds_drop >= 1 / proof.method.alpha_mean:
        found.append("the suite as a whole got worse")
    return "; ".join(found) or "no fall beyond chance, of a question or of the whole"


def _ruled_out(proof: Proof) -> str:
    fall = points(proof.drop_at_most).removeprefix("+")
    sure = f"{100 - 100 * proof.method.alpha_ship:g} %"
    rest = f"with {sure} confidence, however often one looked"
    return f"a fall of the mean score by {fall} points or more, {rest}"


def _promises(proof: Proof) -> str:
    method = proof.method
    blocked = 100 * (method.alpha_case + method.alpha_mean)
    promises = (
        f"an unchanged bot is blocked in at most {blocked:g} of 100 comparisons",
        f"of 100 questions called worse at most {100 * method.alpha_case:g} is wrong on average",
        f"a fall of {100 * proof.margin:g} points ships at most {100 * method.alpha_ship:g} times",
    )
    return "; ".join(promises)


def _odds(value: float) -> str:
    if value > CERTAIN:
        return f"over {count(int(CERTAIN))} : 1"
    return f"{value:,.0f} : 1" if value >= 10 else f"{value:.1f} : 1"  # noqa: PLR2004 - ten
