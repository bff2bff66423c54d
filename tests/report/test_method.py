"""How it was decided, in words."""

from __future__ import annotations

from harness.model.proof import ChangeKind, Decision, Proof
from harness.report.method import method_rows


def proof(**fields: object) -> Proof:
    """Make a proof with these fields."""
    given: dict[str, object] = {"requests": 0, "drop_at_most": 1.0, **fields}
    given = {"decision": Decision.SHIP, "labels": (), "reasons": (), **given}
    return Proof(**given)  # type: ignore[arg-type]


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
    assert rows["Odds that the suite as a whole got worse"] == "63 : 1 against luck"
    assert "blocked in at most 5 of 100" in rows["Promises"]
    assert rows["Requests"] == "1,234 in 3 rounds"
    assert rows["To decide"] == "about 90 more requests"


def test_what_is_not_proven_is_not_said() -> None:
    """No bound, no requests on file, and nothing at all without a proof."""
    rows = dict(method_rows(proof(odds_drop=1e9)))
    assert {"What is ruled out", "Requests", "To decide"}.isdisjoint(rows)
    assert rows["Odds that the suite as a whole got worse"] == "over 1,000,000 : 1 against luck"
    assert method_rows(None) == ()


def test_a_broken_question_is_proven_though_the_whole_shows_little() -> None:
    """Low odds of the whole do not hide what stands beside a verdict that blocks."""
    labels = (ChangeKind.REGRESSED, ChangeKind.UNCHANGED)

    by_odds = dict(method_rows(proof(labels=labels, odds_worse=(820.0, 1.0), odds_drop=0.9)))
    by_fact = dict(method_rows(proof(labels=labels, odds_worse=(5.6, 1.0), odds_drop=1.0)))

    assert by_odds["What is proven"] == "1 question got worse, odds up to 820 : 1"
    assert by_fact["What is proven"] == "1 question got worse"
    assert "no fall beyond chance" in dict(method_rows(proof(odds_drop=1.0)))["What is proven"]
    assert dict(method_rows(proof(odds_drop=63.4)))["What is proven"] == (
        "the suite as a whole got worse"
    )
