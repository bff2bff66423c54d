"""How close an answer comes to the expected one, by its words."""

from __future__ import annotations

from collections.abc import Collection, Container, Set
from typing import NamedTuple

from rapidfuzz import fuzz

from .facts.said import Said
from .language import Language, language
from .normalize import normalize

__all__ = ["Closeness", "Expected", "closeness", "recall"]

_LONGEST_COMPARED = 20_000
"""rapidfuzz compares so many characters (quadratic time); recall looks at all of them."""
_MOST_QUESTIONS = 1024


class Closeness(NamedTuple):
    """How much of the expected text an answer says (0..1), and what it leaves out."""

    value: float
    missing: tuple[str, ...] = ()


_ALL = Closeness(1.0)


class Expected:
    """An expected text, prepared once for many answers."""

    def __init__(self, text: str, language: Language) -> None:
        """Cut `text` into its words."""
        self.text = text
        self.language = language
        self._wanted = language.content_words(text)
        self._stems = frozenset(self._wanted)
        line = language.joined(language.pieces(text))
        self._line = line[:_LONGEST_COMPARED]
        self._padded = f" {self._line} "
        self._is_whole = len(line) <= _LONGEST_COMPARED
        self._news: dict[str, frozenset[str]] = {}

    def closeness(self, said: Said, question: str, known: Set[str] = frozenset()) -> Closeness:
        """Compare an answer with the expected one; 1 means that nothing is missing.

        The value is the mean of three: the share of the expected content words that the answer
        has; the same without those that already stand in the question (left out where none
        remains); and rapidfuzz's token_set_ratio. A longer answer than expected costs nothing.

        Args:
            said: The answer.
            question: What was asked.
            known: Stems that the answer says in other words ("two weeks" for "14 days").
        """
        if not self._wanted:
            return self._closeness_of_signs(said)
        repeated = self._padded in said.line  # word for word: nothing is missing
        if repeated and self._is_whole:
            return _ALL
        missing = self._stems - said.stems
        if known:
            missing -= known
        news = self._news_after(question)
        ratio = 1.0 if repeated else self._ratio(said)
        total = 1 - len(missing) / len(self._stems) + ratio
        if news:
            total += 1 - len(missing & news) / len(news)
        named = [word for key, word in self._wanted.items() if key in missing] if missing else ()
        return Closeness(total / (3 if news else 2), tuple(named))

    def _ratio(self, said: Said) -> float:
        return fuzz.token_set_ratio(self._line, said.line[:_LONGEST_COMPARED]) / 100

    def _news_after(self, question: str) -> frozenset[str]:
        """Return the stems of what is expected that do not stand in the question."""
        news = self._news.get(question)
        if news is None:
            if len(self._news) >= _MOST_QUESTIONS:
                self._news.clear()
            news = self._stems - self.language.content_words(question).keys()
            self._news[question] = news
        return news

    def _closeness_of_signs(self, said: Said) -> Closeness:
        """Compare with a text that has no word and no symbol in it: "?!" is said or is not."""
        return Closeness(float(normalize(self.text) in normalize(said.text)))


def closeness(expected: str, answer: str, question: str) -> Closeness:
    """Compare one English answer with one expected text: see `Expected.closeness`."""
    english = language()
    return Expected(expected, english).closeness(Said(answer, english), question)


def recall(wanted: Collection[str], said: Container[str]) -> float:
    """Return the share of `wanted` (not empty) that is in `said`."""
    return sum(one in said for one in wanted) / len(wanted)
