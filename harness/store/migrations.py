"""The numbered migrations that lead to the tables of `schema`.

A migration is written once and never changed, as text that both databases understand; it goes
forward only, in one transaction with the note that it was made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, inspect, select, text

from harness.errors import StoreError

from .database import lock_schema
from .schema import schema_version

__all__ = ["MIGRATIONS", "migrate", "migration"]

Migration = Callable[[Connection], None]

MIGRATIONS: list[Migration] = []
"""In order; the schema's version is how many of them were made."""


def migration(function: Migration) -> Migration:
    """Add a function to the end of the migrations."""
    MIGRATIONS.append(function)
    return function


def migrate(reader: Engine, writer: Engine) -> None:
    """Bring the tables up to the newest version; several processes may do so at once.

    Raises:
        StoreError: a newer harness made the tables.
    """
    with reader.begin() as connection:
        if _version(connection) == len(MIGRATIONS):
            return
    while _advance(writer):
        pass


def _advance(writer: Engine) -> bool:
    """Make the next migration, if there is one."""
    with writer.begin() as connection:
        lock_schema(connection)
        version = _version(connection)
        if version == len(MIGRATIONS):
            return False
        MIGRATIONS[version](connection)
        made = schema_version.insert().values(version=version + 1, migrated_at=datetime.now(UTC))
        connection.execute(made)
    return True


def _version(connection: Connection) -> int:
    """Return how many migrations were made, or raise StoreError where we know fewer."""
    if not inspect(connection).has_table(schema_version.name):
        return 0
    version: int = connection.scalar(select(func.max(schema_version.c.version))) or 0
    if version > len(MIGRATIONS):
        raise StoreError(
            f"the run store was written by a newer harness (schema {version}, this one knows "
            f"{len(MIGRATIONS)}): upgrade harness, for example with "
            "'pip install --upgrade chatbot-harness'"
        )
    return version


@migration
def m001_runs_and_trials(connection: Connection) -> None:
    """Make the first tables."""
    for statement in (
        """CREATE TABLE schema_version (
            version INTEGER NOT NULL PRIMARY KEY,
            migrated_at TIMESTAMP WITH TIME ZONE NOT NULL
        )""",
        """CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY,
            label TEXT NOT NULL,
            suite_name TEXT NOT NULL,
            suite_digest TEXT NOT NULL,
            chatbot_id TEXT NOT NULL,
            status TEXT NOT NULL,
            started_at TIMESTAMP WITH TIME ZONE NOT NULL,
            finished_at TIMESTAMP WITH TIME ZONE,
            planned INTEGER NOT NULL,
            suite TEXT NOT NULL,
            settings TEXT NOT NULL,
            bot TEXT NOT NULL,
            provenance TEXT NOT NULL
        )""",
        "CREATE INDEX runs_by_start ON runs (started_at)",
        "CREATE INDEX runs_by_label ON runs (label)",
        """CREATE TABLE trials (
            run_id TEXT NOT NULL REFERENCES runs (id),
            case_id TEXT NOT NULL,
            setting TEXT NOT NULL,
            repeat INTEGER NOT NULL,
            case_digest TEXT NOT NULL,
            outcome TEXT NOT NULL,
            score DOUBLE PRECISION,
            seconds DOUBLE PRECISION,
            asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
            transcript TEXT NOT NULL,
            PRIMARY KEY (run_id, case_id, setting, repeat)
        )""",
        "CREATE INDEX trials_by_outcome ON trials (run_id, outcome, score)",
    ):
        connection.execute(text(statement))


@migration
def m002_training_texts(connection: Connection) -> None:
    """Keep the training texts of runs, each text once."""
    for statement in (
        "CREATE TABLE texts (digest TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL)",
        "ALTER TABLE runs ADD COLUMN training TEXT",
    ):
        connection.execute(text(statement))


@migration
def m003_baselines_and_comparisons(connection: Connection) -> None:
    """Make room for baselines, comparisons, leases, notes and shards."""
    for statement in (
        "ALTER TABLE runs ADD COLUMN shard TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE baselines (
            name TEXT NOT NULL PRIMARY KEY,
            run_id TEXT NOT NULL REFERENCES runs (id),
            set_at TIMESTAMP WITH TIME ZONE NOT NULL
        )""",
        "CREATE INDEX baselines_by_run ON baselines (run_id)",
        """CREATE TABLE comparisons (
            id TEXT NOT NULL PRIMARY KEY,
            before_id TEXT NOT NULL REFERENCES runs (id),
            after_id TEXT NOT NULL REFERENCES runs (id),
            created_at TIMESTAMP WITH TIME ZONE NOT NULL,
            restarts INTEGER NOT NULL,
            method TEXT NOT NULL,
            verdict TEXT NOT NULL,
            evidence TEXT NOT NULL
        )""",
        "CREATE INDEX comparisons_by_before ON comparisons (before_id)",
        "CREATE INDEX comparisons_by_after ON comparisons (after_id)",
        """CREATE TABLE leases (
            run_id TEXT NOT NULL REFERENCES runs (id),
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            beat INTEGER NOT NULL,
            taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (run_id, name)
        )""",
        """CREATE TABLE notes (
            scope TEXT NOT NULL,
            name TEXT NOT NULL,
            noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (scope, name)
        )""",
    ):
        connection.execute(text(statement))


@migration
def m004_quotas(connection: Connection) -> None:
    """Make room for what each of several processes takes of one limit."""
    connection.execute(
        text("""CREATE TABLE quotas (
            limit_name TEXT NOT NULL,
            owner TEXT NOT NULL,
            joined INTEGER NOT NULL,
            beat INTEGER NOT NULL,
            most INTEGER NOT NULL,
            per_second DOUBLE PRECISION,
            demand INTEGER NOT NULL,
            places INTEGER NOT NULL,
            pause_seconds DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (limit_name, owner)
        )""")
    )
