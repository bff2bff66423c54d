from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from harness.model.run import Answer, Exchange, Setting, Trial, TrialKey
from harness.model.suite import Case, Expectation, Turn
from harness.scorers.proposal import propose


def case_of(*expect: tuple[str, dict[str, Any]]) -> Case:
    """Make a case with one question."""
    found = tuple(Expectation(scorer=name, parameters=given) for name, given in expect)
    return Case(id="a", turns=(Turn(user="How long?", expect=found),))


def trial_of(case: Case, *answers: str) -> Trial:
    """Make a trial with an answer for each turn."""
    exchanges = tuple(
        Exchange(turn.user, Answer(text, 1.0))
        for turn, text in zip(case.turns, answers, strict=True)
    )
    key = TrialKey("a", Setting(0.0), 0)
    return Trial(key, case.digest, exchanges, datetime(2031, 5, 5, tzinfo=UTC))


def test_an_expected_answer_gives_way_to_what_was_said() -> None:
    """After that the case accepts the answer."""
    case = case_of(("says", {"text": "You have 30 days."}))
    found = propose(case, trial_of(case, "Two weeks, I am afraid.\n"))
    assert found.texts == {"You have 30 days.": "Two weeks, I am afraid."}
    assert found.failing == ()


def test_what_passes_stays() -> None:
    """An answer that is accepted already changes nothing."""
    case = case_of(("says", {"text": "You have 30 days."}))
    assert propose(case, trial_of(case, "You have 30 days.")).texts == {}


def test_keywords_are_replaced_only_by_what_people_give() -> None:
    """They are told which ones are missing, and what fails."""
    case = case_of(("keywords", {"all": ["30 days", "label"]}))
    trial = trial_of(case, "You have 14 days with the label.")
    found = propose(case, trial)
    assert (found.texts, found.missing) == ({}, ("30 days",))
    assert found.failing[0].startswith("keywords: ")
    found = propose(case, trial, {"30 days": "14 days"})
    assert (found.texts, found.missing, found.failing) == ({"30 days": "14 days"}, (), ())


def test_each_turn_gets_its_own_answer() -> None:
    """In a conversation the expected answer of a turn is what the bot said in it."""
    case = Case(
        id="a",
        turns=tuple(
            Turn(user=text, expect=(Expectation(scorer="exact", parameters={"text": text}),))
            for text in ("one", "two")
        ),
    )
    found = propose(case, trial_of(case, "uno", "dos"))
    assert found.texts == {"one": "uno", "two": "dos"}


@pytest.mark.parametrize("name", ["says", "fuzzy", "exact", "rouge_l", "levenshtein"])
def test_every_scorer_that_holds_an_answer_takes_a_new_one(name: str) -> None:
    """And then it passes: an accepted answer is not asked about again."""
    case = case_of((name, {"text": "You have thirty days to send it back."}))
    found = propose(case, trial_of(case, "No returns."))
    assert list(found.texts.values()) == ["No returns."]
    assert found.failing == ()


def test_of_several_good_answers_the_first_gives_way() -> None:
    """The others stay good enough."""
    case = case_of(("says", {"text": ["You have 30 days.", "A month."]}))
    found = propose(case, trial_of(case, "Returns end after two weeks."))
    assert found.texts == {"You have 30 days.": "Returns end after two weeks."}
    assert found.failing == ()
