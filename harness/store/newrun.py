"""Keeping a new run: its row, its text, and answers that it takes over from another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from harness.model.run import Outcome, TrainingText, TrialKey

from . import queries
from .database import lock_name
from .records import read_key, read_trial, text_row, trial_row
from .redaction import Redaction

__all__ = ["add_run", "hand_over"]

AT_ONCE = 500
"""Trials in memory at a time."""


def add_run(connection: Connection, row: Mapping[str, Any], training: TrainingText | None) -> None:
    """Keep the row of a run, and the text that its bot was trained on."""
    if training is not None:
        _keep_text(connection, text_row(training))
    connection.execute(queries.ADD_RUN, row)


def hand_over(
    connection: Connection,
    run_id: str,
    heir_id: str,
    wanted: Mapping[TrialKey, str],
    redaction: Redaction,
) -> None:
    """Copy those trials of a run to another that did not error and are of the wanted cases.

    They are redacted as they would be if they came now. What the other run has already stays.

    Args:
        connection: in a transaction that writes.
        run_id: whose trials they are.
        heir_id: the run that gets them.
        wanted: the digests of the cases, by key.
        redaction: what to blot out.
    """
    rows = connection.execute(
        queries.TRIALS, {"run_id": run_id}, execution_options={"yield_per": AT_ONCE}
    ).mappings()
    for some in rows.partitions():
        kept = [
            trial_row(heir_id, redaction.trial(read_trial(row)))
            for row in some
            if row["outcome"] != Outcome.ERRORED.value
            and wanted.get(read_key(row)) == row["case_digest"]
        ]
        if kept:
            connection.execute(queries.INHERIT_TRIAL, kept)


def _keep_text(connection: Connection, row: dict[str, str]) -> None:
    lock_name(connection, f"text\n{row['digest']}")
    if connection.scalar(queries.TEXT, {"text_digest": row["digest"]}) is None:
        connection.execute(queries.ADD_TEXT, row)
