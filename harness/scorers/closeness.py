"""How close an answer comes to the expected one, by its words."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from types import MappingProxyType

from rapidfuzz import fuzz

from .normalize import normalize
from .words import content_words, stem, words

__all__ = ["Closeness", "closeness", "recall"]

_LONGEST_COMPARED = 20_000
"""rapidfuzz compares so many characters (quadratic time); recall looks at all of them."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How much of the expected text an answer says (0..1), and what it leaves out."""

    value: float
    missing: tuple[str, ...] = ()


def closeness(expected: str, answer: str, question: str) -> Closeness:
    """Compare an answer with the expected one; 1 means that nothing is missing.

    The value is the mean of three: the share of the expected content words that the answer has;
    the same without those that already stand in the question (left out where none remains); and
    rapidfuzz's token_set_ratio. A longer answer than expected costs nothing.

    The words are compared only: the numbers, dates and negations in them are no different from
    other words here. A comparison of facts would come before it, and cap what is returned.
    """
    wanted = _content_words(expected)
    if not wanted:
        return _closeness_of_signs(expected, answer)
    said = words(answer)
    stems = {stem(word) for word in said}
    shares = [recall(wanted, stems)]
    if news := wanted.keys() - _content_stems(question):
        shares.append(recall(news, stems))
    shares.append(_token_set_ratio(words(expected), said))
    missing = tuple(word for key, word in wanted.items() if key not in stems)
    return Closeness(fmean(shares), missing)


def recall(wanted: Collection[str], said: Container[str]) -> float:
    """Return the share of `wanted` (not empty) that is in `said`."""
    return sum(one in said for one in wanted) / len(wanted)


def _closeness_of_signs(expected: str, answer: str) -> Closeness:
    """Compare with a text that has no word and no symbol in it: "?!" is said or is not."""
    return Closeness(float(normalize(expected) in normalize(answer)))


def _token_set_ratio(expected: list[str], answer: list[str]) -> float:
    longest = _LONGEST_COMPARED
    ratio = fuzz.token_set_ratio(" ".join(expected)[:longest], " ".join(answer)[:longest])
    return ratio / 100


@lru_cache(maxsize=4096)
def _content_words(text: str) -> Mapping[str, str]:
    """Remember the words of what is asked and expected: the same for every answer."""
    return MappingProxyType(content_words(text))


def _content_stems(question: str) -> Collection[str]:
    return _content_words(question).keys()
