"""Which rows of a list to ask for: days, sources, a page or all."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import click

from harness.errors import SettingsError
from harness.wire.listing import Page

__all__ = ["LogPage", "collect", "csv_option", "log_options", "refuse_together", "tell_of_more"]

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])

csv_option = click.option(
    "--csv", "as_csv", is_flag=True, help="CSV for a spreadsheet; texts cannot act as formulas."
)
_LOG_OPTIONS = (
    click.option("--since", type=DAY, metavar="YYYY-MM-DD", help="The first day."),
    click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="The last day; it counts too."),
    click.option(
        "--source", "sources", multiple=True, help="Only from there, e.g. API (repeatable)."
    ),
    click.option("--page", type=click.IntRange(1), help="Which page [default: 1]."),
    click.option("--size", type=click.IntRange(1), help="Rows a page [default: 100]."),
    click.option("--all", "everything", is_flag=True, help="All pages."),
)


@dataclass(frozen=True, slots=True)
class LogPage:
    """What the options of a list by days ask for."""

    page: int
    size: int
    everything: bool
    start_date: date | None
    end_date: date | None
    sources: tuple[str, ...]

    @classmethod
    def of(
        cls,
        *,
        since: datetime | None,
        until: datetime | None,
        sources: tuple[str, ...],
        page: int | None,
        size: int | None,
        everything: bool,
    ) -> LogPage:
        """Read the options.

        Raises:
            SettingsError: A page and all pages are asked for.
        """
        refuse_together({"--all": everything, "--page": page})
        return cls(
            page or 1,
            size or 100,
            everything,
            since and since.date(),
            until and until.date(),
            sources,
        )

    @property
    def limits(self) -> dict[str, Any]:
        """The days, the sources and the size, as the client's methods name them."""
        return {
            "start_date": self.start_date,
            "end_date": self.end_date,
            "sources": self.sources,
            "size": self.size,
        }


def log_options(function: F) -> F:
    """Add the options of a list by days."""
    for option in reversed(_LOG_OPTIONS):
        function = option(function)
    return function


def refuse_together(given: dict[str, object]) -> None:
    """Refuse options that exclude each other.

    Raises:
        SettingsError: More than one of them is given.
    """
    names = [name for name, value in given.items() if value]
    if len(names) > 1:
        raise SettingsError(f"give {' or '.join(names)}, not both")


async def collect(rows: AsyncGenerator[T, None]) -> tuple[T, ...]:
    """Return all rows, and close what gives them."""
    async with aclosing(rows) as given:
        return tuple([row async for row in given])


def tell_of_more(page: Page[Any], number: int, size: int) -> None:
    """Say on the side how to see more, if there is or may be more."""
    if page.is_last or not page.rows or (page.is_last is None and len(page.rows) < size):
        return
    total = "" if page.total is None else f" of {page.total:,} rows"
    how = f"--page {number + 1}" if page.cursor is None else f"--cursor {page.cursor!r}"
    click.echo(f"This is one page{total}; for more: {how}, or --all.", err=True)
