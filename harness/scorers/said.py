"""An answer, seen as words: cut up once, however many comparisons look at it."""

from __future__ import annotations

from .language import Language

__all__ = ["Said"]


class Said:
    """A text with its words."""

    __slots__ = ("language", "line", "pieces", "stems", "text")

    def __init__(self, text: str, language: Language) -> None:
        """Cut `text` into pieces, and look their words up."""
        self.text = text
        self.language = language
        self.pieces = language.pieces(text)
        self.stems = language.stems(self.pieces)
        """The stems of all its words."""
        self.line = f" {language.joined(self.pieces)} "
        """Its words, with a space before, between and after them."""
