from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.scorers.normalize import normalize

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=50)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It\u2019s \u201cfree\u201d", 'it\'s "free"'),
        ("Mon\u2013Fri", "mon-fri"),
        ("a\u00a0b \n\t c ", "a b c"),
        ("\uff11\uff14 \uff24ays", "14 days"),
        ("Stra\u00dfe", "STRASSE"),
        ("Ame\u0301lie", "am\u00e9lie"),
        ("re\u00adturn\u200b", "return"),
        ("Chatbase\u2122", "chatbase"),
    ],
)
def test_texts_that_look_the_same_are_the_same(one: str, other: str) -> None:
    """Typography, compatibility forms, invisible characters and case make no difference."""
    assert normalize(one) == normalize(other)


def test_fractions_and_footnote_marks_do_not_grow_into_numbers() -> None:
    """A half after a five is not fifty-one halves, and a footnote is not a digit more."""
    assert normalize("5½") == "5 1/2"
    assert normalize("30²") == "30^2"


def test_case_is_kept_on_demand() -> None:
    """Without folding, upper case stays, and the rest is unified all the same."""
    assert normalize("The  API\u2019s", fold=False) == "The API's"


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    """Text that no encoding can hold comes out as text that every encoding can hold."""
    assert normalize("a\ud800") == "a\ufffd"


@given(ANY_TEXT)
def test_normalising_again_changes_nothing(text: str) -> None:
    """The normal form of a normal form is itself, and it can be encoded."""
    once = normalize(text)
    assert normalize(once) == once
    once.encode()


@given(ANY_TEXT)
def test_case_never_matters(text: str) -> None:
    """A text and its folded form are the same text."""
    assert normalize(text.casefold()) == normalize(text)
