"""The two databases: their addresses, and what has to be told to each before it is used."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from harness.errors import SettingsError, StoreError

__all__ = ["lock_name", "lock_schema", "open_engine", "read_url", "shown", "writing"]

BUSY_SECONDS = 30
"""So long a transaction waits for another one on the same SQLite file."""
SWITCH_SECONDS = 0.02
CONNECT_SECONDS = 10
SCHEMA_LOCK = 0x4861726E657373
"""Any number, but always the same: the name of a lock in PostgreSQL."""
SQLITE = "sqlite"
POSTGRESQL = "postgresql"
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
FORMS = "'sqlite:///runs.db' or 'postgresql+psycopg://user:password@host/database'"


def read_url(text: str) -> URL:
    """Return the address of a store.

    Raises:
        SettingsError: it is no address of a store; the message never holds the password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError(f"the address of the run store is no URL: write {FORMS}") from None
    if url.drivername not in DRIVERS:
        raise SettingsError(f"a run store cannot be of the kind '{url.drivername}': write {FORMS}")
    url = url.set(drivername=DRIVERS[url.drivername])
    if url.get_backend_name() == SQLITE:
        _refuse_no_file(url)
    elif text.partition("?")[0].count("@") > 1:
        raise SettingsError(
            "the address of the run store holds more than one '@': write the one in the password "
            "as '%40'"
        )
    return url


def shown(url: URL) -> str:
    """Return the address for a message: without password, without options."""
    if url.get_backend_name() == SQLITE:
        return f"'{url.database}'"
    bare = URL.create(
        url.drivername, url.username, None, url.host, url.port, url.database
    ).render_as_string()
    return f"'{bare}'"


def open_engine(url: URL) -> Engine:
    """Return the engine for an address; the folder of an SQLite file is made.

    Raises:
        StoreError: the driver is not installed, or the folder cannot be made.
    """
    if url.get_backend_name() == SQLITE:
        return _open_sqlite(url)
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    try:
        # A run may wait for hours while a bot is trained: the server may have hung up meanwhile.
        return create_engine(url, connect_args=waiting, pool_pre_ping=True)
    except ImportError:
        raise StoreError(
            "PostgreSQL needs a driver: install it with "
            "\"pip install 'chatbot-harness[postgresql]'\""
        ) from None


def writing(engine: Engine) -> Engine:
    """Return the same engine for transactions that write."""
    return engine.execution_options(writes=True)


def lock_schema(connection: Connection) -> None:
    """Keep others from changing the tables until this transaction ends."""
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SCHEMA_LOCK})")


def lock_name(connection: Connection, name: str) -> None:
    """Keep others from what a name stands for until this writing transaction ends."""
    if connection.dialect.name == POSTGRESQL:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        number = int.from_bytes(digest[:8], signed=True)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({number})")


def _refuse_no_file(url: URL) -> None:
    if url.host:
        raise SettingsError(
            f"an SQLite address has three slashes, or four before a full path: {FORMS}"
        )
    if url.database in {None, "", ":memory:"}:
        raise SettingsError(
            "a run store in memory keeps nothing: name a file, as in sqlite:///runs.db"
        )


def _open_sqlite(url: URL) -> Engine:
    _make_folder(url)
    waiting = {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}
    engine = create_engine(url, connect_args=waiting)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(url: URL) -> None:
    if url.query.get("uri"):
        return  # the file is a URI of its own, of a store that is already there
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else failure
        raise StoreError(
            f"the folder '{folder}' for the run store cannot be made ({why}): choose another path"
        ) from None


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Set up an SQLite connection.

    WAL lets others read while one writes. With synchronous=FULL a commit has reached the disk
    when it returns, so it survives the death of the process and a power cut; it costs a flush of
    the disk for each transaction, which `add_many` shares among several trials.
    """
    connection.isolation_level = None  # the driver would begin too late, and never before DDL
    for pragma in ("foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}").close()
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    """Switch to WAL; SQLite lets nobody wait for that who finds another one in the midst of it.

    It happens where several processes open a new store in the same moment.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as failure:
            busy = failure.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(SWITCH_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    """Begin a transaction; a writer locks at once: SQLite lets none wait who has read already."""
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    writes = options.get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
