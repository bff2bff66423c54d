"""Languages: the stems, the stop words and the cutting of texts into words, for each of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

import Stemmer
from stop_words import AVAILABLE_LANGUAGES, LANGUAGE_MAPPING, get_stop_words

from harness.errors import did_you_mean

from .memory import LONGEST_REMEMBERED, Memory
from .normalize import normalize
from .words import is_content, words

__all__ = ["ENGLISH", "Language", "known_language", "language"]

ENGLISH = "english"
"""The language where a suite names none."""

_ANSWERS = """
    yes no not never none nothing nobody nowhere cannot without neither nor only free full fully
    open new old back home zero one two three four five six seven eight nine ten eleven twelve
    fifteen twenty thirty forty fifty sixty eighty ninety hundred thousand million billion trillion
    half first second third last once twice today year years call mail website computer
"""
"""English stop words that are often all that matters in an answer."""


class Language:
    """One language; remembers the stems of the words that it has seen."""

    def __init__(self, name: str) -> None:
        """Load the stemmer and the stop words of `name`, which Snowball must know."""
        self.name = name
        self._stemmer = Stemmer.Stemmer(name)
        self._lock = threading.Lock()  # scorers run in worker threads; a stemmer is not for two
        self._stop_words = _stop_words(name)
        self._stem_of: Memory[str] = Memory(self._find_stem)
        self._stems_of: Memory[tuple[str, ...]] = Memory(self._find_stems)
        self._words_of: Memory[str] = Memory(lambda piece: " ".join(words(piece)))

    def stem(self, word: str) -> str:
        """Return the stem of a normalised word: "days" and "day" have the same."""
        return self._stem_of[word]

    def is_stop_word(self, word: str) -> bool:
        """Tell whether a normalised word carries no content."""
        return word in self._stop_words

    def stemmed(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the stem of each word in pieces of text: normalised, and without white space."""
        return chain.from_iterable(map(self._stems_of.__getitem__, pieces))

    def stems(self, pieces: Iterable[str]) -> set[str]:
        """Return the stems of all words in pieces of text."""
        return set(self.stemmed(pieces))

    def joined(self, pieces: Iterable[str]) -> str:
        """Return the words in pieces of text as one line."""
        return " ".join(filter(None, map(self._words_of.__getitem__, pieces)))

    def content_words(self, text: str) -> Mapping[str, str]:
        """Return the stems of the words of `text` that carry content, each with its first word.

        Stop words and symbols do not count, unless there is nothing else ("It is.", "👍").
        """
        found = words(text)
        content = [word for word in found if is_content(word, self._stop_words)] or found
        stems: dict[str, str] = {}
        for word in content:
            stems.setdefault(self.stem(word), word)
        return MappingProxyType(stems)

    def pieces(self, text: str) -> list[str]:
        """Cut `text` at its white space, normalised: what `stems` and `joined` take."""
        if text.isascii():  # as normalize does, without putting it together again
            return text.replace("`", "'").lower().split()
        return normalize(text).split()

    def _find_stem(self, word: str) -> str:
        if len(word) > LONGEST_REMEMBERED:
            return word
        with self._lock:
            return str(self._stemmer.stemWord(word))

    def _find_stems(self, piece: str) -> tuple[str, ...]:
        return tuple(self.stem(word) for word in words(piece))


def _stop_words(name: str) -> frozenset[str]:
    if name not in AVAILABLE_LANGUAGES:
        return frozenset()
    listed = frozenset(get_stop_words(name))
    return listed - frozenset(_ANSWERS.split()) if name == ENGLISH else listed


def known_language(name: str) -> str:
    """Return Snowball's name of a language given by it or by its code ("german", "de").

    Raises:
        ValueError: Snowball does not know it, so that words of it cannot be compared.
    """
    known = Stemmer.algorithms()
    found = LANGUAGE_MAPPING.get(name.strip().lower(), name.strip().lower())
    if found not in known:
        hint = did_you_mean(found, known) or f" (known: {', '.join(known)})"
        raise ValueError(f"there are no stems for the language '{name[:40]}'{hint}")
    return str(found)


@lru_cache(maxsize=64)
def language(name: str | None = None) -> Language:
    """Return the language of this name or code; English where there is none.

    Raises:
        ValueError: Snowball does not know it.
    """
    return Language(known_language(name or ENGLISH))
