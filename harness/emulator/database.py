"""The database of the emulator: one SQLite connection that threads and processes may share."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.errors import SettingsError

from .schema import STEPS

__all__ = ["Database"]

APPLICATION_ID = 0x68656D75
"""Stands in the header of our files, so that we never write into somebody else's."""
LOCK_WAIT_SECONDS = 30
LOCK_PAUSE_SECONDS = 0.01


class Database:
    """Rows, kept in a file or in memory; every method may be called from any thread."""

    def __init__(self, path: Path | None) -> None:
        """Open or create the file.

        Raises:
            SettingsError: if it cannot be opened, or belongs to something else.
        """
        self._lock = threading.RLock()
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(
                ":memory:" if path is None else path,
                timeout=LOCK_WAIT_SECONDS,
                isolation_level=None,  # transactions begin and end where we say
                check_same_thread=False,
            )
            connection.row_factory = sqlite3.Row
            self._connection = connection
            self._prepare(path)
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise SettingsError(f"cannot keep the emulator's state in {path}: {error}") from None
        except SettingsError:
            self.close()
            raise

    def _prepare(self, path: Path | None) -> None:
        with self.writing() as connection:  # a second process that opens the file waits here
            owner = self.rows("PRAGMA application_id")[0][0]
            tables = self.rows("SELECT count(*) FROM sqlite_master")[0][0]
            if tables and owner != APPLICATION_ID:
                raise SettingsError(f"{path} is a database of something else than the emulator")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._upgrade(connection, path)
        self._write_ahead()
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")

    def _upgrade(self, connection: sqlite3.Connection, path: Path | None) -> None:
        version = self.rows("PRAGMA user_version")[0][0]
        if version > len(STEPS):
            raise SettingsError(f"{path} was written by a newer version of the emulator")
        for step in STEPS[version:]:
            for statement in step.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")

    def _write_ahead(self) -> None:
        """Turn the write-ahead log on; for this one step SQLite does not wait for a lock itself."""
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(LOCK_PAUSE_SECONDS)
            else:
                return

    def rows(self, query: str, *values: Any, **named: Any) -> list[sqlite3.Row]:
        """Return the rows that a query finds; its values are given by place or by name."""
        with self._lock:
            return self._connection.execute(query, named or values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction: all of it is kept, or on any error nothing.

        Within another one it is a part of that.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        with self._lock:
            self._connection.close()
