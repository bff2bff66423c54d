"""Words: cutting a text into them, their stems, and those among them that carry content."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer
from stop_words import get_stop_words

from .normalize import normalize

__all__ = ["LANGUAGE", "content_words", "stem", "words"]

LANGUAGE = "english"
"""The language of stems and stop words; the one place that knows it."""

_WORD = re.compile(
    r"(?<!\w)\.\d+"  # .5
    r"|\d+(?:[.,:/]\d+)*"  # 14  5.5  1,000  10:30  24/7
    r"|[^\W\d_][^\W_]*(?:['_][^\W_]+)*(?:(?<=\d)(?:\.\d+)+)?"  # refund  don't  v1.2
    r"|[^\w\s.,;:!?'\"()\[\]{}<>\-/\\*`~|\u2026\u2022\u00b7]"  # % € + # and other symbols
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LONGEST_STEMMED = 64
"""A longer "word" is none; it is kept as it is, and out of the cache of stems."""
_ANSWERS = """
    yes no not never none nothing nobody nowhere cannot without neither nor only free full fully
    open new old back home zero one two three four five six seven eight nine ten eleven twelve
    fifteen twenty thirty forty fifty sixty eighty ninety hundred thousand million billion trillion
    half first second third last once twice today year years call mail website computer
"""
"""The list of stop words has these too, but in an answer they are often all that matters."""
_STOP_WORDS = frozenset(get_stop_words(LANGUAGE)) - frozenset(_ANSWERS.split())

_stemmer = Stemmer.Stemmer(LANGUAGE)
_stemmer_lock = threading.Lock()  # scorers run in worker threads; a stemmer is not for two


def words(text: str, *, fold: bool = True) -> list[str]:
    """Cut `text` into normalised words, whole numbers and symbols; punctuation is left out.

    Digits and the letters after them are two words ("3GB" is "3", "gb"), a number keeps its
    separators ("5.5"), and those of thousands are dropped ("1,000" is "1000").
    """
    found = _WORD.findall(normalize(text, fold=fold))
    return [word.replace(",", "") if _is_thousands(word) else word for word in found]


def _is_thousands(word: str) -> bool:
    return "," in word and _THOUSANDS.fullmatch(word) is not None


def stem(word: str) -> str:
    """Return the stem of a normalised word: "days" and "day" have the same."""
    return word if len(word) > _LONGEST_STEMMED else _stem(word)


@lru_cache(maxsize=32_768)
def _stem(word: str) -> str:
    with _stemmer_lock:
        return str(_stemmer.stemWord(word))


def content_words(text: str) -> dict[str, str]:
    """Return the stems of the words of `text` that carry content, each with its first word.

    Stop words and symbols do not count, unless there is nothing else ("It is.", "👍").
    """
    found = words(text)
    content = [word for word in found if _has_content(word)] or found
    stems: dict[str, str] = {}
    for word in content:
        stems.setdefault(stem(word), word)
    return stems


def _has_content(word: str) -> bool:
    if word[-1].isdecimal():  # the list of stop words has a few numbers
        return True
    return word[0].isalpha() and word not in _STOP_WORDS
