"""Collecting everything that is wrong in a suite and in the files that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NoReturn, Protocol

from harness.errors import Problem, SuiteError

__all__ = ["Place", "Problems", "Source"]


@dataclass(eq=False)
class Source:
    """A file that something stands in: its name as it is shown, and its text once it is read."""

    file: str
    text: str = ""
    folder: Path = Path()
    """What the names of other files in it start from."""

    @cached_property
    def templated(self) -> bool:
        """Whether there may be variables in it."""
        return "{{" in self.text or "{%" in self.text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def line(self, number: int) -> str:
        """Return a line, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


class Place(Protocol):
    """Where something stands; line and column count from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""

    @property
    def source(self) -> Source | None:
        """The file, where that is not the one that is being read."""


@dataclass(eq=False)
class _Ledger:
    found: set[Problem] = field(default_factory=set)
    files: dict[str, int] = field(default_factory=dict)
    """The rank of each file: as they were opened."""


class Problems:
    """The problems of a suite, each once, file by file in the order of the file."""

    def __init__(self, file: str, above: Problems | None = None, folder: Path = Path()) -> None:
        """Start with none; `file` is the name to show.

        Args:
            file: the file that is read.
            above: the problems of the file that names this one; both are told together.
            folder: the one that the file is in.
        """
        self.source = Source(file, folder=folder)
        self.ledger: _Ledger = above.ledger if above else _Ledger()
        self.ledger.files.setdefault(file, len(self.ledger.files))

    @property
    def file(self) -> str:
        """The name of the file that is being read."""
        return self.source.file

    def add(self, place: Place, message: str) -> None:
        """Note what is wrong at a place."""
        self._note(place.source or self.source, place.line, place.column, message)

    def warn(self, place: Place, message: str) -> None:
        """Note what may be wrong at a place, though the suite can be used."""
        self._note(place.source or self.source, place.line, place.column, message, warning=True)

    def add_at(self, line: int, column: int, message: str) -> None:
        """Note what is wrong in a line and column of the file that is being read."""
        self._note(self.source, line, column, message)

    def stop_at(self, line: int, column: int, message: str) -> NoReturn:
        """Note what makes it impossible to read on, and raise all that is known."""
        self.add_at(line, column, message)
        raise SuiteError(self.errors())

    def sorted(self) -> list[Problem]:
        """Return all problems and warnings, file by file in the order of the file."""
        rank = self.ledger.files
        return sorted(
            self.ledger.found,
            key=lambda one: (rank[one.file], one.line, one.column, one.message),
        )

    def errors(self) -> list[Problem]:
        """Return what makes the suite unusable."""
        return [one for one in self.sorted() if not one.warning]

    def warnings(self) -> list[Problem]:
        """Return what may be wrong."""
        return [one for one in self.sorted() if one.warning]

    def check(self) -> None:
        """Raise SuiteError with all errors, if there is any."""
        if errors := self.errors():
            raise SuiteError(errors)

    def _note(
        self, source: Source, line: int, column: int, message: str, *, warning: bool = False
    ) -> None:
        self.ledger.files.setdefault(source.file, len(self.ledger.files))
        text = source.line(line)
        self.ledger.found.add(Problem(source.file, line, column, message, text, warning))
