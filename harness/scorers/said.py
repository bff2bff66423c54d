"""An answer, seen as words: cut up once, however many comparisons look at it."""

from __future__ import annotations

from functools import cached_property

from .language import Language

__all__ = ["Said"]


class Said:
    """A text with its words; what takes longer to find is found when it is asked for."""

    def __init__(self, text: str, language: Language) -> None:
        """Cut `text` into pieces."""
        self.text = text
        self.language = language
        self.pieces = language.pieces(text)

    @cached_property
    def stems(self) -> set[str]:
        """The stems of all its words."""
        return self.language.stems(self.pieces)

    @cached_property
    def line(self) -> str:
        """Its words, with a space before, between and after them."""
        return f" {self.language.joined(self.pieces)} "
