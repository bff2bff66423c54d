"""JSON in the answer, and whether it is of a schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from harness.model.run import Exchange, Score

from .optional import need
from .scorer import Scorer, scorers

__all__ = ["ContainsJson", "IsJson"]

_LIMITS = """
    minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems
    maxItems minProperties maxProperties minContains maxContains
"""
_NUMBERS = frozenset(_LIMITS.split())
_SWITCHES = frozenset({"additionalProperties", "uniqueItems", "additionalItems"})
_YES = frozenset({"yes", "true", "on", ""})
_MOST_STARTS = 200
_LONGEST_SHOWN = 200


def _schema(value: object) -> object:
    """Read a schema as a suite holds it: every scalar of it is text there."""
    if isinstance(value, str):
        if value.strip().lower() in _YES:
            return None
        try:
            value = json.loads(value)
        except ValueError as error:
            raise ValueError(f"is no JSON: {error}") from None
    return _typed(value)


def _typed(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _entry(str(key), entry) for key, entry in value.items()}
    return [_typed(one) for one in value] if isinstance(value, list | tuple) else value


def _entry(key: str, value: object) -> object:
    if isinstance(value, str):
        if key in _SWITCHES and value.lower() in {"true", "false", "yes", "no"}:
            return value.lower() in _YES
        if key in _NUMBERS:
            try:
                return json.loads(value)
            except ValueError:
                return value
    return _typed(value)


class _Json(Scorer):
    shorthand: ClassVar[str | None] = "json_schema"

    json_schema: Annotated[Mapping[str, Any] | None, BeforeValidator(_schema)] = None
    """A JSON schema that the value must be of; `yes` stands for any JSON."""

    @model_validator(mode="after")
    def _is_a_schema(self) -> Self:
        if self.json_schema is not None:
            need(self._name or "json", "jsonschema", "scorers")
            from jsonschema.exceptions import SchemaError
            from jsonschema.validators import validator_for

            try:
                validator_for(self.json_schema).check_schema(dict(self.json_schema))
            except SchemaError as error:
                raise ValueError(f"json_schema is no JSON schema: {error.message}") from None
        return self

    def _fault(self, value: Any) -> str:
        """Return what is wrong with a value by the schema; empty where nothing is."""
        if self.json_schema is None:
            return ""
        from jsonschema.exceptions import best_match
        from jsonschema.validators import validator_for

        found = best_match(validator_for(self.json_schema)(self.json_schema).iter_errors(value))
        if found is None:
            return ""
        return f"{found.json_path}: {found.message}"[:_LONGEST_SHOWN]


@scorers.register("is_json")
class IsJson(_Json):
    """The whole answer is JSON, and of a schema where one is given."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        try:
            value = json.loads(exchange.answer.text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            return self.grade(0, f"the answer is no JSON: {error}"[:_LONGEST_SHOWN])
        if fault := self._fault(value):
            return self.grade(0, f"the JSON is not of the schema: {fault}")
        return self.grade(1, "the answer is JSON")


@scorers.register("contains_json")
class ContainsJson(_Json):
    """A JSON object or list stands in the answer, and is of a schema where one is given."""

    def score(self, exchange: Exchange) -> Score:
        """Score 1 or 0."""
        fault = "no JSON object or list stands in the answer"
        for value in _values(exchange.answer.text):
            wrong = self._fault(value)
            if not wrong:
                return self.grade(1, "JSON stands in the answer")
            fault = f"no JSON in the answer is of the schema: {wrong}"
        return self.grade(0, fault)


def _values(text: str) -> Iterator[Any]:
    """Yield the JSON objects and lists in `text`, the outermost ones."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at = tried = 0
    while tried < _MOST_STARTS:
        starts = [place for mark in "{[" if (place := text.find(mark, at)) >= 0]
        if not starts:
            return
        at = min(starts)
        tried += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
        else:
            yield value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
