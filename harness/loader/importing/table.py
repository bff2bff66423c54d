"""A table of questions as a suite."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import Problem, SuiteError
from harness.loader.problems import Problems
from harness.loader.source import read_text, shown

from .account import Account
from .cases import make_cases
from .prompts import Prompt
from .reading import Folder, csv_tests
from .tests import read_column

__all__ = ["import_csv"]

_QUESTIONS = ("prompt", "question", "input", "query", "user", "message", "text")
_OURS = {"id", "tags"}
_ANSWERS = ("expect", "expected", "answer", "golden_answer", "output", "reference", "ideal")


def import_csv(path: Path) -> tuple[dict[str, Any], Account]:
    """Return the suite that a table means, and the account of its translation.

    The question is the column of a usual name (`prompt`, `question`, `input` …), else the only
    one without a name of its own; `__expected` columns hold `type(threshold): value`; where there
    are none, a column `expect` or `answer` holds what the answer says.

    Raises:
        SuiteError: the file cannot be read, or has no question.
    """
    problems = Problems(shown(path))
    text = read_text(path, problems)
    account = Account()
    try:
        rows = list(csv_tests(text))
    except csv.Error as error:
        problems.stop_at(1, 1, f"this is no table: {error}")
    names = [name for name in (rows[0] if rows else {}) if not name.startswith("__")]
    question = _column(names, _QUESTIONS) or (names[0] if len(names) == 1 else None)
    if question is None:
        known = ", ".join(_QUESTIONS)
        message = f"no column holds the question; call it one of {known}"
        raise SuiteError([Problem(shown(path), 1, 1, message)])
    special = any(name.startswith("__expected") for row in rows[:1] for name in row)
    answer = None if special else _column(names, _ANSWERS)
    for name in names:
        if name not in {question, answer, *_OURS}:
            account.translate(f"column {name} → metadata")
    tests = [_test(row, question, answer, account) for row in rows]
    cases = make_cases(tests, [Prompt("{{ question }}")], account, Folder(path.parent, account))
    if not cases:
        raise SuiteError([Problem(shown(path), 1, 1, "no row of the table has a question")])
    return {"name": path.stem, "cases": cases}, account


def _column(names: list[str], usual: tuple[str, ...]) -> str | None:
    known = {name.strip().casefold(): name for name in names}
    return next((known[name] for name in usual if name in known), None)


def _test(
    row: Mapping[str, str], question: str, answer: str | None, account: Account
) -> dict[str, Any]:
    """Return a row as a test with its expected answer, its metadata and its name."""
    test: dict[str, Any] = {"vars": {}, "assert": [], "metadata": {}, "options": {}}
    for name, cell in row.items():
        if name.startswith("__"):
            read_column(name, cell, test, account)
        elif name == "tags":
            test["tags"] = [tag.strip() for tag in re.split(r"[,;]", cell) if tag.strip()]
        elif name == "id":
            test["id"] = cell.strip()
        elif name not in {question, answer} and cell.strip():
            test["metadata"][name] = cell
    test["vars"] = {"question": row[question]}
    if answer is not None and row[answer].strip():
        test["assert"].append({"type": "says", "value": "{{ answer }}"})
        test["vars"]["answer"] = row[answer]
    return test
