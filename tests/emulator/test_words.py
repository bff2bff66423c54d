from hypothesis import given
from hypothesis import strategies as st

from harness.emulator.words import content, plain, stems


def test_forms_of_a_word_have_one_stem() -> None:
    """Singular and plural, verb and noun meet in one stem."""
    assert content("refunds") == content("Refund") == content("refunded")


def test_words_that_only_ask_say_nothing() -> None:
    """What wraps a question does not belong to its subject."""
    assert content("Could you please tell me how refunds work?") == content("refunds")


def test_plain_drops_case_punctuation_and_layout() -> None:
    """Two spellings of a heading are the same plain text."""
    assert plain("**Opening  hours:**") == plain("opening\nHOURS") == "opening hours"


@given(st.text())
def test_any_text_has_words_in_order(text: str) -> None:
    """Content words are a subsequence of all words, for any text."""
    every = iter(stems(text))
    assert all(word in every for word in content(text))
