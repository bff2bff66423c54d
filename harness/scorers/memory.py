"""What was found for pieces of text, so that nothing is looked for twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["LONGEST_REMEMBERED", "Memory"]

LONGEST_REMEMBERED = 64
"""A longer "word" is none, and it does not come again."""
_MOST_REMEMBERED = 65_536

V = TypeVar("V")


class Memory(dict[str, V], Generic[V]):
    """What was found for a piece of text; a plain lookup, for speed, and of bounded size."""

    def __init__(self, find: Callable[[str], V]) -> None:
        """Remember what `find` returns."""
        super().__init__()
        self._find = find

    def __missing__(self, piece: str) -> V:
        """Find it, and keep it."""
        value = self._find(piece)
        if len(piece) <= LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[piece] = value
        return value
