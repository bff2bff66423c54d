"""Texts that stand in the answer, at its beginning or at its end."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from harness.model.run import Exchange, Score

from .normalize import normalize
from .parameters import Texts
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["Contains", "EndsWith", "StartsWith"]


class _Texts(Scorer):
    """Texts that are looked for letter by letter."""

    shorthand: ClassVar[str | None] = "text"
    ignore_case: ClassVar[bool] = False

    text: Texts
    """What is looked for: a text, or a list of them."""
    normalize: bool = True
    """Unify white space and typography; false: every character counts."""

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(self._key(one) for one in self.text)

    def _key(self, text: str) -> str:
        if self.normalize:
            return normalize(text, fold=self.ignore_case)
        return text.casefold() if self.ignore_case else text


@scorers.register("contains")
class Contains(_Texts):
    """The answer contains every one of some texts, letter by letter."""

    needs_all: ClassVar[bool] = True

    def score(self, exchange: Exchange) -> Score:
        """Score the share of the texts that are found; of `any` forms, whether one is."""
        said = self._key(exchange.answer.text)
        found = [text for text, key in zip(self.text, self._keys, strict=True) if key in said]
        lost = [text for text in self.text if text not in found]
        value = len(found) / len(self.text) if self.needs_all else float(bool(found))
        reason = f"found: {listed(found)}" if value == 1 else f"not found: {listed(lost)}"
        return self.grade(value, reason, {"found": found, "lost": lost})


@scorers.register("contains_all")
class _ContainsAll(Contains):
    """The answer contains every one of some texts, letter by letter."""


@scorers.register("icontains")
class _IContains(Contains):
    """The answer contains every one of some texts, in whatever case."""

    ignore_case: ClassVar[bool] = True


@scorers.register("icontains_all")
class _IContainsAll(_IContains):
    """The answer contains every one of some texts, in whatever case."""


@scorers.register("contains_any")
class _ContainsAny(Contains):
    """The answer contains at least one of some texts, letter by letter."""

    needs_all: ClassVar[bool] = False


@scorers.register("icontains_any")
class _IContainsAny(_ContainsAny):
    """The answer contains at least one of some texts, in whatever case."""

    ignore_case: ClassVar[bool] = True


class _AtOneEnd(_Texts):
    ignore_case: ClassVar[bool] = True
    end: ClassVar[str]

    case_sensitive: bool = False
    """Tell upper from lower case."""

    def _key(self, text: str) -> str:
        if self.normalize:
            return normalize(text, fold=not self.case_sensitive)
        return text if self.case_sensitive else text.casefold()

    def score(self, exchange: Exchange) -> Score:
        """Score 1 where one of the texts stands there, 0 where none does."""
        said = self._key(exchange.answer.text)
        at_the_end = said.startswith if self.end == "begins" else said.endswith
        for text, key in zip(self.text, self._keys, strict=True):
            if at_the_end(key):
                return self.grade(1, f"the answer {self.end} with: {listed([text])}")
        return self.grade(0, f"the answer {self.end} with none of: {listed(self.text)}")


@scorers.register("starts_with")
class StartsWith(_AtOneEnd):
    """The answer begins with a text, or with one of several."""

    end: ClassVar[str] = "begins"


@scorers.register("ends_with")
class EndsWith(_AtOneEnd):
    """The answer ends with a text, or with one of several."""

    end: ClassVar[str] = "ends"
