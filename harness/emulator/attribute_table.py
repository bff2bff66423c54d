"""Custom attributes, as they are kept: what a workspace wants to know of a bot's contacts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .bot import Bot
from .database import Database

__all__ = ["Attribute", "AttributeTable", "Duplicate"]

_CHANGEABLE = ("name", "type", "label", "description", "archived")


class Duplicate(Exception):
    """There is one like this already; the message says of what."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One custom attribute; `number` stays when it is renamed, so that values stay its own."""

    number: int
    name: str
    type: str
    label: str | None
    description: str | None
    archived: bool


class AttributeTable:
    """The custom attributes of all bots. None is ever deleted."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def add(self, bot: Bot, given: Mapping[str, Any]) -> Attribute | None:
        """Make an attribute of a name, a type and what else is given, or raise Duplicate.

        Returns:
            The attribute, or None if the bot is not there any more.
        """
        with self._database.writing() as connection:
            try:
                connection.execute(
                    "INSERT INTO attributes (bot, name, type, label, description, archived)"
                    " SELECT number, ?, ?, ?, ?, ? FROM bots WHERE number = ?",
                    (
                        *(given["name"], given["type"], given.get("label")),
                        *(given.get("description"), given.get("archived", False), bot.number),
                    ),
                )
            except sqlite3.IntegrityError:
                raise Duplicate("Custom attribute already exists") from None
        return next((now for now in self.all(bot) if now.name == given["name"]), None)

    def change(self, bot: Bot, attribute: Attribute, given: Mapping[str, Any]) -> Attribute | None:
        """Change name, type, label, description or whether it is archived, or raise Duplicate.

        Returns:
            The attribute, or None if it is not there any more.
        """
        names = [name for name in _CHANGEABLE if name in given]
        if names:
            columns = ", ".join(f"{name} = ?" for name in names)
            values = [*(given[name] for name in names), attribute.number]
            with self._database.writing() as connection:
                try:
                    connection.execute(
                        f"UPDATE attributes SET {columns} WHERE number = ?",  # noqa: S608 (own names)
                        values,
                    )
                except sqlite3.IntegrityError:
                    raise Duplicate("Custom attribute already exists") from None
        return next((now for now in self.all(bot) if now.number == attribute.number), None)

    def all(self, bot: Bot) -> tuple[Attribute, ...]:
        """Return a bot's attributes, the oldest first."""
        rows = self._database.rows(
            "SELECT number, name, type, label, description, archived FROM attributes"
            " WHERE bot = ? ORDER BY number",
            bot.number,
        )
        return tuple(Attribute(**(dict(row) | {"archived": bool(row["archived"])})) for row in rows)
