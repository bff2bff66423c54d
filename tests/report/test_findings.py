"""What the scorers found."""

from __future__ import annotations

from typing import Any

from harness.model.comparison import Side
from harness.model.run import Answer, Exchange, Outcome, Score, Setting, Trial, TrialKey
from harness.report.findings import Fate, keywords_of, samples_of, scores_of

from .builders import STARTED, Story, make_case, side

CASE = make_case("days", "On which days?", keywords=["Monday", "noon"])


def found(**details: Any) -> Side:
    """Make a side with one answer and these findings of one scorer."""
    score = Score("keywords", 0.5, True, "reason", details=details)
    exchange = Exchange("?", Answer("text", 1.0), (), (score,))
    return Side((Trial(TrialKey("days", Setting(0.0), 0), "d", (exchange,), STARTED),))


def fates(before: Side, after: Side) -> list[tuple[str, Fate]]:
    """Return the keywords with what became of them."""
    return [(keyword.word, keyword.fate) for keyword in keywords_of(before, after)]


def test_keywords_are_lost_kept_gained_or_missing() -> None:
    """Each keyword is followed from one answer to the other; the lost ones stand first."""
    before = found(kept=["a", "b"], lost=["c", "d"])
    after = found(kept=["a", "c"], lost=["b", "d"])
    assert fates(before, after) == [
        ("b", Fate.LOST),
        ("a", Fate.KEPT),
        ("c", Fate.GAINED),
        ("d", Fate.MISSING),
    ]


def test_forbidden_words_are_said_or_gone() -> None:
    """A forbidden word that is there now counts as lost ground, one that left as gained."""
    assert fates(found(forbidden=["x"]), found(forbidden=["y"])) == [
        ("y", Fate.SAID),
        ("x", Fate.GONE),
    ]


def test_one_of_a_choice_is_enough() -> None:
    """Another word of the same choice is no loss; no word of it is."""
    assert fates(found(found=["mail"]), found(found=["phone"])) == [("phone", Fate.KEPT)]
    assert fates(found(found=["mail"]), found(found=[])) == [("mail", Fate.LOST)]


def test_findings_of_another_shape_are_passed_over() -> None:
    """Details belong to the scorer; what is no list of words is not shown as keywords."""
    assert fates(found(kept="text", lost=3), found(kept=[1, None], lost={"a": 1})) == []


def test_without_a_run_before_keywords_are_there_or_not() -> None:
    """In a single run nothing is gained or lost."""
    after = found(kept=["a"], lost=["b"])
    assert fates(Side(()), after) == [("a", Fate.KEPT), ("b", Fate.MISSING)]


def test_scores_are_means_with_the_reason_of_the_shown_answer() -> None:
    """Each expectation has one row: mean before, mean after, reason."""
    before = side(CASE, Story("On Monday before noon.", "Never.", "pp pp"))
    after = side(CASE, Story("On Monday before noon.", "On Monday.", "pf ff"))
    keywords, similar = scores_of(before, after)
    assert (keywords.name, keywords.before, keywords.after) == ("keywords", 1.0, 0.625)
    assert keywords.reason == "1 of 2 keywords are there"
    assert similar.threshold == 0.7


def test_a_side_without_answers_has_no_mean() -> None:
    """None stands where nothing was judged, not 0."""
    before = side(CASE, Story("On Monday.", "Never.", "p p"))
    after = side(CASE, Story("", "", "! !"))
    assert [row.after for row in scores_of(before, after)] == [None, None]
    assert scores_of(after, after) == ()


def test_samples_are_grouped_by_setting_in_order() -> None:
    """Each setting has its outcomes in the order of the repeats; a missing side is empty."""
    before = side(CASE, Story("a", "b", "pf"))
    after = side(CASE, Story("a", "b", "p! f"))
    first, second = samples_of(before, after)
    assert first.setting == "temperature 0"
    assert first.before == (Outcome.PASSED, Outcome.FAILED)
    assert first.after == (Outcome.PASSED, Outcome.ERRORED)
    assert (second.before, second.after) == ((), (Outcome.FAILED,))
