from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scorers.facts.facts import ExpectedFacts
from harness.scorers.facts.said import Said, read
from harness.scorers.language import language

from .conftest import Compare

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=60)
PIECES = st.lists(
    st.sampled_from(
        ["14", "days", "5", "not", "no", "can", "never", "3 May 2024", "10:30", "€", "two", "weeks",
         "you", "refund", "order", ".", ",", "Monday", "https://a.example/b", "`x y`", "v1.2.3",
         "1,000", "%", "help@a.example", "/etc/hosts", "yes", "without", "\n"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "answer", "reason"),
    [
        ("Refunds take 14 days", "It takes 5 days", "says 5 days where 14 days was expected"),
        (
            "Open on Monday",
            "We open on Tuesday",
            "says Tuesday where Monday was expected",
        ),
        (
            "See https://a.example/help/.",
            "See https://a.example/account.",
            "says https://a.example/account where https://a.example/help/ was expected",
        ),
        (
            "You can rename it.",
            "You can't rename it.",
            'says "you can\'t rename it" where "you can rename it" was expected',
        ),
    ],
)
def test_a_contradiction_is_named(
    compare: Compare, expected: str, answer: str, reason: str
) -> None:
    """The reason says what stands in place of what."""
    assert (reason,) == compare(expected, answer).contradictions


def test_a_fact_that_is_absent_contradicts_nothing(compare: Compare) -> None:
    """What the answer leaves out is the business of recall."""
    assert () == compare("Refunds take 14 days", "Refunds take a while").contradictions


def test_the_expected_fact_beside_another_contradicts_nothing(compare: Compare) -> None:
    """Who says more than was expected says it all the same."""
    said = "Cards take 3 days, all others 14 days."
    assert () == compare("Refunds take 14 days", said).contradictions


def test_what_is_said_in_another_form_is_known(compare: Compare) -> None:
    """The words of a fact that is stated otherwise count as said."""
    assert {"14", "day"} == compare("Refunds take 14 days", "It takes two weeks").known


def test_a_number_in_place_of_another_is_told_by_its_sentence(compare: Compare) -> None:
    """In the same sentence another number contradicts, whatever it counts."""
    finding = compare("Press key 5 of the old panel now", "Press key 6 of the old panel now")
    assert ("says 6 where 5 was expected",) == tuple(
        one.replace('"', "") for one in finding.contradictions
    )


@given(PIECES | ANY_TEXT)
def test_a_text_does_not_contradict_itself(text: str) -> None:
    """Whatever stands in a text, saying the same says nothing against it."""
    said = Said(text, language())
    assert () == ExpectedFacts(text, language()).compare(said).contradictions


@given(PIECES | ANY_TEXT, PIECES | ANY_TEXT)
def test_any_two_texts_can_be_compared(expected: str, answer: str) -> None:
    """Facts are sentences, however odd the texts are."""
    said = Said(answer, language())
    finding = ExpectedFacts(expected, language()).compare(said)
    assert all(one.startswith("says ") for one in finding.contradictions)


def test_a_language_without_a_list_of_negations_says_so() -> None:
    """Polarity is compared in seven languages; the others are told apart."""
    assert ExpectedFacts("x", language("german")).knows_negation
    assert not ExpectedFacts("x", language("finnish")).knows_negation


@pytest.mark.parametrize("piece", ["1", "1 ", "not ", "`", "a@", "http://a", "/a", "1.", "May "])
def test_a_megabyte_of_anything_is_compared(piece: str) -> None:
    """Hostile answers take no more than the time of their first 20,000 characters."""
    text = piece * (1_000_000 // len(piece))
    said = Said(text, language())
    facts = ExpectedFacts(
        "You can have 14 days, see `x`, a@b.example or http://b.example", language()
    )
    facts.compare(said)


@pytest.mark.parametrize(
    ("expected", "answer", "spoken"),
    [
        ("Open on Monday", "Open on fr\u0131day, Monday and FR\u0130DAY", "english"),
        ("On 3 April 2024", "On 3 April 2024, not 4 Apr\u0131l 2024", "english"),
        ("Es dauert zwei Wochen", "Es dauert e\u0131ne Woche, eine Woche, zwei Wochen", "german"),
    ],
)
def test_a_name_that_only_the_pattern_takes_for_one_is_none(
    compare: Compare, expected: str, answer: str, spoken: str
) -> None:
    """Turkish letters, which patterns take for an i, stop no comparison."""
    assert () == compare(expected + " so far", answer, spoken).contradictions


def test_what_was_read_of_an_answer_is_shared() -> None:
    """However many expectations look at one answer, it is read once; another text anew."""
    assert read("14 days", language()) is read("14 days", language())
    assert read("14 days", language()) is not read("14 days", language("german"))
    assert [15] == [one.value for one in read("15 days", language()).quantities]
