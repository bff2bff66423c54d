from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from harness.errors import SettingsError, StoreError
from harness.store import database
from harness.store.database import open_engine, read_url, shown

SECRET = "s3cr/et"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no URL: write 'sqlite:///runs.db' or"),
        ("runs.db", "is no URL"),
        (f"postgresql://me:{SECRET}@host:port/db", "is no URL"),
        (f"me:{SECRET}@host/db", "is no URL"),
        ("mysql://me:s3cr@host/db", "cannot be of the kind 'mysql'"),
        ("postgresql+psycopg2://me:s3cr@host/db", "cannot be of the kind 'postgresql+psycopg2'"),
        (f"postgresql://me:p@{SECRET}@host/db", "write the one in the password as '%40'"),
        ("sqlite://runs.db", "has three slashes"),
        ("sqlite://", "in memory keeps nothing"),
        ("sqlite:///", "in memory keeps nothing"),
        ("sqlite:///:memory:", "in memory keeps nothing"),
    ],
)
def test_a_wrong_address_is_refused(text: str, sentence: str) -> None:
    """What is no address of a store says what one looks like, and never shows a password."""
    with pytest.raises(SettingsError) as caught:
        read_url(text)
    assert sentence in str(caught.value)
    assert "s3cr" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_our_driver(scheme: str) -> None:
    """The usual short forms of PostgreSQL addresses work with the one driver that we have."""
    assert read_url(f"{scheme}://me@host/db").drivername == "postgresql+psycopg"


def test_a_shown_address_has_no_password() -> None:
    """Neither the password nor the options, where one may hide too, are shown."""
    url = read_url(f"postgresql://me:{SECRET}@host:5433/db?password={SECRET}&sslpassword=s3cr")
    assert shown(url) == "'postgresql+psycopg://me@host:5433/db'"
    assert shown(read_url("sqlite:///a/runs.db?timeout=1")) == "'a/runs.db'"


def test_the_folder_is_made(tmp_path: Path) -> None:
    """The folder of an SQLite file is made, with those above it."""
    open_engine(read_url(f"sqlite:///{tmp_path}/a/b/runs.db")).dispose()
    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """Where a file is in the way, or the name is impossible, another path is asked for."""
    (tmp_path / "file").touch()
    for path in (f"{tmp_path}/file/deeper/runs.db", f"{tmp_path}/%00/runs.db"):
        with pytest.raises(StoreError, match=r"cannot be made .*choose another path"):
            open_engine(read_url(f"sqlite:///{path}".replace("%00", "\x00")))


def test_a_missing_driver_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the message says how to install it, and not the password."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'chatbot-harness\[postgresql\]'"):
        open_engine(read_url("postgresql://me:s3cr@host/db"))


def test_sqlite_is_set_up_on_every_connection(tmp_path: Path) -> None:
    """Write-ahead log, foreign keys, patience and the promised durability are really on."""
    engine = open_engine(read_url(f"sqlite:///{tmp_path}/runs.db"))
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            told = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            }
            assert told == {
                "journal_mode": "wal",
                "foreign_keys": 1,
                "busy_timeout": 30_000,
                "synchronous": 2,
            }
    engine.dispose()


class Busy:
    """A connection that finds others in the midst of switching the file to WAL."""

    def __init__(self, times: int, code: int = sqlite3.SQLITE_BUSY) -> None:
        self.left, self.code = times, code
        self.isolation_level: str | None = ""

    def execute(self, order: str) -> Busy:
        """Fail as SQLite does, without waiting, as often as is wanted."""
        if "WAL" in order and self.left:
            self.left -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = self.code
            raise error
        return self

    def close(self) -> None:
        """Have nothing to close."""


def test_a_switch_to_wal_is_waited_for() -> None:
    """Two who open a new store in one moment both get it: SQLite itself would refuse one."""
    busy = Busy(3)

    database._write_ahead(busy)

    assert 0 == busy.left


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR])
def test_a_switch_that_cannot_be_is_not_waited_for_longer(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A broken disk at once, and another program after its time."""
    monkeypatch.setattr(database, "BUSY_SECONDS", -1)

    with pytest.raises(sqlite3.OperationalError):
        database._write_ahead(Busy(9, code))
