from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scorers.closeness import closeness, recall
from harness.scorers.language import language
from harness.scorers.words import words

ENGLISH = language()

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=40)
SENTENCE = st.lists(
    st.sampled_from(["keep", "the", "receipt", "30", "days", "5.5", "€", "no", "online", "a"]),
    min_size=1,
    max_size=12,
).map(" ".join)
FILLED = ANY_TEXT.filter(lambda text: text.strip())


def test_a_longer_answer_that_says_it_all_is_close() -> None:
    """Politeness and further sentences around the expected words cost nothing."""
    answer = "Sure! Within 30 days of delivery, if you still have the receipt. Anything else?"
    assert closeness("30 days with the receipt", answer, "May I return it?").value > 0.9


def test_what_is_missing_is_named_as_it_was_written() -> None:
    """The words that the answer leaves out come back in the form of the expected text."""
    found = closeness("Bring the receipts to any shop", "Just go to a shop.", "How?")
    assert found.missing == ("bring", "receipts")


def test_repeating_the_question_is_no_answer() -> None:
    """Words that already stand in the question do not count twice."""
    expected = "A return takes 30 days"
    parrot = closeness(expected, "A return takes a while", "How long does a return take?")
    other = closeness(expected, "A return takes a while", "What do I need to know?")
    assert parrot.value < other.value


def test_nothing_new_in_the_expected_text_leaves_that_part_out() -> None:
    """An expected text made of the question's words is judged by the other two measures."""
    assert closeness("receipt", "the receipt", "Is it the receipt?").value == 1


@pytest.mark.parametrize("expected", ["42", "yes", "It is.", "?!", "👍", "\ud800", "\0", "½"])
def test_odd_expected_texts_are_found_and_missed(expected: str) -> None:
    """Texts without content words are met by themselves and not by an empty answer."""
    assert closeness(expected, expected, "Why?").value == 1
    assert closeness(expected, "", "Why?").value == 0


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_the_value_is_a_share(expected: str, answer: str, question: str) -> None:
    """Whatever the texts are, the value is from 0 to 1."""
    assert 0 <= closeness(expected, answer, question).value <= 1


@given(ANY_TEXT, ANY_TEXT)
def test_the_expected_text_itself_scores_one(text: str, question: str) -> None:
    """An answer that is the expected text misses nothing."""
    found = closeness(text, text, question)
    assert found.value == 1
    assert found.missing == ()


@given(FILLED | SENTENCE, ANY_TEXT | SENTENCE)
def test_adding_the_expected_text_never_lowers_recall(expected: str, answer: str) -> None:
    """Whoever says the expected sentence as well says all of its words."""
    wanted = ENGLISH.content_words(expected)
    if not wanted:
        return
    before = {ENGLISH.stem(word) for word in words(answer)}
    after = {ENGLISH.stem(word) for word in words(f"{answer} {expected}")}
    assert recall(wanted, before) <= recall(wanted, after) == 1


@pytest.mark.parametrize(
    "piece", ["a", "a'", "1.", "1,", ".", "a ", "_", "e\u0301\u0323", "\ufdfa"]
)
def test_a_megabyte_of_anything_is_judged(piece: str) -> None:
    """Hostile answers of a million characters have a value like any other."""
    found = closeness("Keep the receipt", piece * (1_000_000 // len(piece)), "Why?")
    assert 0 <= found.value < 0.5
