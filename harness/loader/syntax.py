"""The parser's complaints in words that say what to do."""

from __future__ import annotations

import re

import yaml

__all__ = ["DEEPEST", "TOO_DEEP", "explain_syntax"]

DEEPEST = 50
"""So many lists and mappings may stand in one another."""
TOO_DEEP = f"lists and mappings are nested more than {DEEPEST} deep"

_FILLED = re.compile(r"\{\{[^{}]*\}\}")
_QUOTES = "put the text in quotes"
_TAB = "a tab; YAML is indented with spaces"
_MISFIT = "this does not fit the lines above: wrong indentation, a missing '-', or a stray quote"
_ESCAPE = "an escape in double quotes that YAML does not know"
_FLOW = "a ',' or a closing bracket is missing before this"
_WORDS = (
    ("exceeded maximum nesting depth", TOO_DEEP),  # libyaml's own limit, met while it reads ahead
    ("end of stream while scanning a quoted scalar", "this quoted text is never closed"),
    (
        "unknown escape character",
        "'\\' in double quotes is an escape; single quotes take it as it is",
    ),
    ("escape", _ESCAPE),
    ("did not find expected hex", _ESCAPE),
    ("hexadecimal numbers, but found", _ESCAPE),
    ("while scanning an alias", f"a text cannot begin with *: {_QUOTES}"),
    ("while scanning an anchor", f"a text cannot begin with &: {_QUOTES}"),
    ("while scanning a block scalar", f"a text cannot begin with | or >: {_QUOTES}"),
    ("mapping values are not allowed", f"': ' inside a text: {_QUOTES}, or check the indentation"),
    ("tab character", _TAB),
    ("could not find expected ':'", "a key without ':', or a text of several lines without quotes"),
    ("expected ',' or", _FLOW),
    ("did not find expected key", _MISFIT),
    ("expected <block end>", _MISFIT),
    ("did not find expected '-' indicator", _MISFIT),
)
"""What the parser says (libyaml or PyYAML's own), and what it means; the first that fits counts."""


def explain_syntax(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    """Return line, column and a message for what the parser could not read."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, 1, f"not valid YAML: {error}"
    mark = error.problem_mark or error.context_mark
    if "end of stream" in (error.problem or "") and error.context_mark is not None:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    message = _message(error, _character(text, line, column))
    if _FILLED.search(_line(text, line)):
        message += "; in brackets a text with {{ }} needs quotes"
    return line + 1, column + 1, message


def _message(error: yaml.MarkedYAMLError, character: str) -> str:
    said = f"{error.problem or ''} {error.context or ''}".strip()
    if "cannot start any token" in said:
        return _TAB if character == "\t" else f"a text cannot begin with {character}: {_QUOTES}"
    return next((words for known, words in _WORDS if known in said), f"not valid YAML: {said}")


def _character(text: str, line: int, column: int) -> str:
    return _line(text, line)[column : column + 1]


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""
