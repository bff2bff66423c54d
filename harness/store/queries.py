"""Every question and order to the database, each in one text for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from harness.model.run import Outcome

from .schema import runs, texts, trials

__all__ = [
    "ADD_RUN",
    "ADD_TEXT",
    "ADD_TRIAL",
    "CHANGE_RUN",
    "DONE",
    "FORGET_TRIAL",
    "HOLD_RUN",
    "KEPT_OUTCOME",
    "NAMES",
    "RUN",
    "TEXT",
    "TRIALS",
    "summaries",
]

NEWEST_FIRST = (runs.c.started_at.desc(), runs.c.id.desc())
THIS_RUN = runs.c.id == bindparam("run_id")
OF_THIS_RUN = trials.c.run_id == bindparam("run_id")
THIS_TRIAL = and_(
    OF_THIS_RUN,
    trials.c.case_id == bindparam("case_id"),
    trials.c.setting == bindparam("setting"),
    trials.c.repeat == bindparam("repeat"),
)

ADD_RUN = runs.insert()
ADD_TRIAL = trials.insert()
ADD_TEXT = texts.insert()
CHANGE_RUN = runs.update().where(THIS_RUN)
FORGET_TRIAL = trials.delete().where(THIS_TRIAL)

RUN = select(runs).where(THIS_RUN)
TEXT = select(texts.c.text).where(texts.c.digest == bindparam("text_digest"))
HOLD_RUN = select(runs.c.provenance).where(THIS_RUN).with_for_update()
"""Also keeps other writers from this run until the transaction ends (SQLite does so anyway)."""
NAMES = select(runs.c.id, runs.c.label).order_by(*NEWEST_FIRST)
TRIALS = select(trials).where(OF_THIS_RUN)
KEPT_OUTCOME = select(trials.c.outcome).where(THIS_TRIAL)
DONE = select(trials.c.case_id, trials.c.setting, trials.c.repeat, trials.c.case_digest).where(
    OF_THIS_RUN, trials.c.outcome != Outcome.ERRORED.value
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
        )
        .order_by(*NEWEST_FIRST)
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
        .order_by(newest.c.started_at.desc(), newest.c.id.desc())
    )


def _count(outcome: Outcome) -> ColumnElement[int]:
    return func.count(trials.c.outcome).filter(trials.c.outcome == outcome.value)
