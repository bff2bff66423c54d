from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from harness.errors import StoreError
from harness.model.run import Run, TrainingText, Trial
from harness.store import migrations, schema
from harness.store.store import Store

HERE = Path(__file__).parent


def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    """What the migrations make has the columns, keys and indexes that the queries count on."""
    found = inspect(store._access.engine)
    assert set(found.get_table_names()) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        assert found.get_pk_constraint(name)["constrained_columns"] == [
            column.name for column in table.primary_key
        ]
        indexes = {index["name"]: index["column_names"] for index in found.get_indexes(name)}
        assert indexes == {index.name: [c.name for c in index.columns] for index in table.indexes}
        keys = [list(key["constrained_columns"]) for key in found.get_foreign_keys(name)]
        assert sorted(keys) == sorted(list(k.column_keys) for k in table.foreign_key_constraints)


def test_a_newer_schema_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that a newer harness migrated is not touched; the message says to upgrade."""
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, lambda connection: None])
    Store(url).close()
    monkeypatch.undo()
    known = len(migrations.MIGRATIONS)
    sentence = rf"newer harness \(schema {known + 1}, this one knows {known}\): upgrade"
    with pytest.raises(StoreError, match=sentence):
        Store(url)


def test_an_older_store_is_migrated(
    url: str, monkeypatch: pytest.MonkeyPatch, full_run: Run
) -> None:
    """The next migrations are made when a store is opened, once, and the runs stay."""
    with Store(url) as store:
        store.begin_run(full_run)
    made: list[str] = []

    def color(connection: Connection) -> None:
        made.append("color")
        connection.execute(text("ALTER TABLE runs ADD COLUMN color TEXT"))

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, color])
    for _ in range(2):
        with Store(url) as store:
            assert store.load_run("latest") == full_run
            assert "color" in {c["name"] for c in inspect(store._access.engine).get_columns("runs")}
    assert made == ["color"]


def test_a_failed_migration_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half-way is undone wholly, tables too, and is made again later."""
    Store(url).close()

    def broken(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a INTEGER)"))
        raise RuntimeError("broken")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, broken])
    with pytest.raises(RuntimeError, match="broken"):
        Store(url)
    monkeypatch.undo()
    with Store(url) as store:
        assert not inspect(store._access.engine).has_table("half")


def test_the_decorator_adds_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration's number is its place in the list."""
    monkeypatch.setattr(migrations, "MIGRATIONS", list(migrations.MIGRATIONS))

    @migrations.migration
    def newest(connection: Connection) -> None: ...

    assert migrations.MIGRATIONS[0] is migrations.m001_runs_and_trials
    assert migrations.MIGRATIONS[-1] is newest


def test_many_may_open_a_new_store_at_once(url: str) -> None:
    """Eight who open one new store at the same time make its tables once, and none fails."""

    def open_one(_: int) -> int:
        with Store(url) as store:
            return len(store.runs())

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_one, range(8))) == [0] * 8


@pytest.mark.parametrize("version", [1, 3])
def test_old_schemas_still_open(
    tmp_path: Path, full_run: Run, make_trial: Callable[..., Trial], version: int
) -> None:
    """A file of an older schema is read as it was written, and can be written to."""
    file = tmp_path / "old.db"
    shutil.copy(HERE / f"schema-{version}.db", file)
    with Store(f"sqlite:///{file}") as store:
        assert replace(store.load_run("before"), training=None) == full_run
        assert store.load_run("before").started_at.tzinfo is UTC
        assert [run.label for run in store.runs()][-1] == "before"
        store.add(full_run.id, make_trial("late"))
        assert len(store.load_run("before").trials) == len(full_run.trials) + 1


def test_what_the_third_schema_added_still_opens(tmp_path: Path, full_run: Run) -> None:
    """Baseline, comparison, note, lease and shard are read as they were written."""
    file = tmp_path / "old.db"
    shutil.copy(HERE / "schema-3.db", file)
    with Store(f"sqlite:///{file}") as store:
        assert store.load_run("before").training == TrainingText("shop.md", "Returns: 30 days.")
        after = store.load_run("after")
        assert after.shard == "2/5"
        assert store.baselines.all() == {"main": full_run.id}
        assert store.notes.get("pace", "key") == {"until": 1.5}
        assert store.leases.claim(after.id, ["0"]) == {}
        (kept,) = store.comparisons.between(full_run.id, after.id)
        assert (kept.verdict, kept.restarts) == ({"decision": "ship"}, 1)


@pytest.mark.parametrize("version", [1, 3])
def test_the_kept_files_are_of_their_schemas(version: int) -> None:
    """The kept files were never migrated: they would prove nothing any more."""
    file = HERE / f"schema-{version}.db"
    connection = sqlite3.connect(f"file:{file}?immutable=1", uri=True)
    assert connection.execute("SELECT max(version) FROM schema_version").fetchall() == [(version,)]
    connection.close()
