from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scorers.overlap import RougeN

from .conftest import Judge

SCORERS = ["rouge_n", "rouge_l", "gleu", "bleu", "chrf", "levenshtein"]


@pytest.mark.parametrize("scorer", SCORERS)
def test_the_same_text_scores_one_and_another_one_less(judge: Judge, scorer: str) -> None:
    """Case and typography make no other text; other words do."""
    text = "Bring the receipt - and “the label”, please."
    same = judge(scorer, 'bring THE receipt — and "the label", please.', text=text)
    assert same.value == pytest.approx(1)
    less = judge(scorer, "Bring the card and the label.", text=text).value
    assert 0 < (less or 0) < 1
    assert judge(scorer, "zzz", text=text).value == pytest.approx(0, abs=0.05)


def test_rouge_counts_as_lin_defines_it(judge: Judge) -> None:
    """The example of the paper: "police killed the gunman" against two candidates."""
    text = "police killed the gunman"
    assert judge("rouge_l", "police kill the gunman", text=text, stem="no").value == 0.75
    assert judge("rouge_l", "the gunman kill police", text=text, stem="no").value == 0.5
    assert judge("rouge_n", "the gunman killed police", text=text, n=2).value == pytest.approx(
        1 / 3
    )


def test_rouge_can_measure_recall_only(judge: Judge) -> None:
    """A longer answer costs precision, and nothing where only recall counts."""
    said, text = "You have 30 days from today on", "30 days"
    assert judge("rouge_n", said, text=text, measure="recall").value == 1
    assert judge("rouge_n", said, text=text, measure="precision").value == pytest.approx(2 / 7)


def test_edits_can_be_counted(judge: Judge) -> None:
    """So many edits pass whatever the length; one more does not."""
    assert judge("levenshtein", "refumd", text="refund", max_edits=1).passed
    score = judge("levenshtein", "refumt", text="refund", max_edits=1)
    assert not score.passed
    assert score.reason == "2 edits, at most 1 were expected"


def test_letters_are_compared_as_they_are_where_asked(judge: Judge) -> None:
    """`normalize: no` tells cases apart."""
    assert judge("levenshtein", "REFUND", text="refund").value == 1
    assert judge("levenshtein", "REFUND", text="refund", normalize="no").value == 0


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_rouge_f1_is_symmetric(mine: list[str], its: list[str]) -> None:
    """Which of two texts is the reference makes no difference for F1."""
    one, other = " ".join(mine) or "x", " ".join(its) or "y"
    assert RougeN(text=one)._compare(other) == pytest.approx(RougeN(text=other)._compare(one))
