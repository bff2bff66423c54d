from __future__ import annotations

import pytest
from pydantic import ValidationError

from .conftest import Judge

SAID = "Bring the receipt — or use “Returns” online."


@pytest.mark.parametrize(
    ("scorer", "text", "value"),
    [
        ("contains", "the receipt", 1),
        ("contains", "The Receipt", 0),
        ("contains", ["the receipt", "a label"], 0.5),
        ("contains_all", ["receipt", "online"], 1),
        ("icontains", "THE RECEIPT", 1),
        ("icontains_all", ["RECEIPT", "ONLINE"], 1),
        ("contains_any", ["a label", "online"], 1),
        ("contains_any", ["Online", "Label"], 0),
        ("icontains_any", ["ONLINE", "label"], 1),
        ("starts_with", "bring the", 1),
        ("starts_with", ["Use", "Bring"], 1),
        ("starts_with", "the", 0),
        ("ends_with", "Online.", 1),
        ("ends_with", "receipt", 0),
    ],
)
def test_texts_are_looked_for(judge: Judge, scorer: str, text: str, value: float) -> None:
    """Anywhere, at the beginning or at the end; in the case that the scorer's name says."""
    assert value == judge(scorer, SAID, text=text).value


def test_typography_is_unified_unless_it_is_told_apart(judge: Judge) -> None:
    """Straight and curly quotes are the same text; `normalize: no` compares characters."""
    assert judge("contains", SAID, text='receipt - or use "Returns"').passed
    assert not judge("contains", SAID, text='"Returns"', normalize="no").passed


def test_the_beginning_can_be_told_by_case(judge: Judge) -> None:
    """`case_sensitive` makes "bring" another text than "Bring"."""
    assert not judge("starts_with", SAID, text="bring", case_sensitive="yes").passed
    assert judge("starts_with", SAID, text="Bring", case_sensitive="yes").passed


def test_the_reason_names_what_is_found_and_lost(judge: Judge) -> None:
    """One who reads a failure sees which of several texts is missing."""
    score = judge("contains", SAID, text=["receipt", "label"])
    assert score.reason == "not found: label"
    assert score.details == {"found": ["receipt"], "lost": ["label"]}
    assert judge("ends_with", SAID, text="x").reason == "the answer ends with none of: x"


def test_an_empty_text_is_refused(judge: Judge) -> None:
    """Every answer contains it, so it would prove nothing."""
    with pytest.raises(ValidationError):
        judge("contains", SAID, text=" ")
