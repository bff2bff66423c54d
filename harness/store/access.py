"""The way to the database: transactions that read, and transactions that write and try again."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from .database import open_engine, writing
from .failures import translated
from .migrations import migrate

__all__ = ["PATIENCE_SECONDS", "Access"]

T = TypeVar("T")
PATIENCE_SECONDS = 60.0
"""So long a write is tried again after a lost connection: a server needs this to restart."""
FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 2.0
LOST_STATES = ("08", "57P", "53300", "40001", "40P01")
"""Beginnings of SQLSTATEs that pass: no connection, a restart, no slot, a conflict."""


class Access:
    """A database with our tables; several threads may use one."""

    def __init__(self, url: URL) -> None:
        """Open the database, and make or migrate its tables.

        Raises:
            StoreError: there is none, it cannot be used, or a newer harness made it.
        """
        self.url = url
        self.patience_seconds = PATIENCE_SECONDS
        self.engine = open_engine(url)
        self._writer = writing(self.engine)
        # SQLite takes one writer at a time; threads that wait here do so fairly and asleep.
        self._turn = threading.Lock()
        try:
            with translated(url):
                migrate(self.engine, self._writer)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections; the next use would open new ones."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that reads."""
        with translated(self.url), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes, once."""
        with translated(self.url), self._turn, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """Open a connection for orders that stand outside of any transaction."""
        with translated(self.url), self._turn, self.engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            yield plain

    def write(self, change: Callable[[Connection], T]) -> T:
        """Make a change in one transaction, again and again while the connection is lost.

        Args:
            change: must leave the same when it is made twice: nobody knows whether a commit
                whose answer never came was made.

        Raises:
            StoreError: it cannot be made, or the connection did not come back in time.
        """
        deadline = time.monotonic() + self.patience_seconds
        wait = FIRST_WAIT_SECONDS
        with translated(self.url), self._turn:
            while True:
                try:
                    with self._writer.begin() as connection:
                        return change(connection)
                except DBAPIError as failure:
                    if not _passes(failure) or time.monotonic() + wait > deadline:
                        raise
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT_SECONDS)


def _passes(failure: DBAPIError) -> bool:
    """Tell whether a failure may be gone at the next try."""
    cause = failure.orig
    if isinstance(cause, sqlite3.Error):
        return False  # the driver has waited its time for a lock already
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return failure.connection_invalidated or _is_connecting(cause)
    return failure.connection_invalidated or state.startswith(LOST_STATES)


def _is_connecting(cause: BaseException | None) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(cause).__mro__)
