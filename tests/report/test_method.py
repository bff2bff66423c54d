"""How it was decided, in words."""

from __future__ import annotations

from harness.model.proof import Decision, Proof
from harness.report.method import method_rows


def proof(**fields: object) -> Proof:
    """Make a proof with these fields."""
    given: dict[str, object] = {"requests": 0, "drop_at_most": 1.0, **fields}
    return Proof(Decision.SHIP, (), reasons=(), **given)  # type: ignore[arg-type]


def test_what_is_proven_is_said_with_its_promises() -> None:
    """The bound, the odds, the shares of false calls and the price stand in the run details."""
    rows = dict(
        method_rows(
            proof(drop_at_most=0.032, odds_drop=63.4, requests=1234, rounds=3, more_requests=90)
        )
    )
    assert rows["What is ruled out"] == (
        "a fall of the mean score by 3.2 points or more, with 95 % confidence, "
        "however often one looked"
    )
    assert rows["Odds that something got worse"] == "63 : 1 against luck"
    assert "blocked in at most 5 of 100" in rows["Promises"]
    assert rows["Requests"] == "1,234 in 3 rounds"
    assert rows["To decide"] == "about 90 more requests"


def test_what_is_not_proven_is_not_said() -> None:
    """No bound, no requests on file, and nothing at all without a proof."""
    rows = dict(method_rows(proof(odds_drop=1e9)))
    assert {"What is ruled out", "Requests", "To decide"}.isdisjoint(rows)
    assert rows["Odds that something got worse"] == "over 1,000,000 : 1 against luck"
    assert method_rows(None) == ()
