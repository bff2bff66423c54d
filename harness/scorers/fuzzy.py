"""Similarity of letters and words: the ratios of rapidfuzz."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, ClassVar, cast

from pydantic import AfterValidator
from rapidfuzz import fuzz

from harness.errors import did_you_mean
from harness.model.run import Exchange, Score

from .facts.said import read
from .language import language
from .normalize import normalize
from .parameters import Text
from .scorer import Scorer, scorers
from .wording import percent

__all__ = ["RATIOS", "Fuzzy"]

RATIOS = tuple(name for name in dir(fuzz) if name.lower().endswith("ratio"))
"""The names of rapidfuzz's ratios."""

_LONGEST_COMPARED = 20_000
_LONGEST_SLID = 1_000
"""Sliding one text along another takes cubic time: 1,000 characters on 20,000 are 0.1 s."""


def _known(ratio: str) -> str:
    if ratio not in RATIOS:
        hint = did_you_mean(ratio, RATIOS) or f" (known: {', '.join(RATIOS)})"
        raise ValueError(f"no ratio is called '{ratio}'{hint}")
    return ratio


@scorers.register("fuzzy")
class Fuzzy(Scorer):
    """The answer is similar to a text by one of rapidfuzz's ratios.

    Case, punctuation and typography do not count. The default ratio, token_set_ratio, does not
    mind a longer answer; judged by people, 0.6 is about its best pass mark (0.55 to 0.6 agrees
    with them on 88.5 % of the short answers of EVOUNA-NQ). Other ratios want other pass marks:
    `ratio` compares the whole texts, and a right answer in a longer sentence scores low.

    Long texts are compared by their beginnings: 20,000 characters, and 1,000 of the expected
    text for the ratios that slide it along the answer (of both texts for WRatio).
    """

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"
    default_threshold: ClassVar[float] = 0.6
    graded: ClassVar[bool] = True

    text: Text
    """The text that the answer is compared with."""
    ratio: Annotated[str, AfterValidator(_known)] = "token_set_ratio"
    """Any ratio of rapidfuzz.fuzz, by its name."""
    normalize: bool = True
    """Compare words without case, punctuation and typography; false: every character as written."""

    def score(self, exchange: Exchange) -> Score:
        """Score the similarity of the answer to the text."""
        value = self._similarity(exchange.answer.text)
        return self.grade(value, f"{percent(value)} similar to the expected text ({self.ratio})")

    def _similarity(self, answer: str) -> float:
        expected, said = self._compared(answer)
        if expected == said:  # the beginnings alone may differ: they are cut at different lengths
            return 1.0
        compare = cast(Callable[[str, str], float], getattr(fuzz, self.ratio))
        return compare(*self._bounded(expected, said)) / 100

    def _compared(self, answer: str) -> tuple[str, str]:
        """Return both texts in the form that is compared."""
        if not self.normalize:
            return self.text, answer
        if self._line:
            return self._line, _line(answer)
        return normalize(self.text), normalize(answer)

    @cached_property
    def _line(self) -> str:
        return _line(self.text)

    def _bounded(self, expected: str, said: str) -> tuple[str, str]:
        longest = _LONGEST_COMPARED
        if min(len(expected), len(said)) > _LONGEST_SLID:
            if self.ratio.startswith("partial_"):
                return expected[:_LONGEST_SLID], said[:longest]
            if self.ratio == "WRatio":
                longest = _LONGEST_SLID
        return expected[:longest], said[:longest]


def _line(text: str) -> str:
    """Return the words of `text` with a space between them; they are the same in all languages."""
    return read(text, language()).line[1:-1]
