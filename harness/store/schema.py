"""The tables as they are now; `migrations` leads to them."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, MetaData, Table

from .columns import AnyText, Json, UtcTime

__all__ = [
    "baselines",
    "comparisons",
    "leases",
    "metadata",
    "notes",
    "quotas",
    "runs",
    "schema_version",
    "texts",
    "trials",
]

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
    Column("shard", AnyText, nullable=False),
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

baselines = Table(
    "baselines",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("run_id", AnyText, ForeignKey("runs.id"), nullable=False),
    Column("set_at", UtcTime, nullable=False),
    Index("baselines_by_run", "run_id"),
)

comparisons = Table(
    "comparisons",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("before_id", AnyText, ForeignKey("runs.id"), nullable=False),
    Column("after_id", AnyText, ForeignKey("runs.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("restarts", Integer, nullable=False),
    Column("method", Json, nullable=False),
    Column("verdict", Json, nullable=False),
    Column("evidence", Json, nullable=False),
    Index("comparisons_by_before", "before_id"),
    Index("comparisons_by_after", "after_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("run_id", AnyText, ForeignKey("runs.id"), primary_key=True),
    Column("name", AnyText, primary_key=True),
    Column("owner", AnyText, nullable=False),
    Column("beat", Integer, nullable=False),
    Column("taken_at", UtcTime, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("scope", AnyText, primary_key=True),
    Column("name", AnyText, primary_key=True),
    Column("noted_at", UtcTime, nullable=False),
    Column("value", Json, nullable=False),
)

quotas = Table(
    "quotas",
    metadata,
    Column("limit_name", AnyText, primary_key=True),
    Column("owner", AnyText, primary_key=True),
    Column("joined", Integer, nullable=False),
    Column("beat", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    Column("per_second", Double),
    Column("demand", Integer, nullable=False),
    Column("places", Integer, nullable=False),
    Column("pause_seconds", Double, nullable=False),
)
