"""A function of the suite's author as a scorer; only where running code was allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from harness.errors import HarnessError
from harness.model.run import Exchange, Score

from .parameters import Text
from .scorer import Scorer, scorers

__all__ = ["Judgement", "PythonCode", "allow_code", "forbid_code"]

Judgement = Callable[[str, Mapping[str, Any]], Any]
"""Takes the answer and what is known besides; returns a bool, a number of 0..1, or a mapping."""

_find: list[Callable[[str], Judgement]] = []
"""What finds the function of "file.py:name"; empty until code is allowed."""


def allow_code(find: Callable[[str], Judgement]) -> None:
    """Let `python` run functions, found by `find`; the core itself reads no file.

    Args:
        find: Returns the function that "file.py:name" means, or raises a HarnessError.
    """
    _find[:] = [find]


def forbid_code() -> None:
    """Run no code any more."""
    _find.clear()


def _function(name: str) -> Judgement:
    if not _find:
        raise ValueError(f"'{name[:80]}' is code: it runs only with --allow-code")
    try:
        return _find[0](name)
    except HarnessError as error:
        raise ValueError(str(error)) from None


def _known(name: str) -> str:
    _function(name)
    return name


@scorers.register("python")
class PythonCode(Scorer):
    """A function of yours judges the answer: `python: checks.py:is_polite`.

    It is called with the answer and a mapping with `prompt`, `history`, `seconds`, `extra` and
    `parameters`, and returns True or False, a number of 0..1, or a mapping with `value` and,
    where wanted, `reason` and `details`. What it raises counts as "could not judge".
    """

    shorthand: ClassVar[str | None] = "function"
    default_threshold: ClassVar[float] = 0.5

    function: Annotated[Text, AfterValidator(_known)]
    """File and name of the function; the file is looked for beside the suite."""
    parameters: Mapping[str, Any] = {}
    """Handed to the function as they stand here."""

    @cached_property
    def _judgement(self) -> Judgement:
        return _function(self.function)

    def score(self, exchange: Exchange) -> Score:
        """Score what the function returns."""
        answer = exchange.answer
        found = self._judgement(
            answer.text,
            {
                "prompt": exchange.prompt,
                "history": [{"role": one.role, "content": one.content} for one in exchange.history],
                "seconds": answer.seconds,
                "extra": dict(answer.extra),
                "parameters": dict(self.parameters),
            },
        )
        if isinstance(found, Mapping):
            reason = str(found.get("reason", ""))
            return self._grade(found["value"], reason, dict(found.get("details", {})))
        return self._grade(found, "", {})

    def _grade(self, value: Any, reason: str, details: Mapping[str, Any]) -> Score:
        if not isinstance(value, bool | int | float):
            raise TypeError(f"{self.function} returned {type(value).__name__}, no number of 0..1")
        return self.grade(float(value), reason or f"{self.function} says {value}", details)
