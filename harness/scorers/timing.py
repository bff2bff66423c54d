"""How long an answer takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from harness.model.run import Exchange, Score

from .scorer import Scorer, scorers

__all__ = ["FirstChunk", "Latency"]


class _Timed(Scorer):
    shorthand: ClassVar[str | None] = "max_seconds"
    what: ClassVar[str]

    max_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """So many seconds at most."""

    def _graded(self, seconds: float) -> Score:
        value = 1.0 if seconds <= self.max_seconds else self.max_seconds / seconds
        reason = f"{self.what} after {seconds:.3g} s, at most {self.max_seconds:g} s are allowed"
        return self.grade(value, reason, {"seconds": seconds})


@scorers.register("latency")
class Latency(_Timed):
    """The whole answer is there in time; waiting and failed attempts do not count."""

    what: ClassVar[str] = "answered"

    def score(self, exchange: Exchange) -> Score:
        """Score 1 in time, else the allowed share of the time taken."""
        return self._graded(exchange.answer.seconds)


@scorers.register("first_chunk")
class FirstChunk(_Timed):
    """The first piece of a streamed answer is there in time."""

    what: ClassVar[str] = "began"

    def score(self, exchange: Exchange) -> Score:
        """Score 1 in time, else the allowed share of the time taken."""
        if exchange.answer.first_chunk_seconds is None:
            return self.abstain("the answer was not streamed, so nothing tells when it began")
        return self._graded(exchange.answer.first_chunk_seconds)
