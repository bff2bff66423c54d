"""YAML text as a tree of nodes that know their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from .problems import Problems, Source
from .syntax import DEEPEST, TOO_DEEP, explain_syntax

__all__ = ["Entry", "Node", "compose", "plain"]

LARGEST = 1_000_000
"""So many values a file may have, each alias counted with all that it stands for."""

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_OPENING = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
_SURROGATE = re.compile("[\ud800-\udfff]")  # PyYAML's own parser lets escapes make them
_CORE_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map")
}

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


@dataclass(slots=True, eq=False)
class Node:
    """A text, a list or a mapping, and where it begins; line and column count from 1."""

    line: int
    column: int
    value: str | list[Node] | dict[str, Entry]
    nothing: bool = False
    """Nothing at all is written here: `tags:` and no more."""
    size: int = 1
    """How many nodes this is, with all in it."""
    open: bool = False
    """Its end has not been read yet."""
    source: Source | None = None
    """The file that it stands in."""
    literal: bool = False
    """It is data, in which nothing is a variable to be filled in."""

    @property
    def kind(self) -> str:
        """What it is, in words."""
        if isinstance(self.value, str):
            return "a text"
        return "a list" if isinstance(self.value, list) else "a mapping"

    def get(self, key: str) -> Node | None:
        """Return the value of a key; None where there is none."""
        entry = self.value.get(key) if isinstance(self.value, dict) else None
        return entry.value if entry else None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A key of a mapping and its value."""

    key: Node
    value: Node


def plain(node: Node) -> Plain:
    """Return a node as plain data, in which every scalar is text as it was written."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return {key: plain(entry.value) for key, entry in node.value.items()}


def compose(text: str, problems: Problems) -> Node | None:
    """Return the only document in `text`; None where there is none.

    The tree is built from the parser's events, because PyYAML's own composer calls itself for
    each level: a file of brackets would end the process.

    Raises:
        SuiteError: The text is not YAML, or larger or deeper than any suite.
    """
    composer = _Composer(problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            composer.take(event)
    except yaml.YAMLError as error:
        line, column, message = explain_syntax(error, text)
        problems.stop_at(line, column, message)
    except (ValueError, OverflowError) as error:  # from the parser in Python, e.g. for "\UFFFFFFFF"
        problems.stop_at(1, 1, f"not valid YAML: {error}")
    return composer.root


@dataclass(slots=True)
class _Level:
    """A list or mapping that is being read; `key` waits for its value."""

    node: Node
    key: Node | None = None


class _Composer:
    def __init__(self, problems: Problems) -> None:
        self.root: Node | None = None
        self._problems = problems
        self._levels: list[_Level] = []
        self._anchors: dict[str, Node] = {}

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._place(self._scalar(event))
        elif isinstance(event, _OPENING):
            self._open(event)
        elif isinstance(event, _CLOSING):
            level = self._levels.pop()
            level.node.open = False
            self._place(level.node)
        elif isinstance(event, yaml.AliasEvent):
            self._place(self._resolve(event))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            message = "a second document begins here; a file holds one suite"
            self._problems.stop_at(*_place_of(event), message)

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        node = self._new(event, event.value)
        node.nothing = event.value == "" and event.style in (None, "")
        if _SURROGATE.search(event.value):
            self._problems.add(node, "half a surrogate pair is no character")
            node.value = _SURROGATE.sub("\ufffd", event.value)
        return node

    def _new(self, event: yaml.NodeEvent, value: str | list[Node] | dict[str, Entry]) -> Node:
        node = Node(*_place_of(event), value, source=self._problems.source)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        tag = getattr(event, "tag", None)
        if tag not in (None, "!") and tag not in _CORE_TAGS:
            self._problems.add(node, f"tags have no meaning in a suite: {tag[:60]}")
        return node

    def _open(self, event: yaml.NodeEvent) -> None:
        node = self._new(event, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        node.open = True
        self._levels.append(_Level(node))
        if len(self._levels) > DEEPEST:
            self._problems.stop_at(node.line, node.column, TOO_DEEP)

    def _resolve(self, event: yaml.AliasEvent) -> Node:
        """Return what an alias stands for, or nothing where that cannot be."""
        here = Node(*_place_of(event), "", nothing=True, source=self._problems.source)
        name = event.anchor or ""
        target = self._anchors.get(name)
        if target is None:
            self._problems.add(here, f"no anchor '&{name[:60]}' comes before this alias")
        elif target.open:
            self._problems.add(here, f"the alias '*{name[:60]}' stands inside itself")
        else:
            return target
        return here

    def _place(self, node: Node) -> None:
        """Put a complete node where it belongs: into the innermost open list or mapping."""
        if not self._levels:
            self.root = node
            return
        level = self._levels[-1]
        into = level.node
        into.size += node.size
        if into.size > LARGEST:
            self._problems.stop_at(
                into.line,
                into.column,
                f"with all aliases written out, more than {LARGEST:,} values",
            )
        if isinstance(into.value, list):
            into.value.append(node)
        elif level.key is None:
            level.key = node
        elif isinstance(into.value, dict):
            self._enter(into.value, level.key, node)
            level.key = None

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if not isinstance(key.value, str):
            hint = ": put {{ }} in quotes" if isinstance(key.value, dict) else ""
            self._problems.add(key, f"a key must be a text, not {key.kind}{hint}")
        elif key.value in entries:
            first = entries[key.value].key
            self._problems.add(key, f"the key '{key.value[:60]}' is already in line {first.line}")
        else:
            entries[key.value] = Entry(key, value)


def _place_of(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
