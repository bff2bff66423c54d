"""Sentences as words: what carries content, what denies, where pauses are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from harness.scorers.language import Language

from .vocabulary import Vocabulary

__all__ = ["PAUSES", "Sentence", "Words", "read_words"]


def _token(letter: str, digit: str) -> re.Pattern[str]:
    """Match a word, a number or a pause of a text in lower case."""
    return re.compile(
        rf"{letter}+(?:['’]{letter}+)*"
        rf"|{digit}+(?:[.,:/-]{digit}+)*"  # 1,000  10:30  1.2.3
        r"|[,:()–—]"
        r"|(?:[.!?]+|;)(?=['\")\]*_]*(?:\s|$))"
        r"|\n(?=\s*(?:\n|[-*•]\s))"
    )


_TOKEN = _token(r"[^\W\d_]", r"\d")
_ASCII_TOKEN = _token("[a-z]", "[0-9]")
"""Of ASCII it finds the same, in half the time."""
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
PAUSES = frozenset(",:()–—.;!?\n")
"""The first characters of what separates clauses."""
_PAUSES_AND_SPACE = "".join((*PAUSES, " "))
_ENDS = frozenset(".;!?\n")
_REACH = 5
"""So many words that carry content are turned by a negation before them."""
_MOST_WORDS = 3000
_MOST_REMEMBERED = 65_536
_LONGEST_REMEMBERED = 64


@dataclass(frozen=True)
class Words:
    """A text as words in lower case, pauses among them; the lists go side by side."""

    written: tuple[str, ...]
    stems: tuple[str, ...]
    """The stem of each word that carries content; empty for numbers and all others."""
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.written)

    def cut(self, start: int, end: int) -> Words:
        """Return the words from `start` to before `end`."""
        return Words(self.written[start:end], self.stems[start:end], self.vocabulary)

    def pick(self, places: Sequence[int]) -> Words:
        """Return the words at `places`."""
        written, stems = self.written, self.stems
        return Words(
            tuple(written[at] for at in places), tuple(stems[at] for at in places), self.vocabulary
        )

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences that have a word."""
        start = 0
        for place, word in enumerate((*self.written, ".")):
            if word[0] in _ENDS:
                if place > start:
                    yield Sentence(self.cut(start, place))
                start = place + 1

    @cached_property
    def spoken(self) -> tuple[list[str], list[int]]:
        """The words without the pauses, by their stems, and the place of each."""
        places = [at for at, word in enumerate(self.written) if word[0] not in PAUSES]
        return [self.stems[at] or self.written[at] for at in places], places

    @cached_property
    def line(self) -> str:
        """The words with a space before, between and after them."""
        return f" {' '.join(self.written)} "

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that carry content."""
        return frozenset(self.stems) - {""}

    def denies(self, word: str) -> bool:
        """Tell whether a word is a negation."""
        return word in self.vocabulary.negations


class Sentence:
    """One sentence; what in it is denied is found when it is asked for."""

    def __init__(self, words: Words) -> None:
        """Take yes and no at the beginning off: they are no part of what is said."""
        self.opening = _opening(words)
        self.words = words if self.opening is None else words.cut(1, len(words))

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the words that carry content."""
        return self.words.content

    @cached_property
    def line(self) -> str:
        """The words with a space before, between and after them."""
        return f" {' '.join(self.words.written).lstrip(_PAUSES_AND_SPACE)} "

    @property
    def has_pause(self) -> bool:
        """Whether it is more than one clause."""
        return any(word[0] in PAUSES for word in self.words.written)

    @cached_property
    def shown(self) -> str:
        """The words as one line."""
        return re.sub(r" (?=[,:)])|(?<=[(]) ", "", " ".join(self.words.written).strip(" ,:"))

    @cached_property
    def open_to_doubt(self) -> bool:
        """Whether something stands in it that may deny without saying "not"."""
        return not self.words.vocabulary.lacking.isdisjoint(self.words.written)

    @cached_property
    def stated(self) -> Sentence:
        """What it says in any case: itself without clauses such as "if you cannot log in"."""
        kept, inside = [], False
        for place, word in enumerate(self.words.written):
            inside = (inside and word[0] not in PAUSES) or word in self.words.vocabulary.conditions
            if not inside:
                kept.append(place)
        return self if len(kept) == len(self.words) else Sentence(self.words.pick(kept))

    @property
    def is_conditional(self) -> bool:
        """Whether a part of it holds in some case only."""
        return self.stated is not self

    @cached_property
    def denied(self) -> tuple[frozenset[str], ...]:
        """For each negation that is not a mere idiom, the stems of what it turns."""
        vocabulary = self.words.vocabulary
        text = " ".join(self.words.written)
        idioms = [match.span() for match in _idioms(vocabulary).finditer(text)]
        found, at = [], 0
        for place, word in enumerate(self.words.written):
            idle = any(start <= at < end for start, end in idioms)
            if word in vocabulary.negations and not idle:
                found.append(_scope(place, self.words))
            at += len(word) + 1
        return tuple(found)


@lru_cache(maxsize=16)
def _idioms(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile("|".join(vocabulary.idioms) or r"(?!)")


class _Content(dict[str, str]):
    """The stem of a word that carries content, else nothing: a plain lookup, for speed."""

    def __init__(self, language: Language, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._language = language
        self._negations = vocabulary.negations

    def __missing__(self, word: str) -> str:
        idle = self._language.is_stop_word(word) or not word[0].isalpha() or word in self._negations
        found = "" if idle else self._language.stem(word)
        if len(self) < _MOST_REMEMBERED and len(word) <= _LONGEST_REMEMBERED:
            self[word] = found
        return found


@lru_cache(maxsize=16)
def _content(language: Language, vocabulary: Vocabulary) -> _Content:
    return _Content(language, vocabulary)


def read_words(text: str, language: Language, vocabulary: Vocabulary) -> Words:
    """Return the first words of `text` (normalised)."""
    plain = _THOUSANDS.sub("", text.lower().replace("’", "'"))
    token = _ASCII_TOKEN if plain.isascii() else _TOKEN
    written = tuple(token.findall(plain)[:_MOST_WORDS])
    stems = tuple(map(_content(language, vocabulary).__getitem__, written))
    return Words(written, stems, vocabulary)


def _opening(words: Words) -> bool | None:
    """Tell whether a sentence begins with yes or no, and pauses or ends there."""
    written = words.written
    if not written or (len(written) > 1 and written[1][0] not in PAUSES):
        return None
    if written[0] in words.vocabulary.yes:
        return True
    return False if written[0] in words.vocabulary.no else None


def _scope(place: int, words: Words) -> frozenset[str]:
    """Return the stems that the negation at `place` turns: those after it, else those before."""
    after: Sequence[str] = _until_pause(words, place)
    if after:
        return frozenset(after)
    before = [stem for stem in words.stems[:place] if stem]
    return frozenset(before[-_REACH:])


def _until_pause(words: Words, place: int) -> list[str]:
    found: list[str] = []
    for word, stem in zip(words.written[place + 1 :], words.stems[place + 1 :], strict=True):
        if word[0] in PAUSES or word in words.vocabulary.breaks or len(found) >= _REACH:
            break
        if stem:
            found.append(stem)
    return found
