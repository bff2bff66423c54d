from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from harness.scorers.keywords import Keywords

from .conftest import Judge

ANSWER = "You can return it within **30 days**. Keep the receipts and use the online form."


@pytest.mark.parametrize(
    ("keyword", "answer"),
    [
        ("30 days", "within 30-day limits"),
        ("30 days", "30 **days**"),
        ("receipt", "Receipts, please"),
        ("refund", "It is refunded."),
        ("1000", "1,000 euros"),
        ("5 %", "5%"),
        ("don't", "Don\u2019t!"),
        ("C++", "in C++ too"),
        ("👍", "ok 👍"),
    ],
)
def test_whole_words_are_found_by_their_stems(judge: Judge, keyword: str, answer: str) -> None:
    """Inflection, punctuation, markup and typography do not hide a keyword."""
    assert judge("keywords", answer, all=keyword).value == 1


@pytest.mark.parametrize(
    ("keyword", "answer"),
    [
        ("5", "15"),
        ("5", "5.5"),
        ("5", "1,005"),
        ("5", ".5"),
        ("5", "v1.5"),
        ("cat", "concatenate"),
        ("30 days", "days: 30"),
        ("30 days", "30 working days"),
        ("receipt", ""),
    ],
)
def test_parts_of_words_and_numbers_are_not_found(judge: Judge, keyword: str, answer: str) -> None:
    """A keyword is a whole word, a whole number, or words one after the other."""
    assert judge("keywords", answer, all=keyword).value == 0


def test_the_value_is_the_share_of_requirements_met(judge: Judge) -> None:
    """Each of all, each of none, and any together are one requirement."""
    score = judge(
        "keywords",
        ANSWER,
        all=["30 days", "passport"],
        any=["form", "app"],
        none=["fee", "receipt"],
    )
    assert score.value == 3 / 5
    assert score.details == {
        "kept": ["30 days"],
        "lost": ["passport"],
        "found": ["form"],
        "forbidden": ["receipt"],
    }
    assert score.reason == "keyword lost: passport; forbidden keyword said: receipt"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"all": "60 days"}, "keyword lost: 60 days"),
        ({"all": ["a b", "c d"]}, "keywords lost: a b, c d"),
        ({"any": ["app", "shop"]}, "not one of these keywords said: app, shop"),
        ({"none": "30 days"}, "forbidden keyword said: 30 days"),
        ({"all": "30 days", "any": ["form"]}, "keywords said: 30 days, form"),
        ({"none": "fee"}, "no forbidden keyword said"),
        (
            {"all": [f"x{n}" for n in range(10)]},
            "keywords lost: x0, x1, x2, x3, x4, x5, x6, x7 and 2 more",
        ),
    ],
)
def test_the_reason_names_the_keywords(
    judge: Judge, parameters: dict[str, Any], reason: str
) -> None:
    """A release manager reads which words were kept, lost or forbidden."""
    assert judge("keywords", ANSWER, **parameters).reason == reason


def test_all_must_be_met_unless_less_is_asked(judge: Judge) -> None:
    """The pass mark is 1, or what the expectation says."""
    assert not judge("keywords", ANSWER, all=["30 days", "passport"]).passed
    assert judge("keywords", ANSWER, all=["30 days", "passport"], threshold=0.5).passed


def test_stems_and_case_can_be_made_to_count(judge: Judge) -> None:
    """With its switches the scorer compares words as they are written."""
    assert judge("keywords", "Receipts", all="receipt", stem=False).value == 0
    assert judge("keywords", "the it team", all="IT", case_sensitive=True).value == 0
    assert judge("keywords", "the IT team", all="IT", case_sensitive=True).value == 1


@pytest.mark.parametrize("parameters", [{}, {"all": []}, {"all": "!"}, {"none": [""]}])
def test_keywords_that_cannot_be_found_are_refused(parameters: dict[str, Any]) -> None:
    """No keyword at all, a blank one and one of punctuation are errors, never a silent pass."""
    with pytest.raises(ValidationError):
        Keywords.model_validate(parameters)


def test_a_phrase_as_long_as_a_book_is_looked_up(judge: Judge) -> None:
    """A megabyte of words is searched for a phrase at its end."""
    assert judge("keywords", "word " * 200_000 + "30 days", all="30 days").value == 1


def test_weights_and_synonyms_of_a_keyword(judge: Judge) -> None:
    """A keyword may weigh more than others, and be said by other words."""
    wanted = [{"word": "refund", "weight": 3, "synonyms": ["money back"]}, "label"]
    assert judge("keywords", "You get your money back.", all=wanted).value == 0.75
    assert judge("keywords", "Print the label.", all=wanted).value == 0.25


def test_lists_of_synonyms_hold_for_all_keywords(judge: Judge) -> None:
    """Words of one list stand for each other, in any form."""
    synonyms = [["parcel", "package"], ["refund", "money back"]]
    score = judge("keywords", "Send the package", all=["parcels"], synonyms=synonyms)
    assert score.passed
    assert score.details["kept"] == ["parcels"]


def test_so_many_of_any_can_be_asked_for(judge: Judge) -> None:
    """Two of three are needed; the reason says how many are too few."""
    wanted = {"any": ["mail", "phone", "chat"], "at_least": 2}
    assert judge("keywords", "By phone or chat", **wanted).passed
    score = judge("keywords", "By phone", **wanted)
    assert (score.value, score.reason) == (
        0,
        "fewer than 2 of these keywords said: mail, phone, chat",
    )


@pytest.mark.parametrize("wrong", [{"any": ["a"], "at_least": 2}, {"all": ["a"], "at_least": 2}])
def test_more_keywords_than_there_are_cannot_be_asked_for(
    judge: Judge, wrong: dict[str, object]
) -> None:
    """It could never pass."""
    with pytest.raises(ValidationError):
        judge("keywords", "a", **wrong)


def test_other_languages_have_other_stems(judge: Judge) -> None:
    """German endings are those of German."""
    assert judge("keywords", "in den Tagen", all="Tage", language="german").passed


def test_words_can_be_looked_for_as_they_are_written(judge: Judge) -> None:
    """Without normalisation neither another case, another ending nor a comma is the same word."""
    strict: dict[str, Any] = {"all": ["PayPal"], "normalize": False}

    assert 1 == judge("keywords", "with PayPal only", **strict).value
    for other in ("with paypal only", "with PayPals only", "with PayPal, only"):
        assert 0 == judge("keywords", other, **strict).value
