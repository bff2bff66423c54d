"""The tables as they are now, and the numbered migrations that led to them.

A migration is written once and never changed, as text that both databases understand; it goes
forward only, in one transaction with the note that it was made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Connection,
    Double,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)

from harness.errors import StoreError

from .columns import AnyText, Json, UtcTime
from .database import lock_schema

__all__ = [
    "MIGRATIONS",
    "metadata",
    "migrate",
    "migration",
    "runs",
    "schema_version",
    "texts",
    "trials",
]

Migration = Callable[[Connection], None]

metadata = MetaData()

schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("migrated_at", UtcTime, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("label", AnyText, nullable=False),
    Column("suite_name", AnyText, nullable=False),
    Column("suite_digest", AnyText, nullable=False),
    Column("chatbot_id", AnyText, nullable=False),
    Column("status", AnyText, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("planned", Integer, nullable=False),
    Column("suite", Json, nullable=False),
    Column("settings", Json, nullable=False),
    Column("bot", Json, nullable=False),
    Column("provenance", Json, nullable=False),
    Column("training", Json),
    Index("runs_by_start", "started_at"),
    Index("runs_by_label", "label"),
)

texts = Table(
    "texts",
    metadata,
    Column("digest", AnyText, primary_key=True),
    Column("text", AnyText, nullable=False),
)

trials = Table(
    "trials",
    metadata,
    Column("run_id", AnyText, ForeignKey("runs.id"), primary_key=True),
    Column("case_id", AnyText, primary_key=True),
    Column("setting", AnyText, primary_key=True),
    Column("repeat", Integer, primary_key=True, autoincrement=False),
    Column("case_digest", AnyText, nullable=False),
    Column("outcome", AnyText, nullable=False),
    Column("score", Double),
    Column("seconds", Double),
    Column("asked_at", UtcTime, nullable=False),
    Column("transcript", Json, nullable=False),
    Index("trials_by_outcome", "run_id", "outcome", "score"),
)

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
