"""JSON, one value a line, as nodes that know their place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from .document import Entry, Node
from .problems import Problems
from .syntax import DEEPEST, TOO_DEEP

__all__ = ["read_json_lines"]

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json_lines(text: str, problems: Problems) -> Iterator[Node]:
    """Give the value of each line that is not blank; every scalar is the text that was written.

    `null` is nothing: its key is left out.

    Raises:
        SuiteError: a line is not JSON, or is deeper than any row.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t\r"):
            yield _Line(number, line.rstrip("\r"), problems).read()


class _Line:
    def __init__(self, number: int, text: str, problems: Problems) -> None:
        self._number = number
        self._text = text
        self._problems = problems

    def read(self) -> Node:
        node, end = self._value(self._skip(0), 0)
        end = self._skip(end)
        if end < len(self._text):
            self._stop(end, "something stands behind the end of the value")
        return node or self._node(0, "")

    def _value(self, at: int, depth: int) -> tuple[Node | None, int]:
        """Return the value that begins at a position, and where it ends; None for null."""
        if depth > DEEPEST:
            self._stop(at, TOO_DEEP)
        first = self._text[at : at + 1]
        if first == '"':
            value, end = self._string(at)
            return self._node(at, value), end
        if first == "[":
            return self._list(at, depth)
        if first == "{":
            return self._mapping(at, depth)
        match = _SCALAR.match(self._text, at)
        if match is None:
            self._stop(at, "a value is missing, or a text without its double quotes")
        return (None if match[0] == "null" else self._node(at, match[0])), match.end()

    def _list(self, start: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "]":
            if items:
                at = self._skip(self._expect(at, ","))
            node, at = self._value(at, depth + 1)
            items.append(node or self._node(at, ""))
            at = self._skip(at)
        return self._node(start, items), at + 1

    def _mapping(self, start: int, depth: int) -> tuple[Node, int]:
        entries: dict[str, Entry] = {}
        seen: set[str] = set()
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "}":
            if seen:
                at = self._skip(self._expect(at, ","))
            place = at
            if self._text[at : at + 1] != '"':
                self._stop(at, "a key in double quotes is missing")
            key, at = self._string(at)
            if key in seen:
                self._stop(place, f"the key '{key[:60]}' is there twice")
            seen.add(key)
            node, at = self._value(self._skip(self._expect(self._skip(at), ":")), depth + 1)
            if node is not None:
                entries[key] = Entry(self._node(place, key), node)
            at = self._skip(at)
        return self._node(start, entries), at + 1

    def _string(self, at: int) -> tuple[str, int]:
        try:
            value, end = json.decoder.scanstring(self._text, at + 1, True)  # type: ignore[attr-defined]
        except json.JSONDecodeError as error:
            self._stop(error.pos, f"this is no JSON text: {error.msg}")
        if _SURROGATE.search(value):
            self._stop(at, "half a surrogate pair is no character")
        return value, end

    def _expect(self, at: int, mark: str) -> int:
        if self._text[at : at + 1] != mark:
            self._stop(at, f"'{mark}' is missing here")
        return at + 1

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _node(self, at: int, value: str | list[Node] | dict[str, Entry]) -> Node:
        literal = isinstance(value, str)
        return Node(self._number, at + 1, value, source=self._problems.source, literal=literal)

    def _stop(self, at: int, message: str) -> NoReturn:
        self._problems.stop_at(self._number, min(at, len(self._text)) + 1, message)
