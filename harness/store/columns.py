"""The types of the columns: what Python gives and takes, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from .texts import dump, escape, load, unescape

__all__ = ["AnyText", "Json", "UtcTime"]


class AnyText(TypeDecorator[str]):
    """Text that may hold anything, NUL and lone surrogates too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what the database is given."""
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what was given to the column."""
        return None if value is None else unescape(value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as ASCII text: the databases' own JSON types refuse some texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Return what the database is given."""
        return dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return what was given to the column."""
        return None if value is None else load(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment; kept in UTC, and in UTC it comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database is given.

        Raises:
            ValueError: the moment has no time zone, so nobody knows when it was.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, in UTC."""
        if value is None:
            return None
        # SQLite keeps no time zone; PostgreSQL answers in that of the session.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
