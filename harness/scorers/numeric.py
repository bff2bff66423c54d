"""A number in the answer, within a tolerance."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from harness.model.run import Exchange, Score

from .facts.quantity import Quantity
from .facts.said import read
from .facts.vocabulary import vocabulary
from .language import ENGLISH, language
from .parameters import LanguageName, Text
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["Numeric"]

_Finite = Annotated[float, Field(allow_inf_nan=False)]
_Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]


@scorers.register("numeric")
class Numeric(Scorer):
    """The answer has a number: near a value, or within limits.

    Number words and thousands are read as people write them ("fourteen", "1.5k"). With a unit
    only numbers of that unit count, in whatever unit of its kind: two weeks are 14 days.
    """

    shorthand: ClassVar[str | None] = "value"

    value: _Finite | None = None
    """The number that is expected."""
    tolerance: _Tolerance = 0
    """So much may it differ, up and down."""
    relative: _Tolerance = 0
    """The same as a share of the value: 0.05 is 5 %."""
    min: _Finite | None = None
    """The least that is right."""
    max: _Finite | None = None
    """The most that is right."""
    unit: Text | None = None
    """What the number counts: "days", "€", "GB"; if nobody says, any number counts."""
    language: LanguageName | None = None
    """The language of number words and units; English if nobody says."""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.value is None and self.min is None and self.max is None:
            raise ValueError("say which number: value, min or max")
        if self.value is not None and (self.min is not None or self.max is not None):
            raise ValueError("give a value with a tolerance, or limits, not both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"no number is at least {self.min:g} and at most {self.max:g}")
        return self

    @cached_property
    def _limits(self) -> tuple[float, float]:
        if self.value is None:
            least = -math.inf if self.min is None else self.min
            return least, math.inf if self.max is None else self.max
        slack = self.tolerance + abs(self.value) * self.relative
        slack = max(slack, abs(self.value) * 1e-9)  # 0.1 + 0.2 is 0.3
        return self.value - slack, self.value + slack

    def score(self, exchange: Exchange) -> Score:
        """Score 1 where a number of the answer is within the limits, else 0."""
        spoken = language(self.language)
        found = [
            (one.shown, value)
            for one in read(exchange.answer.text, spoken).numbers
            if (value := self._in_unit(one)) is not None
        ]
        least, most = self._limits
        right = [shown for shown, value in found if least <= value <= most]
        details = {"found": [shown for shown, _ in found]}
        if right:
            return self.grade(1, f"the number is said: {listed(right)}", details)
        wanted = self._wanted()
        if not found:
            return self.grade(0, f"no number is said where {wanted} was expected", details)
        return self.grade(
            0, f"says {listed(details['found'])} where {wanted} was expected", details
        )

    def _in_unit(self, one: Quantity) -> float | None:
        """Return the value in the unit of this scorer; None where it is of another kind."""
        if self.unit is None:
            return one.value
        name = self.unit.strip().lower()
        unit = vocabulary(self.language or ENGLISH).units.get(name)
        if unit is None:
            return one.value if language(self.language).stem(name) in one.counted else None
        if one.unit is None or one.unit.kind != unit.kind:
            return None
        return one.value * one.unit.size / unit.size

    def _wanted(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        least, most = self._limits
        if self.value is not None:
            slack = self.tolerance + abs(self.value) * self.relative
            return f"{self.value:g}{f' ± {slack:g}' if slack else ''}{unit}"
        if math.isinf(most):
            return f"at least {least:g}{unit}"
        if math.isinf(least):
            return f"at most {most:g}{unit}"
        return f"{least:g} to {most:g}{unit}"
