"""Lists as the API gives them: rows in one of several envelopes, asked for page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel

from harness.errors import SettingsError

from .reading import fit, unexpected

__all__ = ["Page", "list_query", "read_one", "read_rows"]

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and what the reply says of the rest."""

    rows: tuple[T, ...]
    total: int | None = None
    """How many rows there are on all pages."""
    cursor: str | None = None
    """What to ask the next page with, where pages have no numbers."""
    is_last: bool | None = None
    """None: the reply does not say."""


def read_rows(model: type[M], body: object, names: Sequence[str], wanted: str) -> tuple[M, ...]:
    """Read the list under the first of `names` that is there: bare, or wrapped in one more.

    The live service wraps lists as `{"data": [...], "error": null}`, an older guide those of
    created things as `{"created": [...]}`.
    """
    known = body if isinstance(body, dict) else {}
    found = next((known[name] for name in names if name in known), None)
    if isinstance(found, dict):
        found = found.get("data", found.get("created"))
    if not isinstance(found, list):
        raise unexpected(body, wanted)
    return tuple(fit(model, row, wanted) for row in found)


def read_one(model: type[M], body: object, wanted: str) -> M:
    """Read one thing: bare, or wrapped as `{"message": "Success", "data": {...}}`."""
    inner = body.get("data") if isinstance(body, dict) else None
    return fit(model, inner if isinstance(inner, dict) else body, wanted)


def list_query(
    chatbot_id: str,
    start_date: date | None,
    end_date: date | None,
    sources: Sequence[str],
    page: int,
    size: int,
) -> dict[str, str]:
    """Return the query of conversations and of leads; what is not given stays out.

    Raises:
        SettingsError: The dates are in the wrong order, a source holds a comma, or page or size
            is less than 1.
    """
    if page < 1 or size < 1:
        raise SettingsError(f"page ({page}) and size ({size}) count from 1")
    if start_date and end_date and _day(start_date) > _day(end_date):
        raise SettingsError(f"the days begin ({start_date}) after they end ({end_date})")
    if wrong := [source for source in sources if "," in source or not source.strip()]:
        raise SettingsError(f"no source is called {wrong[0]!r}: name each by itself")
    query = {"chatbotId": chatbot_id, "page": str(page), "size": str(size)}
    if start_date:
        query["startDate"] = _day(start_date)
    if end_date:
        query["endDate"] = _day(end_date)
    if sources:
        query["filteredSources"] = ",".join(sources)
    return query


def _day(day: date) -> str:
    """Return YYYY-MM-DD, also of a date that has a time."""
    return date(day.year, day.month, day.day).isoformat()
