"""Answers that came from elsewhere: a JSONL or CSV file becomes trials to be scored."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from harness.errors import did_you_mean
from harness.model.run import Answer, Exchange, Message, Setting, Trial, TrialKey
from harness.model.suite import Case, Suite
from harness.runner.plan import settings_of

from .problems import Problems
from .source import shown

__all__ = ["LONGEST_LINE", "GivenAnswers", "load_answers"]

LONGEST_LINE = 16 * 1024 * 1024
"""The bytes up to which one line is read."""
MOST_PROBLEMS = 100
"""After so many wrong lines, the file is not what it was taken for."""
READ = ("case", "answer", "temperature", "error")
"""The fields of a row that mean something here."""


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """The trials of a file, unscored, and the names of the fields that were not looked at."""

    trials: tuple[Trial, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: Mapping[str, Any]


class _Wrong(Exception):
    """What is wrong with one row, in words; `column` where that is known."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


def load_answers(path: str | Path, suite: Suite) -> GivenAnswers:
    """Return the answers of a file as trials of the suite's cases, in the file's order.

    A row is an object with `case` (an id), `answer` (a text, or one text a turn of the case; null
    where none came) and, where wanted, `temperature` (0..1; the suite's first one is meant
    otherwise) and `error` (why there is no answer). Rows of one case and temperature are repeats.

    Args:
        path: a file of JSON lines, or, where the name ends in .csv, of comma separated values.
        suite: the cases that are answered.

    Raises:
        SuiteError: the file cannot be read, or rows are wrong; it carries all of them, with their
            lines.
    """
    file = Path(path)
    problems = Problems(shown(path))
    reader = _Reader(suite, problems)
    try:
        with file.open("rb") as stream:
            rows = _csv_rows if file.suffix.lower() == ".csv" else _json_rows
            for row in rows(stream, problems):
                reader.take(row)
    except FileNotFoundError:
        problems.stop_at(1, 1, "there is no such file")
    except IsADirectoryError:
        problems.stop_at(1, 1, "this is a directory, not a file of answers")
    except ValueError:
        problems.stop_at(1, 1, "no file can have this name: it holds a NUL or half a character")
    except OSError as error:
        problems.stop_at(1, 1, f"the file cannot be read: {error.strerror or error}")
    problems.check()
    if not reader.trials:
        problems.stop_at(1, 1, "the file holds no answers")
    return GivenAnswers(tuple(reader.trials), tuple(sorted(reader.ignored)))


class _Reader:
    """Turns rows into trials."""

    def __init__(self, suite: Suite, problems: Problems) -> None:
        self.trials: list[Trial] = []
        self.ignored: set[str] = set()
        self._cases = {case.id: case for case in suite.cases}
        self._setting = settings_of(suite)[0]
        self._problems = problems
        self._count: Counter[tuple[str, float]] = Counter()
        self._read_at = datetime.now(UTC)

    def take(self, row: _Row) -> None:
        """Read one row; what is wrong with it is noted."""
        try:
            self.trials.append(self._trial(row.values))
        except _Wrong as wrong:
            self._problems.add_at(row.line, wrong.column, str(wrong))
            if len(self._problems.sorted()) >= MOST_PROBLEMS:
                self._problems.stop_at(row.line, 1, "too much is wrong: the rest was not read")
        self.ignored.update(name for name in row.values if name not in READ)

    def _trial(self, values: Mapping[str, Any]) -> Trial:
        case = self._case(values)
        temperature = _temperature(values.get("temperature"), self._setting.temperature)
        texts, error = _texts(values, case)
        setting = Setting(temperature, self._setting.model, self._setting.stream)
        repeat = self._count[case.id, temperature]
        self._count[case.id, temperature] += 1
        key = TrialKey(case.id, setting, repeat)
        return Trial(key, case.digest, _exchanges(case, texts), self._read_at, error=error)

    def _case(self, values: Mapping[str, Any]) -> Case:
        if "case" not in values:
            raise _Wrong(f"a row needs the field 'case'{did_you_mean('case', values)}")
        written = values["case"]
        if not isinstance(written, str):
            raise _Wrong(f"'case' is the id of a case, not {_kind(written)}")
        found = self._cases.get(written)
        if found is None:
            hint = did_you_mean(written, self._cases)
            raise _Wrong(f"the suite has no case '{written[:200]}'{hint}")
        return found


def _exchanges(case: Case, texts: tuple[str, ...]) -> tuple[Exchange, ...]:
    """Return questions and answers, each with what was said before it."""
    found: list[Exchange] = []
    said: tuple[Message, ...] = ()
    for turn, text in zip(case.turns, texts, strict=False):
        found.append(Exchange(turn.user, Answer(text, 0.0), said))
        said = (*said, Message("user", turn.user), Message("assistant", text))
    return tuple(found)


def _texts(values: Mapping[str, Any], case: Case) -> tuple[tuple[str, ...], str | None]:
    """Return one answer a turn, and why there are none where there are none."""
    if "answer" not in values and not values.get("error"):
        raise _Wrong(f"a row needs the field 'answer'{did_you_mean('answer', values)}")
    error, answer = values.get("error"), values.get("answer")
    if error is not None and not isinstance(error, str):
        raise _Wrong(f"'error' is a text, not {_kind(error)}")
    if error or answer is None:
        return (), error or "the file holds no answer"
    given = [answer] if isinstance(answer, str) else answer
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise _Wrong(f"'answer' is a text or a list of texts, not {_kind(answer)}")
    if len(given) != len(case.turns):
        raise _Wrong(
            f"case '{case.id}' has {len(case.turns)} turn{'s' * (len(case.turns) > 1)}, "
            f"the row {len(given)} answer{'s' * (len(given) != 1)}: give a list with one a turn"
        )
    return tuple(given), None


def _temperature(written: object, usual: float) -> float:
    if written is None or written == "":
        return usual
    try:
        number = float(written) if isinstance(written, str | int | float) else -1.0
    except (ValueError, OverflowError):
        number = -1.0
    if isinstance(written, bool) or not 0 <= number <= 1:
        raise _Wrong("'temperature' is a number from 0 to 1")
    return number + 0.0


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "a text")


def _json_rows(stream: BinaryIO, problems: Problems) -> Iterator[_Row]:
    number = 0
    while data := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            problems.stop_at(number, 1, f"a line of over {LONGEST_LINE // 1024**2} MB")
        try:
            line = data.decode("utf-8-sig" if number == 1 else "utf-8")
            if line.strip():
                yield _Row(number, _object(line))
        except UnicodeDecodeError as error:
            problems.stop_at(number, error.start + 1, "not UTF-8; save the file as UTF-8")
        except _Wrong as wrong:
            problems.add_at(number, wrong.column, str(wrong))
            if len(problems.sorted()) >= MOST_PROBLEMS:
                problems.stop_at(number, 1, "too much is wrong: the rest was not read")


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _Wrong(f"this is no JSON: {error.msg}", error.colno) from None
    except RecursionError:
        raise _Wrong("this JSON is nested too deeply") from None
    except ValueError as error:
        raise _Wrong(f"this is no JSON: {error}"[:200]) from None
    if not isinstance(value, dict):
        raise _Wrong(f"a row is an object with 'case' and 'answer', not {_kind(value)}")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(n for n, _ in pairs).items() if count > 1)
        raise _Wrong(f"the field '{twice[:100]}' is given twice")
    return found


def _no_constant(name: str) -> float:
    raise _Wrong(f"{name} is no JSON")


def _csv_rows(stream: BinaryIO, problems: Problems) -> Iterator[_Row]:
    data = stream.read(LONGEST_LINE * 4 + 1)
    if len(data) > LONGEST_LINE * 4:
        problems.stop_at(1, 1, f"the file is larger than {LONGEST_LINE * 4 // 1024**2} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.stop_at(line, 1, "not UTF-8; save the file as UTF-8")
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    missing = {"case", "answer"} - set(reader.fieldnames or ())
    for name in sorted(missing):
        hint = did_you_mean(name, reader.fieldnames or ())
        problems.stop_at(1, 1, f"the first line names no column '{name}'{hint}")
    begun = reader.line_num + 1
    try:
        for row in reader:
            values = {name: value for name, value in row.items() if isinstance(name, str)}
            yield _Row(begun, values)
            begun = reader.line_num + 1
    except csv.Error as error:
        problems.add_at(max(reader.line_num, 1), 1, f"this is no CSV: {error}")
