"""Matching the whole answer, or a pattern in it."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Annotated, ClassVar

import regex
from pydantic import AfterValidator

from harness.model.run import Exchange, Score

from .normalize import normalize
from .parameters import Text
from .scorer import Scorer, scorers
from .wording import listed

__all__ = ["Exact", "Regex"]

_LONGEST_FOUND = 200
_LONGEST_SECONDS = 1.0


@scorers.register("exact")
class Exact(Scorer):
    """The answer is a text: nothing more, nothing less."""

    shorthand: ClassVar[str | None] = "text"
    answer_field: ClassVar[str | None] = "text"

    text: Text
    """The whole answer that is expected."""
    normalize: bool = True
    """Leave case, white space and typography out of account; false: every character counts."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 for the same text, 0 for any other."""
        said, expected = exchange.answer.text, self.text
        same = normalize(said) == normalize(expected) if self.normalize else said == expected
        return self.grade(
            float(same), f"the answer is {'' if same else 'not '}exactly the expected text"
        )


@lru_cache(maxsize=1024)
def _compile(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a future version may read otherwise works today
        return regex.compile(pattern, flags)


def _compilable(pattern: str) -> str:
    try:
        _compile(pattern)
    except regex.error as error:
        # Its types do not tell of the two, but it has them.
        position, message = getattr(error, "pos", None), getattr(error, "msg", str(error))
        place = "" if position is None else f" at character {position + 1}"
        raise ValueError(f"is no regular expression: {message}{place}") from None
    except (OverflowError, RecursionError) as error:
        raise ValueError(f"is no regular expression that can be run: {error}") from None
    return pattern


@scorers.register("regex")
class Regex(Scorer):
    """A regular expression matches somewhere in the answer.

    The syntax is that of Python's `re`, run by the `regex` package, because that can be given a
    time limit: a pattern that runs away leaves the answer not judged instead of hanging the run.
    """

    shorthand: ClassVar[str | None] = "pattern"

    pattern: Annotated[Text, AfterValidator(_compilable)]
    """What is searched for; `^` and `$` bind it to the beginning and the end of the answer."""
    ignore_case: bool = False
    """Do not tell upper from lower case."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 where the pattern is found, 0 where it is not."""
        flags = regex.IGNORECASE if self.ignore_case else 0
        match = _compile(self.pattern, flags).search(
            exchange.answer.text, timeout=_LONGEST_SECONDS, concurrent=True
        )
        if match is None:
            return self.grade(0, f"the pattern is not found: {listed([self.pattern])}")
        return self.grade(1, "the pattern is found", {"found": match[0][:_LONGEST_FOUND]})
