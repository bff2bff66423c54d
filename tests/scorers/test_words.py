from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import Stemmer

from harness.scorers.words import LANGUAGE, content_words, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Within 30 days.", ["within", "30", "days"]),
        ("30-day", ["30", "day"]),
        ("3GB", ["3", "gb"]),
        ("5.5, .5 and 5.", ["5.5", ".5", "and", "5"]),
        ("€1,000.50", ["€", "1000.50"]),
        ("10:30, 24/7, 05/06/2024", ["10:30", "24/7", "05/06/2024"]),
        ("don't", ["don't"]),
        ("**30** _days_ `now`", ["30", "days", "now"]),
        ("snake_case v1.2.3 mp3", ["snake_case", "v1.2.3", "mp3"]),
        ("C++ is 5 % 👍", ["c", "+", "+", "is", "5", "%", "👍"]),
        ("?! … ()", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words_numbers_and_symbols(text: str, expected: list[str]) -> None:
    """Numbers stay whole, markup and punctuation go, symbols that mean something stay."""
    assert words(text) == expected


def test_forms_of_a_word_have_one_stem() -> None:
    """Inflected forms are the same word; an endless one is left as it is."""
    assert stem("returns") == stem("returned") == stem("returning")
    assert stem("returns" * 20) == "returns" * 20


def test_content_words_leave_out_what_every_sentence_has() -> None:
    """Stop words and symbols do not count; each stem keeps the word it came from."""
    assert content_words("You should keep the receipts for 10 days + nights") == {
        stem("receipts"): "receipts",
        "10": "10",
        "day": "days",
        stem("nights"): "nights",
    }


@pytest.mark.parametrize("text", ["Yes", "It is.", "👍", "two"])
def test_a_text_of_stop_words_has_content_too(text: str) -> None:
    """Where nothing but stop words or symbols is said, these are what is said."""
    assert content_words(text)


@pytest.mark.parametrize("word", ["free", "never", "ten", "open", "year"])
def test_words_that_can_be_the_answer_are_no_stop_words(word: str) -> None:
    """A word on which an answer may hang counts, though lists of stop words have it."""
    assert word in content_words(f"the receipt {word}").values()


def test_stems_are_right_from_many_threads() -> None:
    """Threads that stem at the same time do not disturb each other."""
    endings = ("ings", "ed", "ational", "ies", "fulness")
    forms = [f"rel{n:b}".replace("0", "a").replace("1", "t") + endings[n % 5] for n in range(3000)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem, forms)) == Stemmer.Stemmer(LANGUAGE).stemWords(forms)
