"""Collecting everything that is wrong in one file."""

from __future__ import annotations

from typing import NoReturn, Protocol

from harness.errors import Problem, SuiteError

__all__ = ["Place", "Problems"]


class Place(Protocol):
    """Where something stands in a file; line and column count from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Problems:
    """The problems of one file, each once, in the order of the file."""

    def __init__(self, file: str) -> None:
        """Start with none; `file` is the name to show."""
        self.file = file
        self._found: set[Problem] = set()

    def add(self, place: Place, message: str) -> None:
        """Note what is wrong at a place."""
        self.add_at(place.line, place.column, message)

    def add_at(self, line: int, column: int, message: str) -> None:
        """Note what is wrong in a line and column."""
        self._found.add(Problem(self.file, line, column, message))

    def stop_at(self, line: int, column: int, message: str) -> NoReturn:
        """Note what makes it impossible to read on, and raise all that is known."""
        self.add_at(line, column, message)
        raise SuiteError(self.sorted())

    def sorted(self) -> list[Problem]:
        """Return all problems in the order of the file."""
        return sorted(self._found, key=lambda one: (one.line, one.column, one.message))

    def check(self) -> None:
        """Raise SuiteError with all problems, if there is any."""
        if self._found:
            raise SuiteError(self.sorted())
