"""State: what the emulator remembers, first of all every bot and every version of its text."""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
import string
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from harness.errors import SettingsError

from .attribute_table import AttributeTable
from .bot import BOTS, Bot, Trouble, bot_from
from .contact_table import ContactTable
from .conversation_table import ConversationTable
from .database import Database
from .lead_table import LeadTable
from .style import STANDARD

__all__ = ["DEFAULT_KEY", "State"]

DEFAULT_KEY = "emulator-key"
_WORKSPACES = MappingProxyType({DEFAULT_KEY: "emulator"})
_ID_LETTERS = string.ascii_letters + string.digits + "_-"
_ID_LENGTH = 21
_COLUMNS = frozenset({"name", "model", "instructions", "visibility", "temperature"})
_NO_TROUBLE = Trouble()


class State:
    """What the emulator remembers; safe across threads, and in a file across processes.

    Attributes:
        conversations: those that were kept.
        leads: what visitors told of themselves.
        contacts: the people of each bot.
        attributes: what else may be said of these.
    """

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
        self.conversations = ConversationTable(self.database, clock)
        self.leads = LeadTable(self.database, clock)
        self.contacts = ContactTable(self.database, clock)
        self.attributes = AttributeTable(self.database)

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

    def create(
        self,
        workspace: str,
        name: str,
        text: str | None,
        *,
        after: float,
        trouble: Trouble = _NO_TROUBLE,
        settings: Mapping[str, Any] = MappingProxyType({}),
    ) -> Bot:
        """Make a bot; it knows `text` after so many seconds."""
        bot_id = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
        now = self._clock()
        kept = json.dumps(dict(settings))
        row = (bot_id, workspace, name, STANDARD, "", "private", 0.0, now, now, kept)
        with self.database.writing() as connection:
            number = connection.execute(
                "INSERT INTO bots (id, workspace, name, model, instructions, visibility,"
                " temperature, created_at, updated_at, settings)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
            if text is not None and number is not None:
                _add_text(connection, number, text, now + after, trouble)
        return self._made(workspace, bot_id)

    def update(
        self,
        workspace: str,
        bot_id: str,
        *,
        name: str | None,
        text: str | None,
        after: float,
        trouble: Trouble = _NO_TROUBLE,
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
                _add_text(connection, bot.number, text, now + after, trouble)
        return self.bot(workspace, bot_id)

    def change(self, workspace: str, bot_id: str, settings: Mapping[str, Any]) -> Bot | None:
        """Change settings at once, those that are given; of one with parts, the parts given.

        Returns:
            The bot, or None if the workspace has none with this id.
        """
        names = sorted(_COLUMNS & settings.keys())
        columns = ", ".join(f"{name} = ?" for name in ("updated_at", "settings", *names))
        extra = {name: value for name, value in settings.items() if name not in _COLUMNS}
        with self.database.writing() as connection:
            bot = self.bot(workspace, bot_id)
            if bot is None:
                return None
            kept = json.dumps(_merged(bot.settings, extra))
            values = [self._clock(), kept, *(settings[name] for name in names), bot.number]
            connection.execute(
                f"UPDATE bots SET {columns} WHERE number = ?",  # noqa: S608 (own names)
                values,
            )
        return self.bot(workspace, bot_id)

    def delete(self, workspace: str, bot_id: str) -> bool:
        """Delete a bot with all that belongs to it; tell whether there was one."""
        with self.database.writing() as connection:
            query = "DELETE FROM bots WHERE workspace = ? AND id = ?"
            return connection.execute(query, (workspace, bot_id)).rowcount > 0

    def bot(self, workspace: str, bot_id: str) -> Bot | None:
        """Return one bot, None if the workspace has none with this id."""
        now = self._clock()
        rows = self.database.rows(
            f"{BOTS} AND bots.id = :id", now=now, workspace=workspace, id=bot_id
        )
        return bot_from(rows[0], now) if rows else None

    def bots(self, workspace: str) -> tuple[Bot, ...]:
        """Return the bots of a workspace, the oldest first."""
        now = self._clock()
        rows = self.database.rows(f"{BOTS} ORDER BY bots.number", now=now, workspace=workspace)
        return tuple(bot_from(row, now) for row in rows)

    def text(self, bot: Bot, version: int | None = None) -> str:
        """Return the text that a bot answers from, or another version; empty if it has none."""
        query = "SELECT text FROM texts WHERE bot = ? AND version = ?"
        wanted = bot.version if version is None else version
        rows = self.database.rows(query, bot.number, wanted)
        return str(rows[0]["text"]) if rows else ""

    def _made(self, workspace: str, bot_id: str) -> Bot:
        bot = self.bot(workspace, bot_id)
        if bot is None:
            raise AssertionError("a bot vanished while it was made")
        return bot


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for name, value in new.items():
        known = merged.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[name] = _merged(known, value)
        else:
            merged[name] = value
    return merged


def _add_text(
    connection: sqlite3.Connection, number: int, text: str, ready_at: float, trouble: Trouble
) -> None:
    mixed_from = ready_at + trouble.stale_seconds
    times = (ready_at, mixed_from, mixed_from + trouble.mixed_seconds, trouble.failed)
    connection.execute(
        "INSERT INTO texts"
        " (bot, version, text, characters, ready_at, mixed_from, known_from, failed) SELECT ?,"
        " (SELECT coalesce(max(version), 0) + 1 FROM texts WHERE bot = ?), ?, ?, ?, ?, ?, ?",
        (number, number, text, len(text), *times),
    )
