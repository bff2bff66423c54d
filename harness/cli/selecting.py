"""Options that choose cases of a suite, and the loading of a suite by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness.errors import SettingsError

from .console import say
from .options import read_variables, var_option

if TYPE_CHECKING:
    from harness.model.suite import Suite
    from harness.runner.selection import Selection

__all__ = ["Chosen", "selecting_options", "take_chosen"]

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--tag", "tags", multiple=True, help="Only cases with this tag (repeatable)."),
    click.option(
        "--filter",
        "patterns",
        multiple=True,
        metavar="PATTERN",
        help="Only cases with this in their id or messages: a regular expression (repeatable).",
    ),
    click.option("--failed", metavar="RUN", help="Only what failed in this kept run."),
    click.option("--first", "-n", type=click.IntRange(1), help="Only so many, from the beginning."),
    var_option,
)


def selecting_options(function: F) -> F:
    """Add the options that choose cases and give variables their values."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the options choose."""

    tags: tuple[str, ...]
    patterns: tuple[str, ...]
    failed: str | None
    first: int | None
    variables: tuple[str, ...]

    def selection(self, store: str) -> Selection:
        """Return the selection; the run that it speaks of is looked up in a store."""
        from harness.runner.selection import Selection, failed_cases

        ids = None
        if self.failed is not None:
            from harness.store.store import Store

            with Store(store) as kept:
                ids = failed_cases(kept.load_run(self.failed))
        return Selection(self.tags, self.patterns, ids, self.first)

    def load(self, path: Path, store: str) -> Suite:
        """Return the chosen part of a suite.

        Raises:
            SettingsError: nothing of it is chosen.
        """
        ((_, suite),) = self.load_all([path], store)
        return suite

    def load_all(self, paths: Iterable[Path], store: str) -> list[tuple[Path, Suite]]:
        """Return the chosen parts of suites; one of which nothing is chosen is left out.

        Raises:
            SettingsError: nothing is chosen of any.
        """
        from harness.loader import load_suite
        from harness.runner.selection import select

        given = read_variables(self.variables)
        suites = [(path, load_suite(path, given)) for path in paths]
        selection = self.selection(store)
        found: list[tuple[Path, Suite]] = []
        refusals: list[tuple[Path, SettingsError]] = []
        for path, suite in suites:
            try:
                found.append((path, select(suite, selection)))
            except SettingsError as error:
                refusals.append((path, error))
        if not found:
            raise refusals[0][1]
        for path, refusal in refusals:
            say(f"{path}: left out, as {refusal}", err=True)
        return found


def take_chosen(options: dict[str, Any]) -> Chosen:
    """Take what chooses out of the options of a verb."""
    names = ("tags", "patterns", "failed", "first", "variables")
    return Chosen(*(options.pop(name) for name in names))
