"""State: every bot, every version of its text, and its conversations."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import string
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from harness.errors import SettingsError

from .database import Database
from .style import STANDARD

__all__ = ["DEFAULT_KEY", "Bot", "Said", "State"]

DEFAULT_KEY = "emulator-key"
_WORKSPACES = MappingProxyType({DEFAULT_KEY: "emulator"})
_ID_LETTERS = string.ascii_letters + string.digits + "_-"
_ID_LENGTH = 21
_SETTINGS = frozenset({"name", "model", "instructions", "visibility", "temperature"})
_BOTS = """
SELECT bots.*, live.version, live.ready_at, live.characters, last.ready_at AS last_ready_at,
    (SELECT max(updated_at) FROM conversations WHERE bot = bots.number) AS last_message_at
FROM bots
LEFT JOIN texts AS live ON live.bot = bots.number AND live.version =
    (SELECT max(version) FROM texts WHERE bot = bots.number AND ready_at <= ?)
LEFT JOIN texts AS last ON last.bot = bots.number AND last.version =
    (SELECT max(version) FROM texts WHERE bot = bots.number)
WHERE workspace = ?
"""


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot as it is now; times are unix seconds, None for what did not happen yet.

    `number` counts the bots of a state, `version` is the text that it answers from (0: none), and
    `status` is "training" while a newer text is not in force yet, else "ready".
    """

    number: int
    id: str
    name: str
    model: str
    instructions: str
    visibility: str
    temperature: float
    created_at: float
    updated_at: float
    status: str
    version: int
    characters: int
    trained_at: float | None
    last_message_at: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a kept conversation."""

    role: str
    content: str
    created_at: float


class State:
    """What the emulator remembers; safe across threads, and in a file across processes."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        keys: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open a state.

        Args:
            path: the file to keep it in; without one it lives in memory until closed.
            keys: API keys and the workspace that each opens; keys are never stored.
            clock: tells the time in unix seconds.

        Raises:
            SettingsError: if the file cannot be used or a key is empty.
        """
        self._keys = dict(_WORKSPACES if keys is None else keys)
        if not all(key.strip() for key in self._keys):
            raise SettingsError("an API key of the emulator is empty")
        self._clock = clock
        self.database = Database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; without one, forget everything."""
        self.database.close()

    def workspace(self, key: str) -> str | None:
        """Return the workspace that a key opens, None if it opens none."""
        given = key.encode("utf-8", "replace")
        found = [
            workspace
            for known, workspace in self._keys.items()
            if hmac.compare_digest(known.encode("utf-8", "replace"), given)
        ]
        return found[0] if found else None

    def create(self, workspace: str, name: str, text: str | None, *, after: float) -> Bot:
        """Make a bot; it knows `text` after so many seconds."""
        bot_id = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
        now = self._clock()
        row = (bot_id, workspace, name, STANDARD, "", "private", 0.0, now, now)
        with self.database.writing() as connection:
            number = connection.execute(
                "INSERT INTO bots (id, workspace, name, model, instructions, visibility,"
                " temperature, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
            if text is not None and number is not None:
                _add_text(connection, number, text, now + after)
        return self._made(workspace, bot_id)

    def update(
        self, workspace: str, bot_id: str, *, name: str | None, text: str | None, after: float
    ) -> Bot | None:
        """Rename a bot and replace its whole text; what is None stays.

        The old text is in force for `after` more seconds.

        Returns:
            The bot, or None if the workspace has none with this id.
        """
        bot = self.bot(workspace, bot_id)
        if bot is None:
            return None
        now = self._clock()
        with self.database.writing() as connection:
            changed = connection.execute(
                "UPDATE bots SET name = coalesce(?, name), updated_at = ? WHERE number = ?",
                (name, now, bot.number),
            ).rowcount
            if changed and text is not None:
                _add_text(connection, bot.number, text, now + after)
        return self.bot(workspace, bot_id)

    def change(self, workspace: str, bot_id: str, settings: Mapping[str, Any]) -> Bot | None:
        """Change name, model, instructions, visibility or temperature, at once.

        Returns:
            The bot, or None if the workspace has none with this id.
        """
        names = sorted(_SETTINGS & settings.keys())
        columns = ", ".join(f"{name} = ?" for name in ("updated_at", *names))
        values = [self._clock(), *(settings[name] for name in names), workspace, bot_id]
        with self.database.writing() as connection:
            connection.execute(
                f"UPDATE bots SET {columns} WHERE workspace = ? AND id = ?",  # noqa: S608 (own names)
                values,
            )
        return self.bot(workspace, bot_id)

    def delete(self, workspace: str, bot_id: str) -> bool:
        """Delete a bot with its texts and conversations; tell whether there was one."""
        with self.database.writing() as connection:
            query = "DELETE FROM bots WHERE workspace = ? AND id = ?"
            return connection.execute(query, (workspace, bot_id)).rowcount > 0

    def bot(self, workspace: str, bot_id: str) -> Bot | None:
        """Return one bot, None if the workspace has none with this id."""
        now = self._clock()
        rows = self.database.rows(f"{_BOTS} AND bots.id = ?", now, workspace, bot_id)
        return _bot(rows[0], now) if rows else None

    def bots(self, workspace: str) -> tuple[Bot, ...]:
        """Return the bots of a workspace, the oldest first."""
        now = self._clock()
        rows = self.database.rows(f"{_BOTS} ORDER BY bots.number", now, workspace)
        return tuple(_bot(row, now) for row in rows)

    def text(self, bot: Bot) -> str:
        """Return the text that a bot answers from, empty if it has none."""
        query = "SELECT text FROM texts WHERE bot = ? AND version = ?"
        rows = self.database.rows(query, bot.number, bot.version)
        return str(rows[0]["text"]) if rows else ""

    def keep(self, bot: Bot, conversation_id: str, question: str, answer: str) -> None:
        """Append a question and its answer to a conversation, which begins if it is new."""
        now = self._clock()
        with self.database.writing() as connection:
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

    def conversation(self, bot: Bot, conversation_id: str) -> Sequence[Said]:
        """Return the messages of a conversation, empty if there is none with this id."""
        rows = self.database.rows(
            "SELECT role, content, messages.created_at FROM messages JOIN conversations"
            " ON conversations.number = conversation WHERE bot = ? AND id = ?"
            " ORDER BY messages.number",
            bot.number,
            conversation_id,
        )
        return tuple(Said(row["role"], row["content"], row["created_at"]) for row in rows)

    def _made(self, workspace: str, bot_id: str) -> Bot:
        bot = self.bot(workspace, bot_id)
        if bot is None:
            raise AssertionError("a bot vanished while it was made")
        return bot


def _add_text(connection: sqlite3.Connection, number: int, text: str, ready_at: float) -> None:
    connection.execute(
        "INSERT INTO texts (bot, version, text, characters, ready_at) SELECT ?,"
        " (SELECT coalesce(max(version), 0) + 1 FROM texts WHERE bot = ?), ?, ?, ?",
        (number, number, text, len(text), ready_at),
    )


def _bot(row: sqlite3.Row, now: float) -> Bot:
    training = row["last_ready_at"] is not None and row["last_ready_at"] > now
    return Bot(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        model=row["model"],
        instructions=row["instructions"],
        visibility=row["visibility"],
        temperature=row["temperature"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status="training" if training else "ready",
        version=row["version"] or 0,
        characters=row["characters"] or 0,
        trained_at=row["ready_at"],
        last_message_at=row["last_message_at"],
    )
