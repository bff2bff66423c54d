"""Paging: which rows a query asks for, by date, source, page and size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from .conversation_table import SOURCE, Period
from .dialect import Dialect
from .request import Refused

__all__ = ["PAGES", "Rows", "number", "rows_asked"]

PAGES = 1_000_000_000
DAY_SECONDS = 86_400
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_WRONG = "Invalid request parameters"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page; `any_source` is false if the query wants none of our source."""

    chatbot_id: str
    period: Period
    page: int
    size: int
    any_source: bool


def rows_asked(query: Mapping[str, str], dialect: Dialect) -> Rows:
    """Return what a query asks for, or refuse it with 400."""
    if "chatbotId" not in query:
        raise _refused("chatbotId", "Required")
    sources = [source.strip().casefold() for source in query.get("filteredSources", "").split(",")]
    wanted = {source for source in sources if source}
    return Rows(
        query["chatbotId"],
        Period(
            _day(query, "startDate", float("-inf")),
            _day(query, "endDate", float("inf")) + DAY_SECONDS,
        ),
        number(query, "page", 1, 1, PAGES),
        number(query, "size", dialect.page_size, 1, dialect.page_limit),
        not wanted or SOURCE.casefold() in wanted,
    )


def number(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Return a whole number from the query, or refuse it with 400."""
    text = query.get(name)
    if text is None:
        return default
    if text != "0" and not _NUMBER.fullmatch(text):
        raise _refused(name, "Expected a whole number from 1 up")
    if int(text) < least:
        raise _refused(name, f"Number must be greater than or equal to {least}")
    if int(text) > most:
        raise _refused(name, f"Number must be less than or equal to {most}")
    return int(text)


def _day(query: Mapping[str, str], name: str, default: float) -> float:
    """Return when a day begins (UTC), in unix seconds."""
    text = query.get(name)
    if text is None:
        return default
    try:
        if _DATE.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        pass
    raise _refused(name, "Expected a date as YYYY-MM-DD, with zeros (2023-07-10)")


def _refused(name: str, what: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, f"{_WRONG}: {name}: {what}", [(name, what)])
