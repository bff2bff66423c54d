"""Words: the stems of what a text or a question is about."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS

__all__ = ["content", "plain", "stems"]

_WORD = re.compile(r"[^\W_]+")
_ASKING = """
    also anybody anyone anything cannot could describe does explain far find get gets getting give
    go goes got happen happens happening hello help hey hi kind know let like long look make makes
    many may mean means might much must need needs often please possible shall somebody someone
    something soon take takes tell thank thanks thing things use used using want wanted wants way
    ways work works would
"""
"""Words that wrap a question ("please tell me how … works") and say nothing of its subject."""
_EMPTY = frozenset(
    word
    for phrase in (*STOPWORDS_EN_PLUS, *_ASKING.split(), "don't", "e.g.", "i.e.", "etc")
    for word in _WORD.findall(phrase)
)
_local = threading.local()


def plain(text: str) -> str:
    """Return the words of `text` in lower case with single spaces: no punctuation, no layout."""
    return " ".join(_words(text))


def stems(text: str) -> tuple[str, ...]:
    """Return the stem of every word in order, of empty words too."""
    return tuple(_stem(word) for word in _words(text))


def content(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning, in order, repeated as they occur."""
    return tuple(_stem(word) for word in _words(text) if word not in _EMPTY)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    if not hasattr(_local, "stemmer"):  # a stemmer must not be shared between threads
        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))
