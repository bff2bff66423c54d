"""The answers to one question, laid beside each other."""

from __future__ import annotations

from harness.model.comparison import Side
from harness.model.run import Exchange, Score, Trial
from harness.report.answers import (
    SHOWN_CHARACTERS,
    build_turns,
    expected_of,
    failures_of,
    most_common,
    sample_note,
    worst_of,
)
from harness.report.textdiff import DiffKind

from .builders import Story, make_case, make_trial, side

CASE = make_case("days", "On which days?", keywords=["Monday"])
NOTHING = Side(())


def told(*texts: str) -> Side:
    """Make a side with these answers, all passed."""
    return Side(
        tuple(make_trial(CASE, text, "p", repeat=number) for number, text in enumerate(texts))
    )


def test_the_most_common_answer_stands_for_all() -> None:
    """Where answers differ the most frequent is shown; the first one on a tie."""
    assert most_common(told("a", "b", "b")) == told("a", "b", "b").trials[1]
    assert most_common(told("a", "b")) == told("a", "b").trials[0]
    assert most_common(NOTHING) is None


def test_it_is_said_how_common_it_is() -> None:
    """The reader learns how many samples the shown answer stands for."""
    one = told("a")
    assert sample_note(one, told("a", "b", "b")) == (
        "This is the most common of 2 different answers (2 of 3 samples)."
    )
    assert sample_note(one, told("a", "b")) == (
        "The samples gave 2 different answers; this is the first."
    )
    assert sample_note(one, told("a", "a")) == "All 2 samples say the same."
    assert sample_note(told("a", "a", "b"), one) == (
        "Before: the most common of 2 different (2 of 3)."
    )
    assert sample_note(one, NOTHING) == ""


def test_the_difference_is_counted_in_words() -> None:
    """Removed and added words are counted before the marked text."""
    (turn,) = build_turns(CASE, told("Only on a Monday."), told("Only on a Sunday or Friday."))
    assert turn.note == "1 word removed, 3 added."
    (turn,) = build_turns(CASE, told("Only on Mondays"), told("only on Mondays!"))
    assert turn.note == "Only punctuation, case or spacing differs."
    (turn,) = build_turns(CASE, told("Mondays."), told("I would not know."))
    assert turn.note == "The answer was rewritten."


def test_a_missing_side_has_no_difference() -> None:
    """Where one side has no answer, the other is shown alone."""
    (turn,) = build_turns(CASE, told("Only on Mondays."), side(CASE, Story("", "", "! !")))
    assert (turn.before, turn.after, turn.diff) == ("Only on Mondays.", None, None)


def test_every_turn_is_compared_with_its_own() -> None:
    """A conversation keeps its turns; an unchanged one is known as such."""
    case = make_case("talk", "Do you sell lamps?", "And bulbs?")
    before, after = (side(case, Story(text, "", "p")) for text in ("Yes, both.", "Not both."))
    first, second = build_turns(case, before, after)
    assert (first.question, second.question) == ("Do you sell lamps?", "And bulbs?")
    assert first.diff is not None
    assert first.diff.kind is DiffKind.SAME
    assert second.diff is not None
    assert second.diff.kind is DiffKind.CHANGED


def test_a_huge_answer_is_cut_and_counted() -> None:
    """Beyond the limit nothing is shown, and the note says how much that is."""
    huge = "x" * (SHOWN_CHARACTERS + 5)
    (turn,) = build_turns(CASE, told(huge), told(huge + "y"))
    assert turn.before is not None
    assert len(turn.before) == SHOWN_CHARACTERS
    assert turn.note.endswith("11 characters more are not shown.")


def test_the_worst_answer_is_shown_beside_the_common_one() -> None:
    """An answer with a lower score than the most common one is not hidden by it."""
    found = worst_of(side(CASE, Story("On Monday.", "Never.", "ppf ppp")))
    assert found is not None
    assert found.text == "Never."
    assert found.note == "Score 0.11, temperature 0."
    assert worst_of(side(CASE, Story("On Monday.", "Never.", "fff fff"))) is None
    assert worst_of(side(CASE, Story("On Monday.", "Never.", "!!! !!!"))) is None


def test_expectations_are_told_without_their_weight() -> None:
    """What is expected is shown by parameter, as text."""
    keywords, similar = expected_of(CASE)
    assert (keywords.scorer, keywords.parameters) == ("keywords", (("all", ("Monday",)),))
    assert similar.parameters == (("answer", ("As it stands in the handbook.",)),)
    assert keywords.turn == 0
    assert expected_of(make_case("talk", "a", "b"))[0].turn == 2


def test_errors_are_counted_by_cause() -> None:
    """The same error of many samples is one line, the most frequent first."""
    after = Side(
        (
            make_trial(CASE, "", "!", repeat=0, error="timed out"),
            make_trial(CASE, "", "!", repeat=1, error="refused"),
            make_trial(CASE, "", "!", repeat=2, error="refused"),
        )
    )
    found = [
        (failure.when, failure.message, failure.times) for failure in failures_of(NOTHING, after)
    ]
    assert found == [("after", "refused", 2), ("after", "timed out", 1)]


def test_a_scorer_that_cannot_judge_is_a_cause_too() -> None:
    """An answer that no scorer could judge is missing, with the scorer's reason."""
    good = make_trial(CASE, "On Monday.", "p")
    score = Score("similar", None, None, "no model was found")
    exchange = Exchange("?", good.exchanges[0].answer, (), (score,))
    trial = Trial(good.key, good.case_digest, (exchange,), good.asked_at)
    (failure,) = failures_of(NOTHING, Side((trial,)))
    assert failure.message == "similar could not judge: no model was found"
