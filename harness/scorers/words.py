"""Words: cutting a text into them, and telling those that carry content."""

from __future__ import annotations

import re
from collections.abc import Container

from .normalize import normalize

__all__ = ["is_content", "words"]

_WORD = re.compile(
    r"(?<!\w)\.\d+"  # .5
    r"|\d+(?:[.,:/]\d+)*"  # 14  5.5  1,000  10:30  24/7
    r"|[^\W\d_][^\W_]*(?:['_][^\W_]+)*(?:(?<=\d)(?:\.\d+)+)?"  # refund  don't  v1.2
    r"|[^\w\s.,;:!?'\"()\[\]{}<>\-/\\*`~|\u2026\u2022\u00b7]"  # % € + # and other symbols
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def words(text: str, *, fold: bool = True) -> list[str]:
    """Cut `text` into normalised words, whole numbers and symbols; punctuation is left out.

    Digits and the letters after them are two words ("3GB" is "3", "gb"), a number keeps its
    separators ("5.5"), and those of thousands are dropped ("1,000" is "1000"). No word reaches
    across white space.
    """
    found = _WORD.findall(normalize(text, fold=fold))
    return [word.replace(",", "") if _is_thousands(word) else word for word in found]


def _is_thousands(word: str) -> bool:
    return "," in word and _THOUSANDS.fullmatch(word) is not None


def is_content(word: str, stop_words: Container[str]) -> bool:
    """Tell whether a word carries content: a number, or a word that is no stop word."""
    if word[-1].isdecimal():  # the list of stop words has a few numbers
        return True
    return word[0].isalpha() and word not in stop_words
