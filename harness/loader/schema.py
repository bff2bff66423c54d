"""The JSON Schema of suites, for editors: made from the models and from the scorers there are."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from harness.errors import HarnessError
from harness.model.suite import Canary, Gate, Suite
from harness.scorers import Scorer, scorers

from .cases import Defaults, WrittenCase
from .head import Head
from .turns import WrittenTurn

__all__ = ["LANGUAGE_SERVER", "suite_schema"]

Schema: TypeAlias = "dict[str, Any]"

LANGUAGE_SERVER = "# yaml-language-server: $schema={}"
"""The line by which an editor finds the schema of a file."""
_TEMPLATE: Schema = {"type": "string", "pattern": r"\{[{%]"}
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_WORDS = ["yes", "no", "on", "off", "true", "false"]
_ANY: Schema = {}


def suite_schema(*, own: bool = False) -> Schema:
    """Return the schema; with the parameters of all scorers that are installed.

    Args:
        own: leave out what other packages bring.
    """
    found = dict(_scorers(own=own))
    expect = _one_or_many({"$ref": "#/definitions/expectation"})
    definitions: Schema = {
        "text": {**_TEXT, "description": "Text; YAML's numbers and truth values are text too."},
        "expectation": _expectation(found),
        "expect": {**expect, "description": "What is expected of the answer."},
        "turn": _model(WrittenTurn, {"expect": _ref("expect")}),
        "waiver": _waiver(),
        "variables": {"type": "object", "additionalProperties": True},
        "gate": _model(Gate, {}),
        "canary": _model(Canary, {}),
        **{f"scorer.{name}": schema for name, schema in found.items()},
    }
    definitions["defaults"] = _model(Defaults, _case_parts())
    definitions["case"] = _model(WrittenCase, _case_parts())
    definitions["cases"] = _cases()
    suite = _model(Head, _head_parts())
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A suite of questions for a chatbot",
        "description": inspect.getdoc(Suite) or "",
        **suite,
        "definitions": definitions,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _one_or_many(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _cases() -> Schema:
    file = {"type": "string", "pattern": "^file://"}
    return {"anyOf": [file, {"type": "array", "items": {"anyOf": [_ref("case"), file]}}]}


def _case_parts() -> Schema:
    message = {"type": "object", "additionalProperties": False}
    texts = {"user": _ref("text"), "assistant": _ref("text")}
    return {
        "prompt": _one_or_many(_ref("text")),
        "turns": {"type": "array", "items": _ref("turn"), "minItems": 1},
        "expect": _ref("expect"),
        "vars": _ref("variables"),
        "matrix": {"type": "object", "additionalProperties": {"type": "array", "minItems": 1}},
        "rows": {"type": "string", "pattern": "^file://"},
        "repeats": _repeats(),
        "history": {"type": "array", "items": {**message, "properties": texts}},
        "skip": _ref("waiver"),
        "expected_failure": _ref("waiver"),
        "metadata": {"type": "object", "additionalProperties": _ref("text")},
    }


def _head_parts() -> Schema:
    numbers = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}
    return {
        "repeats": _repeats(),
        "weights": numbers,
        "include": _one_or_many({"type": "string"}),
        "vars": _ref("variables"),
        "env": {"type": "object", "additionalProperties": _ref("text")},
        "expectations": {"type": "object", "additionalProperties": _ref("expect")},
        "defaults": _ref("defaults"),
        "gate": _ref("gate"),
        "canaries": {"type": "array", "items": _ref("canary")},
        "cases": _ref("cases"),
    }


def _repeats() -> Schema:
    number = {"type": "integer", "minimum": 1}
    return {"anyOf": [number, {"type": "object", "additionalProperties": number}, _TEMPLATE]}


def _waiver() -> Schema:
    parts = {name: _ref("text") for name in ("reason", "owner", "until")}
    mapping = {"type": "object", "properties": parts, "required": ["reason"]}
    return {
        "anyOf": [{"type": "string"}, {**mapping, "additionalProperties": False}],
        "description": "Why, who cares for it, and the last day (2026-12-31).",
    }


def _expectation(found: Iterable[str]) -> Schema:
    """Return the schema of one expectation: a text, or scorers by name."""
    use = {
        **_one_or_many({"type": "string"}),
        "description": "Shared expectations, by their names under 'expectations'.",
    }
    by_name = {name: _ref(f"scorer.{name}") for name in found}
    aliases = {
        f"^{before}{name.replace('_', '-')}$": schema
        for name, schema in by_name.items()
        for before in ("", "not-")
        if before or "_" in name
    }
    mapping = {
        "type": "object",
        "properties": {"use": use, **by_name},
        "patternProperties": aliases,
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [_ref("text"), mapping]}


def _scorers(*, own: bool) -> Iterable[tuple[str, Schema]]:
    """Give the schema of each scorer by its name; one that cannot be loaded is left out."""
    for name in scorers:
        try:
            kind = scorers.get(name)
        except HarnessError:
            continue
        if not own or kind.__module__.startswith("harness."):
            yield name, _scorer(kind)


def _scorer(kind: type[Scorer]) -> Schema:
    mapping = _model(kind, {})
    description = mapping.pop("description", "")
    if kind.shorthand is None:
        return {**mapping, "description": description}
    short = mapping["properties"].get(kind.shorthand, _ANY)
    return {"anyOf": [short, mapping], "description": description}


def _model(model: type[BaseModel], parts: Mapping[str, Schema]) -> Schema:
    """Return the schema of a mapping as people write it.

    Args:
        model: what it is read into.
        parts: the schemas of keys whose types the model does not tell.
    """
    made = model.model_json_schema()
    shared = made.get("$defs", {})
    notes = _notes(model)
    properties: Schema = {}
    for name, schema in made.get("properties", {}).items():
        written = parts.get(name) or _written(schema, shared)
        note = notes.get(name)
        properties[name] = {**written, "description": note} if note else written
    result: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": " ".join((inspect.getdoc(model) or "").split()),
    }
    required = [name for name in made.get("required", []) if name != "id" or not parts]
    if required:
        result["required"] = required
    return result


def _written(schema: Mapping[str, Any], shared: Mapping[str, Any]) -> Schema:
    """Return a schema as it applies to YAML, where texts may look like numbers, and the like."""
    if "$ref" in schema:
        return _written(shared.get(schema["$ref"].rsplit("/", 1)[-1], {}), shared)
    if "anyOf" in schema:
        kinds = [_written(one, shared) for one in schema["anyOf"] if one.get("type") != "null"]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if "enum" in schema or "const" in schema:
        return {"enum": [*schema.get("enum", [schema.get("const")])]}
    return _plain(schema, shared)


def _plain(schema: Mapping[str, Any], shared: Mapping[str, Any]) -> Schema:
    kind = schema.get("type")
    if kind in {"number", "integer"}:
        limits = {k: v for k, v in schema.items() if k.endswith("imum") or k == "type"}
        return {"anyOf": [limits, _TEMPLATE]}
    if kind == "boolean":
        return {"anyOf": [{"type": "boolean"}, {"enum": _WORDS}, _TEMPLATE]}
    if kind == "array":
        item = _written(schema.get("items", {}), shared)
        return _one_or_many(item) if item else {}
    if kind == "object" and "properties" in schema:
        parts = {name: _written(part, shared) for name, part in schema["properties"].items()}
        closed = {"additionalProperties": False, "required": schema.get("required", [])}
        return {"type": "object", "properties": parts, **closed}
    return _ref("text") if kind == "string" else {}


def _notes(model: type[BaseModel]) -> dict[str, str]:
    """Return the texts that stand under the fields of a model, and of those it is made from."""
    notes: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            notes.update(_notes_in(kind))
    return notes


def _notes_in(kind: type) -> dict[str, str]:
    try:
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return {}
    lines = body.body if isinstance(body, ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, below in itertools.pairwise(lines):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            found[field.target.id] = " ".join(str(below.value.value).split())
    return found
