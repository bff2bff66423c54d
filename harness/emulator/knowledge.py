"""Knowledge: one version of a bot's text, searchable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from .passages import Passage, cut_passages
from .sections import Section, Unit, read_sections
from .words import content, plain, stems

__all__ = ["Knowledge", "Match"]

HEADING_WEIGHT = 3
"""A word in a heading counts like so many in the text."""
CANDIDATES = 20
"""So many passages are looked at closely."""
CONTEXT_WEIGHT = 0.25
"""Earlier questions decide between passages that fit the last one alike, not more."""
TYPO_CHARACTERS = 6
"""Shorter words are not corrected: too many are one letter apart."""
COMPARED_CHARACTERS = 300
"""Headings and questions are compared letter by letter up to here."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that has something to do with the question; all shares are 0..1.

    `covered` is the share of the question (its words weighted by how rare they are) that the
    passage speaks of, `title` how well the question matches the heading, `named` whether the
    question itself holds every word of a heading of at least two, and `score` orders matches.
    """

    passage: int
    score: float
    covered: float
    title: float
    named: bool


class Knowledge:
    """The passages of a text, ranked by BM25 over stemmed words."""

    def __init__(self, text: str | tuple[Section, ...]) -> None:
        """Index a text, or sections of one; about a second for a million characters."""
        self.sections = read_sections(text) if isinstance(text, str) else text
        self.passages: tuple[Passage, ...] = cut_passages(self.sections)
        self._titles = [content(passage.heading) for passage in self.passages]
        self._parents = [content(" ".join(passage.parents)) for passage in self.passages]
        self._bodies = [
            content(" ".join(unit.text for unit in passage.units)) for passage in self.passages
        ]
        fields = zip(self._titles, self._parents, self._bodies, strict=True)
        self._words = [frozenset((*title, *above, *body)) for title, above, body in fields]
        self._frequency = Counter(word for words in self._words for word in words)
        self._exact = {
            plain(passage.heading): number
            for number, passage in reversed(list(enumerate(self.passages)))
            if plain(passage.heading)
        }

    def weight(self, word: str) -> float:
        """Return how much a word tells: the rarer, the more; an unknown one like a unique one."""
        count, frequency = len(self.passages), self._frequency.get(word, 0) or 1
        return log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    def weights(self, words: Iterable[str]) -> float:
        """Return the weights of different words, added up."""
        return sum(self.weight(word) for word in sorted(set(words)))

    def subject(self, question: str) -> tuple[str, ...]:
        """Return the different stems that a question is about, typing errors corrected.

        A question of empty words alone ("How does it work?") is about these.
        """
        words = dict.fromkeys(content(question) or stems(question))
        return tuple(dict.fromkeys(self._corrected(word) for word in words))

    def knows(self, word: str) -> bool:
        """Tell whether the text holds a word with this stem."""
        return word in self._frequency

    def search(
        self, words: Sequence[str], question: str, *, context: Sequence[str] = (), headed: bool
    ) -> list[Match]:
        """Return what fits a question, best first.

        Args:
            words: what the question is about, as stems.
            question: as it was asked, to compare with headings.
            context: stems from earlier questions.
            headed: give headings their weight; without, they are words like others.
        """
        if not self._frequency:
            return []
        index = self._headed if headed else self._flat
        scores = _scores(index, words, len(self.passages))
        if context:
            scores = scores + CONTEXT_WEIGHT * _scores(index, context, len(self.passages))
        order = np.argsort(-scores, kind="stable")[:CANDIDATES]
        numbers = [int(number) for number in order if scores[number] > 0]
        asked, own = plain(question), set(self.subject(question))
        if (exact := self._exact.get(asked)) is not None:
            numbers = list(dict.fromkeys((exact, *numbers)))
        best = max((float(scores[number]) for number in numbers), default=0.0) or 1.0
        found = [
            self._match(number, float(scores[number]) / best, words, asked, own, headed=headed)
            for number in numbers
        ]
        return sorted(found, key=lambda match: (-match.score, match.passage))

    def _match(
        self,
        number: int,
        rank: float,
        words: Sequence[str],
        asked: str,
        own: set[str],
        *,
        headed: bool,
    ) -> Match:
        total = self.weights(words) or 1.0
        covered = self.weights(set(words) & self._words[number]) / total
        title = set(self._titles[number])
        shared = set(words) & title
        alike = 2 * self.weights(shared) / (total + self.weights(title)) if shared else 0.0
        heading = plain(self.passages[number].heading)
        if asked and asked == heading:
            covered, alike = 1.0, 1.0
        letters = fuzz.ratio(asked[:COMPARED_CHARACTERS], heading[:COMPARED_CHARACTERS]) / 100
        score = rank + covered + (alike * (1 + letters) if headed else 0.0)
        return Match(number, score, covered, alike, len(title) > 1 and title <= own)

    @cached_property
    def _headed(self) -> bm25s.BM25:
        fields = zip(self._titles, self._parents, self._bodies, strict=True)
        return _index([(*title * HEADING_WEIGHT, *above, *body) for title, above, body in fields])

    @cached_property
    def _flat(self) -> bm25s.BM25:
        fields = zip(self._titles, self._bodies, strict=True)
        return _index([(*title, *body) for title, body in fields])

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(word for word in self._frequency if len(word) >= TYPO_CHARACTERS - 1)

    def _corrected(self, word: str) -> str:
        if self.knows(word) or not TYPO_CHARACTERS <= len(word) <= COMPARED_CHARACTERS:
            return word
        near = process.extractOne(
            word, self._vocabulary, scorer=DamerauLevenshtein.distance, score_cutoff=1
        )
        return near[0] if near and near[0][0] == word[0] else word

    def relevance(self, unit: Unit, words: Iterable[str]) -> float:
        """Return how much of `words` a sentence speaks of."""
        return self.weights(set(words) & set(content(unit.text)))

    def said_above(self, number: int) -> frozenset[str]:
        """Return the words of the headings that a passage stands under."""
        return frozenset((*self._titles[number], *self._parents[number]))


def _index(documents: list[tuple[str, ...]]) -> bm25s.BM25:
    index = bm25s.BM25(backend="numpy")
    index.index([list(document) for document in documents], show_progress=False)
    return index


def _scores(index: bm25s.BM25, words: Sequence[str], count: int) -> np.ndarray:
    known = [word for word in words if word in index.vocab_dict]
    if not known:
        return np.zeros(count, dtype=np.float32)
    return np.asarray(index.get_scores(known))
