"""The length of an answer, in words or in characters."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from harness.model.run import Exchange, Score

from .normalize import normalize
from .scorer import Scorer, scorers

__all__ = ["CharCount", "WordCount"]

_Count = Annotated[int, Field(ge=0)]


class _Counted(Scorer):
    shorthand: ClassVar[str | None] = "exactly"
    unit: ClassVar[str]

    exactly: _Count | None = None
    """So many, no more and no fewer."""
    min: _Count | None = None
    """At least so many."""
    max: _Count | None = None
    """At most so many."""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        least, most = self._range
        if (least, most) == (0, None):
            raise ValueError("say how many: exactly, min or max")
        if most is not None and least > most:
            raise ValueError(f"no answer has at least {least} and at most {most} {self.unit}")
        return self

    @property
    def _range(self) -> tuple[int, int | None]:
        if self.exactly is not None:
            return max(self.exactly, self.min or 0), self.exactly
        return self.min or 0, self.max

    def _count(self, text: str) -> int:
        raise NotImplementedError

    def score(self, exchange: Exchange) -> Score:
        """Score 1 for a number within the limits; else how near the limit is, in proportion."""
        count = self._count(exchange.answer.text)
        least, most = self._range
        details = {"count": count}
        if count < least:
            reason = f"{count} {self.unit}, at least {least} were expected"
            return self.grade(count / least, reason, details)
        if most is not None and count > most:
            reason = f"{count} {self.unit}, at most {most} were expected"
            return self.grade(most / count, reason, details)
        return self.grade(1, f"{count} {self.unit}", details)


@scorers.register("word_count")
class WordCount(_Counted):
    """The answer has so many words; a word is what white space separates."""

    unit: ClassVar[str] = "words"

    def _count(self, text: str) -> int:
        return len(text.split())


@scorers.register("char_count")
class CharCount(_Counted):
    """The answer has so many characters, without white space around it."""

    unit: ClassVar[str] = "characters"

    normalize: bool = False
    """Count runs of white space as one character, and leave out what is invisible."""

    def _count(self, text: str) -> int:
        return len(normalize(text) if self.normalize else text.strip())
