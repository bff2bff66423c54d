"""Expectations made of expectations: not, all of, any of, at least so many of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from harness.errors import HarnessError
from harness.model.run import Exchange, Score
from harness.model.suite import Expectation

from .scorer import Scorer, bind, scorers

__all__ = ["AllOf", "AnyOf", "AtLeast", "Not", "Parts"]

_DEFAULT = "says"
_MOST_SHOWN = 4
_DEEPEST = 20


def _bound(value: object, info: ValidationInfo) -> object:
    """Bind what stands inside as `expect` would: texts, and scorers with their parameters."""
    given = info.context if isinstance(info.context, dict) else {}
    depth = int(given.get("depth", 0)) + 1
    if depth > _DEEPEST:
        raise ValueError(f"expectations are nested more than {_DEEPEST} deep")
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(
        _bind_one(expectation, given | {"depth": depth})
        for item in items
        for expectation in _expectations(item)
    )


def _expectations(item: object) -> Iterator[Expectation | Scorer]:
    if isinstance(item, Scorer):
        yield item
    elif isinstance(item, str):
        yield Expectation(scorer=_DEFAULT, parameters={"text": item})
    elif isinstance(item, Mapping):
        for name, parameters in item.items():
            yield _expectation(str(name), parameters)
    else:
        raise ValueError("must be texts and scorers with their parameters")  # noqa: TRY004 - pydantic's


def _expectation(name: str, parameters: Any) -> Expectation:
    try:
        kind = scorers.get(name)
    except HarnessError as error:
        raise ValueError(str(error)) from None
    if not isinstance(parameters, Mapping):
        if kind.shorthand is None:
            raise ValueError(f"{name}: must be a mapping ({', '.join(kind.model_fields)})")
        parameters = {kind.shorthand: parameters}
    return Expectation(scorer=name, parameters=parameters)


def _bind_one(one: Expectation | Scorer, given: Mapping[str, Any]) -> Scorer:
    if isinstance(one, Scorer):
        return one
    context = {name: given.get(name) for name in ("threshold", "language", "facts", "depth")}
    try:
        return bind(one, **context)
    except ValidationError as error:
        raise ValueError(f"{one.scorer}: {_explained(error)}") from None


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"'{place}': {message}" if place else message


Parts = Annotated[
    tuple[Scorer, ...],
    BeforeValidator(_bound),
    Field(min_length=1),
    WithJsonSchema({"description": "what `expect` takes: a text, scorers, or a list of both"}),
]
"""Expectations inside of one, bound."""


class _Combined(Scorer):
    shorthand: ClassVar[str | None] = "of"

    of: Parts
    """The expectations that are combined; scorers may also stand beside `weight` and the like."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: Any) -> Any:
        """Let `not: {contains: x}` stand for `not: {of: {contains: x}}`."""
        if not isinstance(value, Mapping) or "of" in value:
            return value
        inside = {name: given for name, given in value.items() if name not in cls.model_fields}
        beside = {name: given for name, given in value.items() if name not in inside}
        return {"of": inside, **beside} if inside else value

    def _judge_parts(self, exchange: Exchange) -> list[Score]:
        return [part.judge(exchange) for part in self.of]

    def _details(self, scores: Sequence[Score]) -> dict[str, Any]:
        return {
            "scores": [
                {"scorer": s.scorer, "value": s.value, "passed": s.passed, "reason": s.reason}
                for s in scores
            ]
        }


def _named(scores: Sequence[Score]) -> str:
    shown = "; ".join(f"{s.scorer}: {s.reason}" for s in scores[:_MOST_SHOWN])
    more = len(scores) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _unjudged(scores: Sequence[Score]) -> list[Score]:
    return [score for score in scores if score.value is None]


@scorers.register("not")
class Not(_Combined):
    """What stands inside does not hold: not one of several does."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 where everything inside fails; else 0. The values inside do not matter."""
        scores = self._judge_parts(exchange)
        held = [score for score in scores if score.passed]
        if held:
            return self.grade(0, f"must not be: {_named(held)}", self._details(scores))
        if unjudged := _unjudged(scores):
            return self.abstain(_named(unjudged))
        return self.grade(1, f"is not: {_named(scores)}", self._details(scores))


@scorers.register("all_of")
class AllOf(_Combined):
    """Everything inside holds, but for what has weight 0; the value is the share that does."""

    def score(self, exchange: Exchange) -> Score:
        """Score the share of the expectations inside that pass."""
        scores = self._judge_parts(exchange)
        failed = [score for score in scores if score.passed is False and score.weight > 0]
        if failed:
            passing = (len(scores) - len(failed)) / len(scores)
            return self.grade(passing, _named(failed), self._details(scores))
        if unjudged := _unjudged([score for score in scores if score.weight > 0]):
            return self.abstain(_named(unjudged))
        return self.grade(1, _named(scores), self._details(scores))


class _Enough(_Combined):
    """So many of the expectations inside hold, by count."""

    def _needed(self) -> int:
        raise NotImplementedError

    def score(self, exchange: Exchange) -> Score:
        """Score 1 where enough of them pass; else the share of those that were needed."""
        scores, needed = self._judge_parts(exchange), self._needed()
        held = [score for score in scores if score.passed]
        details = self._details(scores)
        if len(held) >= needed:
            return self.grade(1, _named(held), details)
        unjudged = _unjudged(scores)
        if len(held) + len(unjudged) >= needed:
            return self.abstain(_named(unjudged))
        failed = [score for score in scores if score.passed is False]
        reason = f"{len(held)} of {needed} hold: {_named(failed)}"
        return self.grade(len(held) / needed, reason, details)


@scorers.register("any_of")
class AnyOf(_Enough):
    """At least one of the expectations inside holds."""

    def _needed(self) -> int:
        return 1


@scorers.register("at_least")
class AtLeast(_Enough):
    """At least so many of the expectations inside hold."""

    shorthand: ClassVar[str | None] = None

    count: Annotated[int, Field(ge=1)]
    """So many of them."""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.count > len(self.of):
            raise ValueError(f"{self.count} of {len(self.of)} expectations cannot hold")
        return self

    def _needed(self) -> int:
        return self.count
