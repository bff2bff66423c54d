"""Refusals: the bot says that it cannot or will not answer."""

from __future__ import annotations

import re
from functools import cached_property
from typing import ClassVar

from harness.model.run import Exchange, Score

from .normalize import normalize
from .parameters import Texts
from .refusals import REFUSALS
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["Refusal"]

_LONGEST_READ = 2_000
"""A refusal is said at the beginning."""


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.DOTALL)


_ALL = _compiled(tuple(one for patterns in REFUSALS.values() for one in patterns))


@scorers.register("refusal")
class Refusal(Scorer):
    """The bot refuses, or says that it does not know; with `not` before it, it must answer.

    The phrases of seven languages are known; `phrases` adds those of your bot.
    """

    shorthand: ClassVar[str | None] = "phrases"

    phrases: Texts = ()
    """More texts by which this bot refuses; `yes` adds none."""

    @cached_property
    def _own(self) -> dict[str, str]:
        return {one: normalize(one) for one in self.phrases if one.lower() not in {"yes", "true"}}

    def score(self, exchange: Exchange) -> Score:
        """Score 1 for a refusal, 0 for an answer."""
        said = normalize(exchange.answer.text[:_LONGEST_READ])
        own = [phrase for phrase, key in self._own.items() if key in said]
        match = _ALL.search(said)
        phrase = own[0] if own else match[0] if match else ""
        if phrase:
            return self.grade(1, f"the bot refuses: {listed([phrase])}", {"phrase": phrase[:200]})
        return self.grade(0, "the bot does not refuse")
