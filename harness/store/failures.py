"""Failures of a database as sentences that a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, quote_plus

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from harness.errors import StoreError

from .database import shown

__all__ = ["translated"]

SQLITE_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program: wait for it or close it, then try again",
    sqlite3.SQLITE_LOCKED: "is locked by another program: wait for it or close it, then try again",
    sqlite3.SQLITE_CORRUPT: "is damaged: put a copy in its place, or save what is left with "
    "'sqlite3 FILE .recover'",
    sqlite3.SQLITE_NOTADB: "is no SQLite database: name another file",
    sqlite3.SQLITE_READONLY: "is read-only: make the file and its folder writable, or copy it to "
    "where you may write",
    sqlite3.SQLITE_READONLY_DBMOVED: "was moved or deleted while it was in use: put it back, then "
    "try again",
    sqlite3.SQLITE_PERM: "may not be opened: check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that it is a file, not a folder, and that "
    "you may read and write there",
    sqlite3.SQLITE_FULL: "has no space left on its disk: free some, then go on with the run",
    sqlite3.SQLITE_IOERR: "cannot be read or written, the disk fails: check the disk",
}
POSTGRESQL_SENTENCES = {
    "23": "holds this already: give the run another id",
    "25006": "is read-only: name the server that takes writes",
    "28": "refused the login: check user name and password",
    "3D000": "does not exist: create the database first",
    "42501": "may not be used by this user: grant it USAGE and CREATE on the schema",
    "53100": "has no space left on the server's disk: free some, then go on with the run",
    "53300": "has too many connections: close some, or ask for fewer at once",
    "57P": "is being shut down: start the server, then go on with the run",
}
"""By the first characters of the SQLSTATE."""


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Raise StoreError for every failure of the database inside.

    The failure itself is not chained: it may hold the password, or answers of the bot.
    """
    try:
        yield
    except DBAPIError as failure:
        raise StoreError(_explain(failure.orig, url)) from None
    except sqlite3.Error as failure:
        raise StoreError(_explain(failure, url)) from None
    except SQLAlchemyError as failure:
        cause = failure.__cause__ or failure
        if isinstance(cause, (TypeError, ValueError)):
            raise  # a value that cannot be stored is our own mistake
        raise StoreError(_other(cause, url)) from None


def _explain(failure: BaseException | None, url: URL) -> str:
    if isinstance(failure, sqlite3.Error):
        code = getattr(failure, "sqlite_errorcode", None)
        if code is None and isinstance(failure, sqlite3.OperationalError):
            code = sqlite3.SQLITE_CORRUPT  # of the driver itself: a text is no UTF-8
        code = code or sqlite3.SQLITE_ERROR
        sentence = SQLITE_SENTENCES.get(code) or SQLITE_SENTENCES.get(code & 0xFF)
        return f"the run store {shown(url)} {sentence}" if sentence else _other(failure, url)
    state = getattr(failure, "sqlstate", None)
    for length in (5, 3, 2):
        if sentence := POSTGRESQL_SENTENCES.get((state or "")[:length]):
            return f"the run store {shown(url)} {sentence}"
    if state is None and isinstance(failure, Exception) and _is_connecting(failure):
        return (
            f"the run store {shown(url)} cannot be reached ({_first_line(failure, url)}): check "
            "that the server runs, and the address, user and password"
        )
    return _other(failure, url)


def _is_connecting(failure: Exception) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(failure).__mro__)


def _other(failure: BaseException | None, url: URL) -> str:
    return (
        f"the run store {shown(url)} cannot be used ({_first_line(failure, url)}): check that it "
        "is a store that harness made"
    )


def _first_line(failure: BaseException | None, url: URL) -> str:
    """Return the beginning of a message of the database, with the passwords blotted out."""
    line = next(iter(str(failure).splitlines()), type(failure).__name__).strip().rstrip(".:")
    for secret in _secrets(url):
        for spelling in {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}:
            line = line.replace(spelling, "***")
    return line


def _secrets(url: URL) -> tuple[str, ...]:
    hidden = [value for key, value in url.query.items() if "password" in key.lower()]
    named = [value for value in hidden if isinstance(value, str)]
    return tuple(secret for secret in (str(url.password or ""), *named) if secret)
