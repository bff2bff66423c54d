"""Leads, as they are kept: what visitors told of themselves in a conversation."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bot import Bot
from .conversation_table import Period
from .database import Database

__all__ = ["Lead", "LeadTable"]


@dataclass(frozen=True, slots=True)
class Lead:
    """One visitor; None is what was not told. The time is in unix seconds."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    created_at: float


class LeadTable:
    """The leads of all bots, at most one a conversation."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Keep them in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    def keep(self, bot: Bot, conversation_id: str, told: Mapping[str, str]) -> None:
        """Keep name, email or phone of a conversation's visitor; what is told later counts."""
        row = (str(uuid.uuid4()), *(told.get(name) for name in ("name", "email", "phone")))
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO leads (bot, conversation, id, name, email, phone, created_at)"
                " SELECT bot, number, ?, ?, ?, ?, ? FROM conversations WHERE bot = ? AND id = ?"
                " ON CONFLICT (conversation) DO UPDATE SET"
                " name = coalesce(excluded.name, name), email = coalesce(excluded.email, email),"
                " phone = coalesce(excluded.phone, phone)",
                (*row, self._clock(), bot.number, conversation_id),
            )

    def page(self, bot: Bot, period: Period, page: int, size: int) -> tuple[Lead, ...]:
        """Return the leads of a period, the oldest first, so that new ones move no page."""
        rows = self._database.rows(
            "SELECT id, name, email, phone, created_at FROM leads WHERE bot = ?"
            " AND created_at >= ? AND created_at < ? ORDER BY number LIMIT ? OFFSET ?",
            *(bot.number, period.start, period.end, size, (page - 1) * size),
        )
        return tuple(Lead(*row) for row in rows)
