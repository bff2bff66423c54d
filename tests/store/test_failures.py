from __future__ import annotations

import os
import re
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, StatementError

from harness.errors import StoreError
from harness.model.run import Run, Trial
from harness.store.database import read_url
from harness.store.failures import translated
from harness.store.store import Store

SERVER = read_url("postgresql://me:s3cr%2Fet@host/db?password=hidden")


def one_sentence(error: StoreError) -> str:
    """Return the message after making sure that it is one line that says what to do."""
    message = str(error)
    assert "\n" not in message
    assert re.search(r": \w+", message)
    return message


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    """Another kind of file is not touched, and the message asks for another name."""
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to look at " * 100)
    before = file.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{file}")
    assert one_sentence(caught.value).endswith(
        "notes.txt' is no SQLite database: name another file"
    )
    assert file.read_bytes() == before


def test_a_database_of_others_is_explained(tmp_path: Path) -> None:
    """A database in which someone else's table has our name is refused, its tables stay."""
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE runs (miles INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match=r"already exists.*check that it is a store"):
        Store(f"sqlite:///{file}")
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == [
        ("CREATE TABLE runs (miles INTEGER)",)
    ]
    connection.close()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """A folder in place of the file says so."""
    with pytest.raises(StoreError, match="is a file, not a folder"):
        Store(f"sqlite:///{tmp_path}")


def test_a_damaged_file_is_explained(
    tmp_path: Path, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """A file with overwritten pages is told from an empty or foreign one."""
    file = tmp_path / "runs.db"
    with Store(f"sqlite:///{file}") as store:
        trials = tuple(make_trial(repeat=n, text="x" * 3000) for n in range(40))
        store.begin_run(make_run(trials=trials))
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 2)
        raw.write(b"\xff" * (size // 3))
    with Store(f"sqlite:///{file}") as store, pytest.raises(StoreError) as caught:
        store.load_run("run-1")
    assert "is damaged: put a copy in its place" in one_sentence(caught.value)


def test_a_locked_file_is_explained(tmp_path: Path, make_run: Callable[..., Run]) -> None:
    """When another program holds the file for too long, the message says to wait or close it."""
    file = tmp_path / "runs.db"
    with Store(f"sqlite:///{file}?timeout=0.01") as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            store.begin_run(make_run())
        other.execute("ROLLBACK")
        other.close()
        assert "is locked by another program: wait" in one_sentence(caught.value)
        store.begin_run(make_run())


def test_a_read_only_file_is_explained(tmp_path: Path, make_run: Callable[..., Run]) -> None:
    """Runs of a read-only store can be read; writing says that it is read-only."""
    file = tmp_path / "runs.db"
    with Store(f"sqlite:///{file}") as store:
        store.begin_run(make_run())
    with Store(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
        assert store.load_run("latest").id == "run-1"
        with pytest.raises(StoreError) as caught:
            store.begin_run(make_run("run-2"))
    assert "is read-only: make the file and its folder writable" in one_sentence(caught.value)


def test_a_full_disk_is_explained(
    tmp_path: Path, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Without space nothing half is kept, and what was kept before can still be read."""
    with Store(f"sqlite:///{tmp_path}/runs.db") as store:
        store.begin_run(make_run())
        store.add("run-1", make_trial(repeat=0))
        with store._access.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 20")
        with pytest.raises(StoreError) as caught:
            store.add("run-1", make_trial(repeat=1, text="x" * 200_000))
        assert "has no space left on its disk: free some" in one_sentence(caught.value)
        assert store.load_run("run-1").trials == (make_trial(repeat=0),)


def test_an_unreachable_server_is_explained() -> None:
    """Where no server listens, the message shows the address without the password."""
    pytest.importorskip("psycopg")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        port = taken.getsockname()[1]
        with pytest.raises(StoreError) as caught:
            Store(f"postgresql://me:s3cr@127.0.0.1:{port}/db")
    message = one_sentence(caught.value)
    assert f"'postgresql+psycopg://me@127.0.0.1:{port}/db' cannot be reached" in message
    assert "s3cr" not in message


@pytest.mark.skipif("HARNESS_TEST_POSTGRES" not in os.environ, reason="needs a PostgreSQL")
@pytest.mark.parametrize("change", [{"password": "wrong-s3cr"}, {"database": "no_such_db"}])
def test_a_refused_login_is_explained(change: dict[str, str]) -> None:
    """A wrong password or database is named; the password is not shown."""
    url = make_url(os.environ["HARNESS_TEST_POSTGRES"]).set(**change)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="check that the server runs, and the address") as caught:
        Store(url.render_as_string(hide_password=False))
    assert str(url.password) not in one_sentence(caught.value)


class Refusal(Exception):
    """A failure as the PostgreSQL driver raises it."""

    def __init__(self, message: str, sqlstate: str | None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "sentence"),
    [
        ("28P01", "refused the login: check user name and password"),
        ("3D000", "does not exist: create the database first"),
        ("42501", "may not be used by this user: grant it"),
        ("25006", "is read-only: name the server"),
        ("53100", "has no space left on the server's disk"),
        ("53300", "has too many connections"),
        ("57P01", "is being shut down"),
        ("XX000", "cannot be used (the word *** and ***): check that it is a store"),
        (None, "cannot be used (the word *** and ***): check that it is a store"),
    ],
)
def test_what_postgresql_refuses_is_explained(sqlstate: str | None, sentence: str) -> None:
    """Each SQLSTATE that people meet has its sentence; passwords in others are blotted out."""
    refusal = Refusal("the word s3cr/et and hidden\nDETAIL: more", sqlstate)
    with pytest.raises(StoreError) as caught, translated(SERVER):
        raise DBAPIError("SELECT 1", None, refusal)
    message = one_sentence(caught.value)
    assert f"the run store 'postgresql+psycopg://me@host/db' {sentence}" in message
    assert "s3cr" not in message
    assert "hidden" not in message


def test_a_value_that_cannot_be_kept_is_no_trouble_of_the_store(
    store: Store, make_run: Callable[..., Run]
) -> None:
    """A mistake of ours stays loud: it is not dressed up as a failing database."""
    naive = make_run().started_at.replace(tzinfo=None)
    with pytest.raises(StatementError, match="has no time zone"):
        store.begin_run(make_run(finished_at=naive))
    assert store.runs() == ()
