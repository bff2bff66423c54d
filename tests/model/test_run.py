from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import case, run, suite, trial

from harness.model.run import (
    GOES_ON_FROM,
    MERGED_FROM,
    BotState,
    Exchange,
    Outcome,
    Score,
    Trial,
)

CASE = case()


def scored(*scores: Score) -> Trial:
    """Return a trial of one answer with these scores."""
    made = trial(CASE)
    exchange = made.exchanges[0]
    return replace(made, exchanges=(Exchange(exchange.prompt, exchange.answer, (), scores),))


def score(value: float | None, *, passed: bool | None, weight: float = 1) -> Score:
    """Return a score of this value."""
    return Score("exact", value, passed, "why", 0.5, weight)


def test_a_trial_passes_when_all_that_counts_passes() -> None:
    """One failed score fails the trial; a score of weight 0 only informs."""
    good, bad = score(1, passed=True), score(0, passed=False)

    assert Outcome.PASSED is scored(good).outcome
    assert Outcome.FAILED is scored(good, bad).outcome
    assert Outcome.PASSED is scored(good, replace(bad, weight=0)).outcome


def test_a_scorer_that_cannot_judge_makes_an_error() -> None:
    """No value is never a zero."""
    found = scored(score(1, passed=True), score(None, passed=None))

    assert Outcome.ERRORED is found.outcome
    assert found.score is None


def test_the_score_is_the_weighted_mean() -> None:
    """Weights count, and a score of weight 0 does not."""
    found = scored(
        score(1, passed=True, weight=3),
        score(0, passed=False),
        score(0, passed=False, weight=0),
    )

    assert found.score == pytest.approx(0.75)


def test_an_error_beats_every_score() -> None:
    """A conversation that was cut off is errored, whatever its first turns scored."""
    found = replace(trial(CASE), error="gone")

    assert Outcome.ERRORED is found.outcome
    assert found.answer is None


def test_versions_differ_only_in_what_both_tell() -> None:
    """An API that stops telling something has not retrained the bot."""
    old = BotState("x", last_trained_at="Monday", characters=10, updated_at="1")

    assert "" == old.difference(replace(old, updated_at="2"))
    assert "" == old.difference(replace(old, characters=None))
    assert "characters 10 → 20" == old.difference(replace(old, characters=20))


def test_a_run_names_all_whose_answers_it_may_hold() -> None:
    """Its own id first, then those from which it goes on and those of which it was made."""
    alone = run("c", suite(CASE), ())
    told = {GOES_ON_FROM: "b, a | z", MERGED_FROM: "1/2 x, 2/2 y"}

    assert ("c",) == alone.lineage
    assert ("c", "b", "a", "z", "x", "y") == replace(alone, provenance=told).lineage
