"""A run in a file of its own, as JSON lines: the run, its trials, and an end that counts them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TypeVar, cast

from harness.errors import RunFileError
from harness.model.run import Run, Trial

from .lines import read_head, read_line, read_trial, run_line, trial_line
from .records import in_order
from .texts import dump

__all__ = ["ENDINGS", "VERSION", "is_run_file", "read_run_file", "run_lines", "write_run_file"]

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
        OSError: it cannot be written.
    """
    with path.open("wb") as raw, _compressing(path, raw) as file:
        for line in run_lines(run):
            file.write(line.encode("ascii") + b"\n")


def read_run_file(path: Path) -> Run:
    """Return the run of a file.

    Raises:
        RunFileError: it cannot be read, was cut, damaged, or made by a newer harness; names the
            file and the line.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            raw.seek(0)
            file = gzip.GzipFile(fileobj=raw) if packed else raw
            return _Reader(path).read(cast("IO[bytes]", file))
    except OSError as failure:
        if isinstance(failure, gzip.BadGzipFile):
            raise RunFileError(f"{path} is damaged ({failure}): {AGAIN}") from None
        why = failure.strerror or failure
        raise RunFileError(f"{path} cannot be read: {why}") from None


class _Reader:
    """Reads the lines of one file, and knows where it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = 0

    def read(self, file: IO[bytes]) -> Run:
        lines = self._lines(file)
        head = self._understand(self._head, next(lines, b""))
        trials: list[Trial] = []
        for line in lines:
            found = self._understand(_trial_or_end, line)
            if isinstance(found, int):
                self._check_end(found, len(trials), lines)
                return replace(head, trials=in_order(trials, head.suite))
            trials.append(found)
        raise self._wrong("it is cut off here")

    def _lines(self, file: IO[bytes]) -> Iterator[bytes]:
        while True:
            try:
                line = file.readline(LONGEST_LINE + 1)
            except EOFError:
                raise self._wrong("it is cut off here") from None
            except (gzip.BadGzipFile, zlib.error) as failure:
                raise self._wrong(f"it is damaged here ({failure})") from None
            if not line:
                return
            self._line += 1
            if len(line) > LONGEST_LINE:
                raise self._wrong(f"this line is longer than {LONGEST_LINE >> 20} MB")
            if not line.endswith(b"\n"):
                raise self._wrong("it is cut off in this line")
            yield line

    def _head(self, line: bytes) -> Run:
        value = read_line(line.decode("utf-8"))
        if value.get("format") != FORMAT:
            raise ValueError("it is no run that 'harness export' wrote")
        version = value.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise ValueError(
                f"a newer harness wrote it (version {version}, this one knows {VERSION}): upgrade "
                "harness, for example with 'pip install --upgrade chatbot-harness'"
            )
        return read_head(value)

    def _check_end(self, told: int, found: int, rest: Iterable[bytes]) -> None:
        if told != found:
            raise self._wrong(f"it should hold {told} trials, but {found} are there")
        if next(iter(rest), None) is not None:
            raise self._wrong("something follows after its end")

    def _understand(self, how: Callable[[bytes], T], line: bytes) -> T:
        if not line:
            raise RunFileError(f"{self._path} is empty: {AGAIN}")
        try:
            return how(line)
        except UnicodeDecodeError:
            raise self._wrong("it is no UTF-8 text") from None
        except (KeyError, TypeError, AttributeError, OverflowError):
            raise self._wrong("this line is of another kind than it should be") from None
        except ValueError as failure:
            raise self._wrong(str(failure)) from None

    def _wrong(self, why: str) -> RunFileError:
        end = "" if "upgrade" in why else f": {AGAIN}"
        return RunFileError(f"{self._path}:{max(self._line, 1)}: {why}{end}")


def _trial_or_end(line: bytes) -> Trial | int:
    value = read_line(line.decode("utf-8"))
    return int(value["end"]["trials"]) if "end" in value else read_trial(value)


@contextmanager
def _compressing(path: Path, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        yield raw
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        yield cast("IO[bytes]", packed)
