"""Rows of data from CSV, JSONL and YAML files, as nodes that know their place.

Nothing in a row of CSV or JSONL is a template: what strangers said in a chat may hold braces.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from .document import Entry, Node, compose
from .jsonlines import read_json_lines
from .problems import Problems

__all__ = ["ROW_ENDINGS", "delimiter_of", "read_rows"]

ROW_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".yaml", ".yml")
_CELL = re.compile(r'[ \t]*"(?:[^"]|"")*"[^{0}\n]*|[^{0}\n]*')
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1_000_000


def read_rows(ending: str, text: str, problems: Problems) -> Node | None:
    """Return the rows of a file as a list of mappings; None where there are none.

    Args:
        ending: what the file's name ends with, one of ROW_ENDINGS.
        text: what is in it.
        problems: those of the file.

    Raises:
        SuiteError: the text is not what its ending says.
    """
    if ending in {".yaml", ".yml"}:
        root = compose(text, problems)
    elif ending in {".jsonl", ".ndjson"}:
        root = _node(1, 1, list(read_json_lines(text, problems)), problems)
    else:
        delimiter = "\t" if ending == ".tsv" else delimiter_of(text)
        root = _node(1, 1, list(_read_csv(text, delimiter, problems)), problems)
    if root is None or not root.value:
        problems.add_at(1, 1, "the file has no rows")
        return None
    if not isinstance(root.value, list):
        problems.add(root, f"the file must hold a list of cases, not {root.kind}")
        return None
    return root


def _node(
    line: int, column: int, value: str | list[Node] | dict[str, Entry], problems: Problems
) -> Node:
    return Node(line, column, value, source=problems.source, literal=isinstance(value, str))


def delimiter_of(text: str) -> str:
    """Return what separates the cells: the commonest mark in the first line."""
    head = text.partition("\n")[0]
    return max(_DELIMITERS, key=head.count)


def _read_csv(text: str, delimiter: str, problems: Problems) -> Iterator[Node]:
    """Give each row after the head; empty cells say nothing and are left out."""
    names: list[Node] = []
    for line, columns, cells in _records(text, delimiter, problems):
        places = [*columns, *[1] * len(cells)]
        nodes = [
            _node(line, place, cell, problems) for place, cell in zip(places, cells, strict=False)
        ]
        if not names:
            names = nodes
            _check_head(names, problems)
        elif len(nodes) != len(names):
            place = nodes[min(len(names), len(nodes) - 1)]
            message = f"{len(nodes)} cells, but the head of the table names {len(names)}"
            problems.add(place, message)
        else:
            yield _nest(names, nodes, problems)


def _records(
    text: str, delimiter: str, problems: Problems
) -> Iterator[tuple[int, list[int], list[str]]]:
    """Give the line of each record, the columns of its cells, and the cells."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    pattern = re.compile(_CELL.pattern.replace("{0}", re.escape(delimiter)))
    end = 0
    try:
        for cells in reader:
            start, end = end, reader.line_num
            if any(cell.strip() for cell in cells):
                yield start + 1, _columns("".join(lines[start:end]), pattern), cells
    except csv.Error as error:
        problems.stop_at(end + 1, 1, f"this is no table: {error}")


def _columns(record: str, pattern: re.Pattern[str]) -> list[int]:
    """Return where the cells begin that begin in the first line of a record."""
    columns = []
    position = 0
    first = record.find("\n") if "\n" in record else len(record)
    while position <= first:
        columns.append(position + 1)
        match = pattern.match(record, position)
        position = (match.end() if match else first) + 1
    return columns


def _check_head(names: list[Node], problems: Problems) -> None:
    seen: set[str] = set()
    for name in names:
        if not str(name.value).strip():
            problems.add(name, "a column has no name")
        elif str(name.value).strip() in seen:
            problems.add(name, f"the column '{str(name.value)[:60]}' is there twice")
        seen.add(str(name.value).strip())


def _nest(names: list[Node], cells: list[Node], problems: Problems) -> Node:
    """Return a row as a mapping; the column `a.b` is the key `b` of the mapping `a`."""
    row: dict[str, Entry] = {}
    for name, cell in zip(names, cells, strict=True):
        if not str(cell.value).strip():
            continue
        *path, last = (part.strip() for part in str(name.value).split("."))
        into = row
        for step in path:
            if step not in into:
                into[step] = Entry(name, _node(cell.line, cell.column, {}, problems))
            inner = into[step].value.value
            if not isinstance(inner, dict):
                problems.add(name, f"the column '{step}' cannot be both a text and a mapping")
                break
            into = inner
        else:
            into[last] = Entry(name, cell)
    return _node(cells[0].line, 1, row, problems)
