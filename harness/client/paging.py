"""All rows of a list, page after page: each once, and never without end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from typing import Generic, Protocol, TypeVar

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.listing import Page

__all__ = ["LARGEST_PAGE", "all_rows", "check_size"]

LARGEST_PAGE = 100
"""The vendor's most rows a page; beyond it a short page would not mean the end."""
MOST_PAGES = 10_000


class _Row(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Row)


async def all_rows(
    fetch: Callable[[int, str | None], Awaitable[Page[T]]], size: int, what: str
) -> AsyncGenerator[T, None]:
    """Give every row once, until the reply says that it is the last, or a page is short.

    Args:
        fetch: gets a page by its number, which counts from 1, and by the cursor of the last one.
        size: so many rows were asked for a page.
        what: the rows, for messages: "conversations".

    Raises:
        UnexpectedReply: The server gives the same rows again and again, or pages without end.
        BotError: A page did not come.
    """
    once = _Once[T](what)
    cursor: str | None = None
    for number in range(1, MOST_PAGES + 1):
        page = await fetch(number, cursor)
        for row in once.fresh(page):
            yield row
        short = len(page.rows) < size
        if page.is_last or not page.rows or (page.is_last is None and short):
            return
        if not once.goes_on:
            if len(page.rows) > size and page.cursor is None:
                return  # a server that knows no pages has given all it has
            raise UnexpectedReply(
                f"page {number} of the {what} holds only rows of earlier pages: there may be "
                "more, but the server does not give them"
            )
        cursor = page.cursor
    raise UnexpectedReply(f"after {MOST_PAGES:,} pages of {what} there are still more")


class _Once(Generic[T]):
    """Remembers the rows that were given: lists move while they are read."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen: set[str] = set()
        self.goes_on = True
        """Whether the last page held anything new."""

    def fresh(self, page: Page[T]) -> Iterator[T]:
        """Give the rows of a page that no page before has held."""
        known = len(self._seen)
        for row in page.rows:
            if row.id not in self._seen:
                self._seen.add(row.id)
                yield row
        self.goes_on = len(self._seen) > known


def check_size(size: int, largest: int = LARGEST_PAGE) -> None:
    """Refuse a page that no server fills: it would look like the last one.

    Raises:
        SettingsError: It is not from 1 to `largest`.
    """
    if not 1 <= size <= largest:
        raise SettingsError(f"a page has 1 to {largest:,} rows, not {size}")
