"""Traces of facts: what words tell at a glance of where it is worth while to look closely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from harness.scorers.memory import Memory
from harness.scorers.words import words

from .quantity import is_number_word
from .vocabulary import Vocabulary

__all__ = ["Trace", "traces"]

_DIGIT = re.compile(r"\d")


class Trace(StrEnum):
    """What may be in a text."""

    DIGIT = "digit"
    NUMBER_WORD = "number word"
    """From three on."""
    SMALL_NUMBER = "one or two"
    CALENDAR = "month or weekday"


def traces(pieces: Iterable[str], vocabulary: Vocabulary) -> set[Trace]:
    """Return what may be in pieces of text: normalised, and without white space."""
    return set(chain.from_iterable(map(_memory(vocabulary).__getitem__, pieces)))


@lru_cache(maxsize=16)
def _memory(vocabulary: Vocabulary) -> Memory[tuple[Trace, ...]]:
    def find(piece: str) -> tuple[Trace, ...]:
        found = words(piece)
        told = {
            Trace.DIGIT: _DIGIT.search(piece) is not None,
            Trace.NUMBER_WORD: any(is_number_word(word, vocabulary) for word in found),
            Trace.SMALL_NUMBER: not vocabulary.numbers.keys().isdisjoint(found),
            Trace.CALENDAR: not vocabulary.names.isdisjoint(found),
        }
        return tuple(trace for trace, may_be in told.items() if may_be)

    return Memory(find)
