import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.client.paging import MOST_PAGES, all_rows, check_size
from harness.errors import SettingsError, UnexpectedReply
from harness.wire.listing import Page


@dataclass(frozen=True)
class Row:
    """A row as the walk sees it."""

    id: str


async def take(rows: AsyncIterator[Any], into: list[Any]) -> None:
    """Keep what comes before an error."""
    async for row in rows:
        into.append(row)  # noqa: PERF401 (a comprehension would lose it all)


async def walk(
    pages: list[list[int]], size: int, *, told: bool = False
) -> tuple[list[str], list[int]]:
    """Return the rows that a walk gives, and the pages that it asked for."""
    asked: list[int] = []

    async def fetch(number: int, cursor: str | None) -> Page[Row]:
        asked.append(number)
        rows = pages[number - 1] if number <= len(pages) else []
        last = number >= len(pages) if told else None
        return Page(tuple(Row(str(row)) for row in rows), is_last=last)

    rows = [row.id async for row in all_rows(fetch, size, "rows")]
    return rows, asked


@given(st.integers(0, 60), st.integers(1, 12))
def test_every_row_once(count: int, size: int) -> None:
    """However rows fall into pages, each comes once, in order, and the walk ends."""
    pages = [list(range(start, min(start + size, count))) for start in range(0, count, size)]
    rows, asked = asyncio.run(walk(pages, size))
    assert rows == [str(row) for row in range(count)]
    assert asked == list(range(1, count // size + 2))


@given(st.lists(st.lists(st.integers(0, 30), max_size=9), max_size=9), st.integers(1, 6))
def test_any_pages_end(pages: list[list[int]], size: int) -> None:
    """Whatever sizes and repetitions a server gives, no row comes twice and the walk ends."""
    try:
        rows, asked = asyncio.run(walk(pages, size))
    except UnexpectedReply:
        return
    seen = list(dict.fromkeys(str(row) for page in pages[: len(asked)] for row in page))
    assert rows == seen
    assert len(asked) <= len(pages) + 1


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_pages_that_are_counted_may_be_short(sizes: list[int]) -> None:
    """Where the reply says how many pages there are, a short one is not the end."""
    pages = [[100 * number + row for row in range(size)] for number, size in enumerate(sizes)]
    rows, asked = asyncio.run(walk(pages, 9, told=True))
    assert rows == [str(row) for page in pages for row in page]
    assert asked == list(range(1, len(sizes) + 1))


async def test_rows_that_move_are_given_once() -> None:
    """A row that a new one pushed to the next page is not given again."""
    assert (await walk([[3, 2], [2, 1], [0]], 2))[0] == ["3", "2", "1", "0"]


async def test_a_server_without_pages_is_found_out() -> None:
    """The same full page again may hide rows: that is an error, after what was given."""
    given: list[Row] = []

    async def fetch(number: int, cursor: str | None) -> Page[Row]:
        return Page((Row("1"), Row("2")))

    with pytest.raises(UnexpectedReply, match="page 2 of the leads holds only rows of earlier"):
        await take(all_rows(fetch, 2, "leads"), given)
    assert given == [Row("1"), Row("2")]


async def test_a_server_that_gives_all_at_once() -> None:
    """More rows than were asked for, and then the same again: that was all."""
    assert await walk([[1, 2, 3], [1, 2, 3]], 2) == (["1", "2", "3"], [1, 2])


async def test_pages_without_end_end() -> None:
    """A server that always makes up more is stopped."""

    async def fetch(number: int, cursor: str | None) -> Page[Row]:
        return Page((Row(str(number)),))

    with pytest.raises(UnexpectedReply, match="still more"):
        assert MOST_PAGES == len([row async for row in all_rows(fetch, 1, "rows")])


@pytest.mark.parametrize("size", [0, -1, 101])
def test_a_page_that_no_server_fills(size: int) -> None:
    """It would end at once, with rows missing."""
    with pytest.raises(SettingsError, match="1 to 100 rows"):
        check_size(size)
