"""Writing a text as a YAML scalar in the place, and where that can be in the style, of another."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

__all__ = ["Scalar", "scalars_of", "spellings"]

WIDTH = 100
_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?\r?\n")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~](?:[^\n\r#:\[\]{},]|:(?=\S)|,(?= ))*")

_TEMPLATE = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text in a file: its value, where it is written (from 0, in characters), and how."""

    value: str
    start: int
    end: int
    line: int
    """Counts from 1."""
    style: str
    """Empty for plain, else one of ' " | >."""
    indent: int
    """How far its lines stand in, if it is written as a block."""
    in_flow: bool
    """It stands between brackets, where no block can be."""


def scalars_of(node: yaml.Node, *, indent: int = 0, in_flow: bool = False) -> Iterator[Scalar]:
    """Yield the values under a node, without the keys, in the order of the file."""
    if isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark, node.end_mark
        yield Scalar(
            node.value, start.index, end.index, start.line + 1, node.style or "", indent, in_flow
        )
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            deeper = node.start_mark.column + 2
            yield from scalars_of(item, indent=deeper, in_flow=in_flow or bool(node.flow_style))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            deeper = key.start_mark.column + 2
            yield from scalars_of(value, indent=deeper, in_flow=in_flow or bool(node.flow_style))


def spellings(scalar: Scalar, text: str, written: str, newline: str) -> list[str]:
    """Return how a text could be written in place of a scalar, the likest to it first.

    Which of them means the text has to be tried: that depends on what is around it, and on
    whether variables are filled in.

    Args:
        scalar: what stands there.
        text: the new value.
        written: how the scalar is written, from its start to its end.
        newline: the line end of the file.
    """
    found = []
    if scalar.style in {"|", ">"} and not scalar.in_flow:
        found.append(_block(scalar, text, written, newline))
    elif "\n" in text and not scalar.in_flow:
        found.append(_block(scalar, text, "|-\n", newline))
    elif scalar.style == "'":
        found.append("'" + text.replace("'", "''") + "'")
    elif not scalar.style and _PLAIN.fullmatch(text):
        found.append(text)
    raw = [_quoted(f"{{% raw %}}{text}{{% endraw %}}")] if _TEMPLATE.search(text) else []
    return [*found, _quoted(text), *raw]


def _block(scalar: Scalar, text: str, written: str, newline: str) -> str:
    """Write a block, and keep a comment in its head and the empty lines after it."""
    head = _HEADER.match(written)
    comment = (head.group(1) or "") if head else ""
    folded = written.startswith(">") and "\n" not in text
    lines = textwrap.wrap(text, WIDTH - scalar.indent, break_long_words=False,
                          break_on_hyphens=False) if folded else text.split("\n")  # fmt: skip
    body = newline.join(f"{' ' * scalar.indent}{line}" if line else "" for line in lines)
    after = written[len(written.rstrip()) :] if head else ""
    return f"{'>-' if folded else '|-'}{comment}{newline}{body}{after}"


def _quoted(text: str) -> str:
    dumped = yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return str(dumped).rstrip("\n")
