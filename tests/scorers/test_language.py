from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import Stemmer

from harness.scorers.language import known_language, language
from harness.scorers.words import words

ENGLISH = language()


def test_forms_of_a_word_have_one_stem() -> None:
    """Inflected forms are the same word; an endless one is left as it is."""
    assert ENGLISH.stem("returns") == ENGLISH.stem("returned") == ENGLISH.stem("returning")
    assert ENGLISH.stem("returns" * 20) == "returns" * 20


def test_content_words_leave_out_what_every_sentence_has() -> None:
    """Stop words and symbols do not count; each stem keeps the word it came from."""
    assert ENGLISH.content_words("You should keep the receipts for 10 days + nights") == {
        ENGLISH.stem("receipts"): "receipts",
        "10": "10",
        "day": "days",
        ENGLISH.stem("nights"): "nights",
    }


@pytest.mark.parametrize("text", ["Yes", "It is.", "👍", "two"])
def test_a_text_of_stop_words_has_content_too(text: str) -> None:
    """Where nothing but stop words or symbols is said, these are what is said."""
    assert ENGLISH.content_words(text)


@pytest.mark.parametrize("word", ["free", "never", "ten", "open", "year"])
def test_words_that_can_be_the_answer_are_no_stop_words(word: str) -> None:
    """A word on which an answer may hang counts, though lists of stop words have it."""
    assert word in ENGLISH.content_words(f"the receipt {word}").values()


def test_stems_are_right_from_many_threads() -> None:
    """Threads that stem at the same time do not disturb each other."""
    endings = ("ings", "ed", "ational", "ies", "fulness")
    forms = [f"rel{n:b}".replace("0", "a").replace("1", "t") + endings[n % 5] for n in range(3000)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ENGLISH.stem, forms)) == Stemmer.Stemmer("english").stemWords(forms)


@pytest.mark.parametrize(
    ("given", "name"), [("de", "german"), (" German ", "german"), ("nl", "dutch")]
)
def test_a_language_has_a_name_and_a_code(given: str, name: str) -> None:
    """Both are understood; the name is what is kept."""
    assert known_language(given) == name


def test_a_language_without_stems_says_so() -> None:
    """Nothing pretends to compare words of a language that it does not know."""
    with pytest.raises(ValueError, match="no stems for the language 'klingon'"):
        known_language("klingon")
    with pytest.raises(ValueError, match="did you mean 'german'"):
        known_language("germn")


def test_each_language_has_its_own_stems_and_stop_words() -> None:
    """German words have German stems, and what every German sentence has does not count."""
    german = language("german")
    assert german.stem("tagen") == german.stem("tage")
    assert set(german.content_words("Der Beleg ist für die Tage").values()) == {"beleg", "tage"}


@pytest.mark.parametrize("text", ["Don't pay €1,000.50 by 10:30!", "It`s 3GB", "Ａ ﬁle — “so”"])
def test_pieces_have_the_words_of_the_text(text: str) -> None:
    """Cutting at white space first, for speed, finds the same words as cutting the whole."""
    pieces = ENGLISH.pieces(text)
    assert ENGLISH.joined(pieces) == " ".join(words(text))
    assert ENGLISH.stems(pieces) == {ENGLISH.stem(word) for word in words(text)}
