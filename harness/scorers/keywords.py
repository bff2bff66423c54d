"""Words that an answer must say, and words that it must not say."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Self

from pydantic import model_validator

from harness.model.run import Exchange, Score

from .language import language
from .parameters import LanguageName, Texts
from .scorer import Scorer, scorers
from .wording import listed
from .words import words

__all__ = ["Keywords"]

_BETWEEN = "\n"
"""Stands between words that are matched; no word has it."""


@scorers.register("keywords")
class Keywords(Scorer):
    """The answer says all of some words, one of some others, and none of some more.

    Whole words are compared, by their stems ("refund" finds "refunds" and not "prefund"), numbers
    exactly ("5" is not in "15" or "5.5"). Several words match as a phrase: the same words one
    after the other. Punctuation and typography do not count.

    The value is the share of the requirements that are met: each word of `all` is one, each word
    of `none` is one, and `any` is one together.
    """

    shorthand: ClassVar[str | None] = "all"

    all: Texts = ()
    """Every one of these is said."""
    any: Texts = ()
    """At least one of these is said."""
    none: Texts = ()
    """Not one of these is said."""
    stem: bool = True
    """Compare stems; false: the words as they are written."""
    case_sensitive: bool = False
    """Tell upper from lower case."""
    language: LanguageName | None = None
    """The language of the stems; English if nobody says."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        keywords = (*self.all, *self.any, *self.none)
        if not keywords:
            raise ValueError("name at least one keyword under all, any or none")
        for keyword in keywords:
            if not words(keyword):
                raise ValueError(f"the keyword '{keyword}' has no letter, digit or symbol")
        return self

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The keywords in the form in which they are looked up."""
        return {one: self._key(one) for one in (*self.all, *self.any, *self.none)}

    def _key(self, text: str) -> str:
        """Return the words of `text` with a separator before, between and after them."""
        found = words(text, fold=not self.case_sensitive)
        spoken = language(self.language)
        stems = [spoken.stem(word) for word in found] if self.stem else found
        return _BETWEEN + "".join(word + _BETWEEN for word in stems)

    def score(self, exchange: Exchange) -> Score:
        """Score the share of the requirements that the answer meets."""
        said = self._key(exchange.answer.text)
        has = {one for one, key in self._keys.items() if key in said}
        details = {
            "kept": [one for one in self.all if one in has],
            "lost": [one for one in self.all if one not in has],
            "found": [one for one in self.any if one in has],
            "forbidden": [one for one in self.none if one in has],
        }
        total = len(self.all) + len(self.none) + bool(self.any)
        unmet = len(details["lost"]) + len(details["forbidden"])
        unmet += bool(self.any) and not details["found"]
        return self.grade((total - unmet) / total, self._reason(details), details)

    def _reason(self, details: dict[str, list[str]]) -> str:
        findings = []
        if lost := details["lost"]:
            findings.append(f"{_keywords(lost)} lost: {listed(lost)}")
        if self.any and not details["found"]:
            findings.append(f"not one of these keywords said: {listed(self.any)}")
        if forbidden := details["forbidden"]:
            findings.append(f"forbidden {_keywords(forbidden)} said: {listed(forbidden)}")
        if findings:
            return "; ".join(findings)
        if said := [*details["kept"], *details["found"]]:
            return f"{_keywords(said)} said: {listed(said)}"
        return "no forbidden keyword said"


def _keywords(texts: list[str]) -> str:
    return "keyword" if len(texts) == 1 else "keywords"
