"""A run in a file of its own, as JSON lines: the run, its trials, and an end that counts them."""

from __future__ import annotations

import gzip
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from harness.errors import RunFileError
from harness.model.run import Run, Trial, TrialKey

from .lines import read_head, read_line, read_trial, run_line, trial_line
from .records import in_order
from .texts import dump

__all__ = [
    "ENDINGS",
    "VERSION",
    "RunLines",
    "check_version",
    "is_run_file",
    "read_run_file",
    "reading",
    "run_lines",
    "write_lines",
    "write_run_file",
]

T = TypeVar("T")
FORMAT = "harness run"
VERSION = 1
ENDINGS = (".jsonl", ".jsonl.gz")
LONGEST_LINE = 64 << 20
"""Bytes; no trial comes near, but a file made to fill the memory does."""
GZIP = b"\x1f\x8b"
AGAIN = "export or download it again"


def is_run_file(ref: str) -> bool:
    """Tell whether people mean a file by this, and not a run in the store."""
    return ref.endswith(ENDINGS)


def run_lines(run: Run) -> Iterator[str]:
    """Yield the lines of a run's file."""
    yield run_line(run, format=FORMAT, version=VERSION)
    for trial in run.trials:
        yield trial_line(trial)
    yield dump({"end": {"trials": len(run.trials)}})


def write_run_file(path: Path, run: Run) -> None:
    """Write the file of a run, compressed where its name ends with .gz; the same run, same bytes.

    Raises:
        RunFileError: it cannot be written; then what was there before is still there.
    """
    write_lines(path, run_lines(run))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, whole or not at all.

    Raises:
        RunFileError: it cannot be written.
    """
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with passing.open("wb") as raw, _compressing(path, raw) as file:
            for line in lines:
                file.write(line.encode("ascii") + b"\n")
        passing.replace(path)
    except OSError as failure:
        with suppress(OSError):
            passing.unlink()
        why = failure.strerror or failure
        raise RunFileError(f"{path} cannot be written: {why}") from None


def read_run_file(path: Path) -> Run:
    """Return the run of a file.

    Raises:
        RunFileError: it cannot be read, was cut, damaged, or made by a newer harness; names the
            file and the line.
    """
    with reading(path) as lines:
        run = lines.run()
        lines.end()
        return run


@contextmanager
def reading(path: Path) -> Iterator[RunLines]:
    """Open a file of lines, packed or not.

    Raises:
        RunFileError: it cannot be read.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            file = gzip.GzipFile(fileobj=raw) if packed else raw
            yield RunLines(path, cast("IO[bytes]", file))
    except OSError as failure:
        why = failure.strerror or failure
        raise RunFileError(f"{path} cannot be read: {why}") from None


class RunLines:
    """The lines of one file; knows where it is."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._line = 0
        self._lines = self._read(file)

    def run(self) -> Run:
        """Return the run that comes next, with its trials."""
        head = self.next(_head)
        trials: list[Trial] = []
        keys: set[TrialKey] = set()
        while True:
            found = self.next(_trial_or_end)
            if isinstance(found, int):
                if found != len(trials):
                    raise self.wrong(f"it should hold {found} trials, but {len(trials)} are there")
                return replace(head, trials=in_order(trials, head.suite))
            if found.key in keys:
                raise self.wrong("this trial is there twice")
            keys.add(found.key)
            trials.append(found)

    def next(self, understand: Callable[[Mapping[str, Any]], T]) -> T:
        """Return what `understand` makes of the next line.

        Raises:
            RunFileError: there is none, or it is wrong.
        """
        line = next(self._lines, None)
        if line is None and not self._line:
            raise RunFileError(f"{self._path} is empty: {AGAIN}")
        if line is None:
            raise self.wrong("it is cut off here")
        try:
            return understand(read_line(line.decode("utf-8")))
        except UnicodeDecodeError:
            raise self.wrong("it is no UTF-8 text") from None
        except (KeyError, TypeError, AttributeError, OverflowError):
            raise self.wrong("this line is of another kind than it should be") from None
        except ValueError as failure:
            raise self.wrong(str(failure)) from None

    def end(self) -> None:
        """Make sure that nothing follows."""
        if next(self._lines, None) is not None:
            raise self.wrong("something follows after its end")

    def wrong(self, why: str) -> RunFileError:
        """Return the error that names this place."""
        mend = "" if "upgrade" in why else f": {AGAIN}"
        return RunFileError(f"{self._path}:{max(self._line, 1)}: {why}{mend}")

    def _read(self, file: IO[bytes]) -> Iterator[bytes]:
        while True:
            try:
                line = file.readline(LONGEST_LINE + 1)
            except EOFError:
                raise self.wrong("it is cut off here") from None
            except (gzip.BadGzipFile, zlib.error) as failure:
                raise self.wrong(f"it is damaged here ({failure})") from None
            if not line:
                return
            self._line += 1
            if len(line) > LONGEST_LINE:
                raise self.wrong(f"this line is longer than {LONGEST_LINE >> 20} MB")
            if not line.endswith(b"\n"):
                raise self.wrong("it is cut off in this line")
            yield line


def check_version(value: Mapping[str, Any], form: str, command: str) -> None:
    """Raise ValueError where the first line of a file is of another form, or newer than we are."""
    if value.get("format") != form:
        raise ValueError(f"it is nothing that '{command}' wrote")
    version = value.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise ValueError(
            f"a newer harness wrote it (version {version}, this one knows {VERSION}): upgrade "
            "harness, for example with 'pip install --upgrade chatbot-harness'"
        )


def _head(value: Mapping[str, Any]) -> Run:
    check_version(value, FORMAT, "harness export")
    return read_head(value)


def _trial_or_end(value: Mapping[str, Any]) -> Trial | int:
    return int(value["end"]["trials"]) if "end" in value else read_trial(value)


@contextmanager
def _compressing(path: Path, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        yield raw
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        yield cast("IO[bytes]", packed)
