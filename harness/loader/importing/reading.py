"""Reading what promptfoo reads: YAML and JSON with merge keys, and files named in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.errors import SuiteError
from harness.loader.document import Node, compose
from harness.loader.jsonlines import read_json_lines
from harness.loader.problems import Problems
from harness.loader.rows import delimiter_of
from harness.loader.source import read_text, shown

from .account import Account

__all__ = ["Folder", "csv_tests", "load", "many"]

FILE = "file://"
_DATA = {".yaml", ".yml", ".json"}
_LINES = {".jsonl", ".ndjson"}


def load(path: Path) -> Any:
    """Return the value of a YAML or JSON file; every scalar is the text that was written.

    Raises:
        SuiteError: it cannot be read, or is neither.
    """
    problems = Problems(shown(path))
    root = compose(read_text(path, problems), problems)
    problems.check()
    return None if root is None else _plain(root)


def _plain(node: Node) -> Any:
    if isinstance(node.value, str):
        return None if node.nothing or node.value in {"null", "~"} else node.value
    if isinstance(node.value, list):
        return [_plain(item) for item in node.value]
    merged: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, entry in node.value.items():
        value = _plain(entry.value)
        if key == "<<":
            for part in reversed(value if isinstance(value, list) else [value]):
                merged.update(part if isinstance(part, dict) else {})
        else:
            own[key] = value
    return {**merged, **own}


def many(value: Any) -> list[Any]:
    """Return a value as a list: one for itself, none for nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class Folder:
    """The files that a configuration names; what cannot be read is left out with a note."""

    def __init__(self, path: Path, account: Account) -> None:
        """Names start from `path`."""
        self.path = path
        self._account = account

    def find(self, reference: str) -> list[Path]:
        """Return the files that a reference means; * stands for any."""
        name = reference.removeprefix(FILE)
        try:
            if not any(mark in name for mark in "*?["):
                return [self.path / name]
            found = sorted(one for one in self.path.glob(name) if one.is_file())
        except (ValueError, NotImplementedError, OSError):
            found = []
        if not found:
            self._account.leave_out(f"{reference}: no such file")
        return found

    def text(self, path: Path) -> str | None:
        """Return the text of a file; None where it cannot be read."""
        try:
            return read_text(path, Problems(shown(path)))
        except SuiteError as error:
            self._account.leave_out(str(error).splitlines()[0])
            return None

    def values(self, reference: str) -> Iterator[Any]:
        """Give what the files of a reference hold: a list's items, or the one value."""
        for path in self.find(reference):
            ending = path.suffix.lower()
            try:
                if ending in _DATA:
                    yield from many(load(path))
                elif ending in _LINES:
                    text = read_text(path, Problems(shown(path)))
                    yield from map(_plain, read_json_lines(text, Problems(shown(path))))
                elif ending == ".csv":
                    yield from csv_tests(self.text(path) or "")
                else:
                    self._account.leave_out(f"{reference}: {ending or 'no ending'} cannot be read")
            except (SuiteError, csv.Error) as error:
                self._account.leave_out(str(error).splitlines()[0])


def csv_tests(text: str) -> Iterator[dict[str, str]]:
    """Give the rows of a table as its reader finds them; the special columns come as they are."""
    table = io.StringIO(text, newline="")
    for row in csv.DictReader(table, delimiter=delimiter_of(text), restkey="__surplus"):
        cells = {
            str(key): ", ".join(value) if isinstance(value, list) else value or ""
            for key, value in row.items()
        }
        yield {"__row__": "csv", **cells}
