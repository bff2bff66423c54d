"""Contacts, as they are kept: the people whom a bot may know."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .attribute_table import Duplicate
from .bot import Bot
from .database import Database

__all__ = ["CONTACTS", "Contact", "ContactTable", "Full"]

CONTACTS = 100_000
"""A bot has room for so many."""
_PLAIN = ("external_id", "name", "email", "phonenumber")
_JSON = {"stripe_accounts": "[]", "custom_attributes": "{}"}
_ROWS = f"SELECT number, id, {', '.join((*_PLAIN, *_JSON))}, created_at, updated_at FROM contacts"  # noqa: S608 (own names)


class Full(Exception):
    """A bot has no room for so many contacts."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact; None is what is not known, times are unix seconds.

    `number` counts the contacts of a state, in the order in which they came; the keys of
    `custom_attributes` are the numbers of these.
    """

    number: int
    id: str
    external_id: str | None
    name: str | None
    email: str | None
    phonenumber: str | None
    stripe_accounts: Sequence[Mapping[str, Any]] = field(hash=False)
    custom_attributes: Mapping[str, Any] = field(hash=False)
    created_at: float
    updated_at: float


class ContactTable:
    """The contacts of all bots; e-mail and external id are each used once a bot."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Keep them in `database`, with the times of `clock`."""
        self._database = database
        self._clock = clock

    def add(self, bot: Bot, people: Sequence[Mapping[str, Any]]) -> tuple[Contact, ...]:
        """Add all of them or, on an error, none.

        Raises:
            Duplicate: if an e-mail or external id is there already, or comes twice.
            Full: if the bot has no room for them.
        """
        now = self._clock()
        ids = [str(uuid.uuid4()) for _ in people]
        columns = (*_PLAIN, *_JSON)
        query = (
            f"INSERT INTO contacts (bot, id, {', '.join(columns)}, created_at, updated_at)"  # noqa: S608 (own names)
            " SELECT number, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM bots WHERE number = ?"
        )
        with self._database.writing() as connection:
            if self.count(bot) + len(people) > CONTACTS:
                raise Full
            for contact_id, person in zip(ids, people, strict=True):
                values = [_column(name, person.get(name)) for name in columns]
                try:
                    connection.execute(query, (contact_id, *values, now, now, bot.number))
                except sqlite3.IntegrityError as error:
                    raise _duplicate(error) from None
            found = {contact.id: contact for contact in self._latest(bot, len(people))}
        return tuple(found[contact_id] for contact_id in ids if contact_id in found)

    def change(self, bot: Bot, contact: Contact, given: Mapping[str, Any]) -> Contact | None:
        """Change what is given, and of custom attributes those given; None takes one away.

        Raises:
            Duplicate: if another contact of the bot has this e-mail or external id.
        """
        with self._database.writing() as connection:
            now = self.get(bot, contact.id)
            if now is None:
                return None
            new = dict(given)
            if "custom_attributes" in new:
                merged = {**now.custom_attributes, **new["custom_attributes"]}
                kept = {number: value for number, value in merged.items() if value is not None}
                new["custom_attributes"] = kept
            names = [name for name in (*_PLAIN, *_JSON) if name in new]
            columns = "".join(f", {name} = ?" for name in names)
            values = [_column(name, new[name]) for name in names]
            try:
                connection.execute(
                    f"UPDATE contacts SET updated_at = ?{columns} WHERE number = ?",  # noqa: S608 (own names)
                    (self._clock(), *values, now.number),
                )
            except sqlite3.IntegrityError as error:
                raise _duplicate(error) from None
        return self.get(bot, contact.id)

    def delete(self, bot: Bot, key: str) -> bool:
        """Delete one by its id or external id; tell whether there was one."""
        with self._database.writing() as connection:
            contact = self.get(bot, key)
            if contact is None:
                return False
            connection.execute("DELETE FROM contacts WHERE number = ?", (contact.number,))
            return True

    def get(self, bot: Bot, key: str) -> Contact | None:
        """Return one by its id, else by its external id."""
        either = "bot = :bot AND (id = :key OR external_id = :key) ORDER BY id = :key DESC"
        rows = self._database.rows(f"{_ROWS} WHERE {either}", bot=bot.number, key=key)
        return _contact(rows[0]) if rows else None

    def count(self, bot: Bot) -> int:
        """Return how many contacts a bot has."""
        query = "SELECT count(*) FROM contacts WHERE bot = ?"
        return int(self._database.rows(query, bot.number)[0][0])

    def after(self, bot: Bot, number: int, limit: int) -> tuple[Contact, ...]:
        """Return those that came after the one with this number; what is added comes last."""
        query = f"{_ROWS} WHERE bot = ? AND number > ? ORDER BY number LIMIT ?"
        return tuple(map(_contact, self._database.rows(query, bot.number, number, limit)))

    def page(self, bot: Bot, page: int, size: int) -> tuple[Contact, ...]:
        """Return one page, the oldest first."""
        query = f"{_ROWS} WHERE bot = ? ORDER BY number LIMIT ? OFFSET ?"
        rows = self._database.rows(query, bot.number, size, (page - 1) * size)
        return tuple(map(_contact, rows))

    def recast(self, bot: Bot, attribute: int, fit: Callable[[Any], Any]) -> None:
        """Change every value of a custom attribute by `fit`; what that raises leaves them all."""
        with self._database.writing() as connection:
            for contact in map(_contact, self._database.rows(f"{_ROWS} WHERE bot = ?", bot.number)):
                values = dict(contact.custom_attributes)
                if str(attribute) in values:
                    values[str(attribute)] = fit(values[str(attribute)])
                    connection.execute(
                        "UPDATE contacts SET custom_attributes = ? WHERE number = ?",
                        (json.dumps(values), contact.number),
                    )

    def _latest(self, bot: Bot, count: int) -> tuple[Contact, ...]:
        query = f"{_ROWS} WHERE bot = ? ORDER BY number DESC LIMIT ?"
        return tuple(map(_contact, self._database.rows(query, bot.number, count)))


def _column(name: str, value: Any) -> Any:
    if name not in _JSON:
        return value
    return _JSON[name] if value is None else json.dumps(value)


def _contact(row: sqlite3.Row) -> Contact:
    parts = {name: json.loads(row[name]) for name in _JSON}
    return Contact(**{name: row[name] for name in row.keys()} | parts)  # noqa: SIM118 (a row is no mapping)


def _duplicate(error: sqlite3.IntegrityError) -> Duplicate:
    external = "external_id" in str(error)
    return Duplicate("External ID already exists" if external else "Email already exists")
