"""Every question and order to the database, each in one text for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, TextClause, bindparam, func, select, text

from harness.model.run import Outcome

from .schema import runs, texts, trials

__all__ = [
    "ADD_RUN",
    "ADD_TEXT",
    "ADD_TRIAL",
    "ANSWERED",
    "CHANGE_RUN",
    "DONE",
    "HOLD_RUN",
    "INHERIT_TRIAL",
    "KEEP_TRIAL",
    "KNOWN",
    "KNOW_RUN",
    "NAMES",
    "RUN",
    "TEXT",
    "TRIALS",
    "summaries",
]


def _newest_first(of: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Order runs; of two that began together, as merged ones may, the later end is newer."""
    ended = func.coalesce(of.c.finished_at, of.c.started_at)
    return of.c.started_at.desc(), ended.desc(), of.c.id.desc()


THIS_RUN = runs.c.id == bindparam("run_id")
OF_THIS_RUN = trials.c.run_id == bindparam("run_id")
NAMES_OF_TRIAL = [column.name for column in trials.c]
CHANGING = [column.name for column in trials.c if not column.primary_key]

ADD_RUN = runs.insert()
ADD_TRIAL = trials.insert()
ADD_TEXT = texts.insert()


def _add_trial(unless: str) -> TextClause:
    """Return the order that adds a trial, or replaces that of its key unless a condition holds."""
    return text(
        f"""
        INSERT INTO trials ({", ".join(NAMES_OF_TRIAL)})
        VALUES ({", ".join(f":{name}" for name in NAMES_OF_TRIAL)})
        ON CONFLICT (run_id, case_id, setting, repeat) DO UPDATE
        SET {", ".join(f"{name} = excluded.{name}" for name in CHANGING)}
        WHERE NOT ({unless})
        """  # noqa: S608 (our own names of columns)
    ).bindparams(*(bindparam(column.name, type_=column.type) for column in trials.c))


KEEP_TRIAL = _add_trial("trials.outcome <> 'errored' AND excluded.outcome = 'errored'")
"""Add a trial in place of an older one of its key, but no errored one in place of a good one."""
INHERIT_TRIAL = _add_trial("trials.outcome <> 'errored'")
"""Add a trial where there is none of its key, or an errored one."""
CHANGE_RUN = runs.update().where(THIS_RUN)

RUN = select(runs).where(THIS_RUN)
TEXT = select(texts.c.text).where(texts.c.digest == bindparam("text_digest"))
HOLD_RUN = select(runs.c.provenance).where(THIS_RUN).with_for_update()
"""Also keeps other writers from this run until the transaction ends (SQLite does so anyway)."""
KNOW_RUN = select(runs.c.id).where(THIS_RUN).with_for_update()
"""The same without reading what it holds."""
KNOWN = select(runs.c.id).where(THIS_RUN)
NAMES = select(runs.c.id, runs.c.label).order_by(runs.c.shard != "", *_newest_first(runs))
"""Whole runs come before shards: `latest` and labels mean a part only where there is no whole."""
TRIALS = select(trials).where(OF_THIS_RUN)
DONE = select(trials.c.case_id, trials.c.setting, trials.c.repeat, trials.c.case_digest).where(
    OF_THIS_RUN, trials.c.outcome != Outcome.ERRORED.value
)

ANSWERED = (
    select(func.count())
    .select_from(trials)
    .where(OF_THIS_RUN, trials.c.outcome != Outcome.ERRORED.value)
)


def summaries(limit: int | None) -> Select[Any]:
    """Ask for the newest runs with counts of their trials; the transcripts are not touched."""
    newest = (
        select(
            runs.c.id,
            runs.c.label,
            runs.c.suite_name,
            runs.c.chatbot_id,
            runs.c.status,
            runs.c.started_at,
            runs.c.finished_at,
            runs.c.planned,
            runs.c.shard,
        )
        .order_by(*_newest_first(runs))
        .limit(limit)
        .subquery()
    )
    return (
        select(
            *newest.c,
            *(_count(outcome).label(outcome.value) for outcome in Outcome),
            func.avg(trials.c.score).label("mean_score"),
        )
        .select_from(newest.outerjoin(trials, trials.c.run_id == newest.c.id))
        .group_by(*newest.c)
        .order_by(*_newest_first(newest))
    )


def _count(outcome: Outcome) -> ColumnElement[int]:
    return func.count(trials.c.outcome).filter(trials.c.outcome == outcome.value)
