from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from harness.errors import StoreError
from harness.model.run import Run, Trial
from harness.store import schema
from harness.store.store import Store

HERE = Path(__file__).parent


def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    """What the migrations make has the columns, keys and indexes that the queries count on."""
    found = inspect(store._engine)
    assert set(found.get_table_names()) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        assert found.get_pk_constraint(name)["constrained_columns"] == [
            column.name for column in table.primary_key
        ]
        indexes = {index["name"]: index["column_names"] for index in found.get_indexes(name)}
        assert indexes == {index.name: [c.name for c in index.columns] for index in table.indexes}
        keys = [key["referred_table"] for key in found.get_foreign_keys(name)]
        assert keys == (["runs"] if name == "trials" else [])


def test_a_newer_schema_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that a newer harness migrated is not touched; the message says to upgrade."""
    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, lambda connection: None])
    Store(url).close()
    monkeypatch.undo()
    known = len(schema.MIGRATIONS)
    wanted = rf"newer harness \(schema {known + 1}, this one knows {known}\): upgrade"
    with pytest.raises(StoreError, match=wanted):
        Store(url)


def test_an_older_store_is_migrated(
    url: str, monkeypatch: pytest.MonkeyPatch, full_run: Run
) -> None:
    """The next migrations are made when a store is opened, once, and the runs stay."""
    with Store(url) as store:
        store.begin_run(full_run)
    made: list[int] = []

    def m002_color(connection: Connection) -> None:
        made.append(2)
        connection.execute(text("ALTER TABLE runs ADD COLUMN color TEXT"))

    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, m002_color])
    for _ in range(2):
        with Store(url) as store:
            assert store.load_run("latest") == full_run
            assert "color" in {c["name"] for c in inspect(store._engine).get_columns("runs")}
    assert made == [2]


def test_a_failed_migration_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half-way is undone wholly, tables too, and is made again later."""
    Store(url).close()

    def m002_broken(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a INTEGER)"))
        raise RuntimeError("broken")

    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, m002_broken])
    with pytest.raises(RuntimeError, match="broken"):
        Store(url)
    monkeypatch.undo()
    with Store(url) as store:
        assert not inspect(store._engine).has_table("half")


def test_the_decorator_adds_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration's number is its place in the list."""
    monkeypatch.setattr(schema, "MIGRATIONS", list(schema.MIGRATIONS))

    @schema.migration
    def m002(connection: Connection) -> None: ...

    first, *_, second = schema.MIGRATIONS
    assert first is schema.m001_runs_and_trials
    assert second is m002


def test_many_may_open_a_new_store_at_once(url: str) -> None:
    """Eight who open one new store at the same time make its tables once, and none fails."""

    def open_one(_: int) -> int:
        with Store(url) as store:
            return len(store.runs())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_one, range(8))) == [0] * 8


def test_the_first_schema_still_opens(
    tmp_path: Path, full_run: Run, make_trial: Callable[..., Trial]
) -> None:
    """A file of the first schema is read as it was written, and can be written to."""
    file = tmp_path / "old.db"
    shutil.copy(HERE / "schema-1.db", file)
    with Store(f"sqlite:///{file}") as store:
        assert store.load_run("before") == full_run
        assert store.load_run("before").started_at.tzinfo is UTC
        assert [run.label for run in store.runs()] == ["before"]
        store.add(full_run.id, make_trial("late"))
        assert len(store.load_run("before").trials) == len(full_run.trials) + 1


def test_the_kept_file_is_of_the_first_schema() -> None:
    """The kept file was never migrated: it would prove nothing any more."""
    connection = sqlite3.connect(f"file:{HERE / 'schema-1.db'}?immutable=1", uri=True)
    assert connection.execute("SELECT version FROM schema_version").fetchall() == [(1,)]
    connection.close()
