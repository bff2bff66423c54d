"""Conversations, as they are kept: those that the caller gave an id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .bot import Bot
from .database import Database

__all__ = ["SOURCE", "Conversation", "ConversationTable", "Period", "Said"]

SOURCE = "API"
"""Every conversation of the emulator came over the API: there is no other way in."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a kept conversation; `number` counts the messages of a state."""

    number: int
    role: str
    content: str
    created_at: float


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation; times are unix seconds."""

    id: str
    created_at: float
    updated_at: float
    messages: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment on, until before another one; both in unix seconds."""

    start: float = float("-inf")
    end: float = float("inf")


class ConversationTable:
    """The conversations of all bots."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Keep them in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    def keep(self, bot: Bot, conversation_id: str, question: str, answer: str) -> None:
        """Append a question and its answer to a conversation, which begins if it is new."""
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO conversations (bot, id, created_at, updated_at)"
                " SELECT number, ?, ?, ? FROM bots WHERE number = ?"  # it may be deleted by now
                " ON CONFLICT (bot, id) DO UPDATE SET updated_at = excluded.updated_at",
                (conversation_id, now, now, bot.number),
            )
            for role, content in (("user", question), ("assistant", answer)):
                connection.execute(
                    "INSERT INTO messages (conversation, role, content, created_at)"
                    " SELECT number, ?, ?, ? FROM conversations WHERE bot = ? AND id = ?",
                    (role, content, now, bot.number, conversation_id),
                )

    def messages(self, bot: Bot, conversation_id: str) -> Sequence[Said]:
        """Return the messages of a conversation, empty if there is none with this id."""
        rows = self._database.rows(
            "SELECT messages.* FROM messages JOIN conversations"
            " ON conversations.number = conversation WHERE bot = ? AND id = ?"
            " ORDER BY messages.number",
            bot.number,
            conversation_id,
        )
        return tuple(
            Said(row["number"], row["role"], row["content"], row["created_at"]) for row in rows
        )

    def page(self, bot: Bot, period: Period, page: int, size: int) -> tuple[Conversation, ...]:
        """Return those that began in a period, the oldest first, so that new ones move no page."""
        rows = self._database.rows(
            "SELECT page.id, page.created_at AS began, page.updated_at AS went_on, messages.*"
            " FROM (SELECT * FROM conversations WHERE bot = ? AND created_at >= ?"
            "  AND created_at < ? ORDER BY number LIMIT ? OFFSET ?) AS page"
            " JOIN messages ON conversation = page.number"
            " ORDER BY page.number, messages.number",
            *(bot.number, period.start, period.end, size, (page - 1) * size),
        )
        return tuple(
            Conversation(
                *key, tuple(Said(r["number"], r["role"], r["content"], r["created_at"]) for r in of)
            )
            for key, of in groupby(rows, lambda row: (row["id"], row["began"], row["went_on"]))
        )
