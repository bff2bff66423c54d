"""Words that an answer must say, and words that it must not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import fsum
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from harness.model.run import Exchange, Score

from .facts.said import read
from .language import language
from .parameters import LanguageName, Text, Texts
from .scorer import Scorer, scorers
from .wording import listed
from .words import words

__all__ = ["Key", "Keywords"]


class Key(BaseModel):
    """One keyword: a plain text stands for its word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: Text
    """A word, or several one after the other."""
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    """Its share in the value."""
    synonyms: Texts = ()
    """Other words that say the same."""


def _key(value: object) -> object:
    if isinstance(value, str):
        if not value.strip():
            raise ValueError("is empty")
        return {"word": value}
    if not isinstance(value, Mapping | Key):
        raise ValueError("must be a text, or a mapping with a 'word'")  # noqa: TRY004 - pydantic's
    return value


def _keys(value: object) -> object:
    return (value,) if isinstance(value, str | Mapping | Key) else value


_Written = WithJsonSchema({"anyOf": [{"type": "string"}, Key.model_json_schema()]})
Keys = Annotated[
    tuple[Annotated[Key, BeforeValidator(_key), _Written], ...], BeforeValidator(_keys)
]
"""A list of keywords, or a single one."""


@scorers.register("keywords")
class Keywords(Scorer):
    """The answer says all of some words, one of some others, and none of some more.

    Whole words are compared, by their stems ("refund" finds "refunds" and not "prefund"), numbers
    exactly ("5" is not in "15" or "5.5"). Several words match as a phrase: the same words one
    after the other. Punctuation and typography do not count.

    The value is the share of the requirements that are met: each word of `all` is one, each word
    of `none` is one, and `any` is one together. A keyword may be a mapping with a `word`, a
    `weight` and `synonyms`.
    """

    shorthand: ClassVar[str | None] = "all"

    all: Keys = ()
    """Every one of these is said."""
    any: Keys = ()
    """At least one of these is said, or `at_least` of them."""
    none: Keys = ()
    """Not one of these is said."""
    at_least: Annotated[int, Field(ge=1)] = 1
    """So many of `any` are said."""
    synonyms: tuple[Texts, ...] = ()
    """Lists of words that may stand for each other."""
    stem: bool = True
    """Compare stems; false: the words as they are written."""
    case_sensitive: bool = False
    """Tell upper from lower case."""
    normalize: bool = True
    """Find words whatever their typography; false: what stands between spaces, as written."""
    language: LanguageName | None = None
    """The language of the stems; English if nobody says."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        keys = (*self.all, *self.any, *self.none)
        if not keys:
            raise ValueError("name at least one keyword under all, any or none")
        for keyword in self._variants(*keys):
            if not self._words(keyword):
                raise ValueError(f"the keyword '{keyword}' has no letter, digit or symbol")
        if self.any and self.at_least > len(self.any):
            raise ValueError(f"any has {len(self.any)} keywords, {self.at_least} cannot be said")
        if not self.any and self.at_least > 1:
            raise ValueError("at_least counts the keywords of any, and there are none")
        return self

    def _variants(self, *keys: Key) -> list[str]:
        """Return the texts that say one of `keys`."""
        found = [text for key in keys for text in (key.word, *key.synonyms)]
        for group in self.synonyms:
            if {self._key(one) for one in group} & {self._key(one) for one in found}:
                found += group
        return found

    @cached_property
    def _keys(self) -> dict[str, tuple[str, ...]]:
        """For each keyword the forms in which it is looked up."""
        keys = (*self.all, *self.any, *self.none)
        return {key.word: tuple(map(self._key, self._variants(key))) for key in keys}

    def _key(self, text: str) -> str:
        """Return the words of `text` with a space before, between and after them."""
        if self.normalize and not self.case_sensitive:
            said = read(text, language(self.language))
            return said.stem_line if self.stem else said.line
        found = self._words(text)
        spoken = language(self.language)
        stems = [spoken.stem(word) for word in found] if self.stem and self.normalize else found
        return f" {' '.join(stems)} "

    def _words(self, text: str) -> Sequence[str]:
        return words(text, fold=not self.case_sensitive) if self.normalize else text.split()

    def score(self, exchange: Exchange) -> Score:
        """Score the share of the requirements that the answer meets, by weight."""
        said = self._key(exchange.answer.text)
        has = {word for word, forms in self._keys.items() if _any_in(forms, said)}
        details = {
            "kept": [key.word for key in self.all if key.word in has],
            "lost": [key.word for key in self.all if key.word not in has],
            "found": [key.word for key in self.any if key.word in has],
            "forbidden": [key.word for key in self.none if key.word in has],
        }
        value = self._value(has, len(details["found"]))
        return self.grade(value, self._reason(details), details)

    def _value(self, has: set[str], found: int) -> float:
        met = [(key.weight, key.word in has) for key in self.all]
        met += [(key.weight, key.word not in has) for key in self.none]
        if self.any:
            weight = fsum(key.weight for key in self.any) / len(self.any)
            met.append((weight, found >= self.at_least))
        unmet = fsum(weight for weight, is_met in met if not is_met)
        return 1 - unmet / fsum(weight for weight, _ in met) if unmet else 1.0

    def _reason(self, details: dict[str, list[str]]) -> str:
        findings = []
        if lost := details["lost"]:
            findings.append(f"{_keywords(lost)} lost: {listed(lost)}")
        if self.any and len(details["found"]) < self.at_least:
            few = "not one" if self.at_least == 1 else f"fewer than {self.at_least}"
            wanted = listed([key.word for key in self.any])
            findings.append(f"{few} of these keywords said: {wanted}")
        if forbidden := details["forbidden"]:
            findings.append(f"forbidden {_keywords(forbidden)} said: {listed(forbidden)}")
        if findings:
            return "; ".join(findings)
        if said := [*details["kept"], *details["found"]]:
            return f"{_keywords(said)} said: {listed(said)}"
        return "no forbidden keyword said"


def _any_in(forms: tuple[str, ...], said: str) -> bool:
    """Tell whether one of the forms of a keyword is said."""
    return any(form in said for form in forms)


def _keywords(texts: list[str]) -> str:
    return "keyword" if len(texts) == 1 else "keywords"
