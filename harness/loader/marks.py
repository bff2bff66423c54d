"""What people say of answers: a table in which they fill in right or wrong."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from pathlib import Path

from harness.errors import did_you_mean

from .problems import Problems
from .source import shown

__all__ = ["RIGHT", "WRONG", "MarkKey", "load_marks"]

RIGHT = frozenset({"right", "r", "yes", "y", "true", "1", "ok", "pass", "passed", "correct"})
WRONG = frozenset({"wrong", "w", "no", "n", "false", "0", "fail", "failed", "incorrect"})
KEYS = ("case", "setting", "repeat", "mark")
LARGEST_FILE = 64 * 1024 * 1024

MarkKey = tuple[str, str, str]
"""Case, setting and repeat, as they stand in the table."""


def load_marks(path: Path, known: Collection[MarkKey]) -> Mapping[MarkKey, bool]:
    """Return which answers are marked right (True) or wrong (False); unmarked ones are left out.

    Args:
        path: a CSV file with the columns case, setting, repeat and mark; others may stand there.
        known: the answers that can be marked.

    Raises:
        SuiteError: the file cannot be read, or rows are wrong; it carries all of them.
    """
    problems = Problems(shown(path))
    reader = csv.DictReader(_text(path, problems).splitlines(keepends=True), strict=True)
    for name in KEYS:
        if name not in (reader.fieldnames or ()):
            hint = did_you_mean(name, reader.fieldnames or ())
            problems.stop_at(1, 1, f"the first line names no column '{name}'{hint}")
    found: dict[MarkKey, bool] = {}
    line = reader.line_num + 1
    try:
        for row in reader:
            _take(row, found, known, problems, line)
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add_at(max(reader.line_num, 1), 1, f"this is no CSV: {error}")
    problems.check()
    return found


def _take(
    row: Mapping[str, str | None],
    found: dict[MarkKey, bool],
    known: Collection[MarkKey],
    problems: Problems,
    line: int,
) -> None:
    mark = (row["mark"] or "").strip().lower()
    if not mark:
        return
    key = (_plain(row["case"]), _plain(row["setting"]), _plain(row["repeat"]))
    if key not in known:
        hint = did_you_mean(key[0], {case for case, _, _ in known})
        where = f"case '{key[0]}', {key[1]}, repeat {key[2]}"
        problems.add_at(line, 1, f"the run has no answer of {where[:200]}{hint}")
    elif mark not in RIGHT | WRONG:
        problems.add_at(line, 1, f"a mark is 'right' or 'wrong', not '{mark[:40]}'")
    elif found.get(key, mark in RIGHT) != (mark in RIGHT):
        problems.add_at(line, 1, "this answer is marked twice, and not alike")
    else:
        found[key] = mark in RIGHT


def _plain(cell: str | None) -> str:
    """Return what stood in a cell before it was made safe for spreadsheets."""
    return (cell or "").removeprefix("'")


def _text(path: Path, problems: Problems) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.stop_at(1, 1, f"the file cannot be read: {error.strerror or error}")
    if len(data) > LARGEST_FILE:
        problems.stop_at(1, 1, f"the file is larger than {LARGEST_FILE // 1024**2} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.stop_at(line, 1, "not UTF-8; save the file as CSV in UTF-8")
