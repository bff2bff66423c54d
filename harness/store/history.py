"""The pass rates of the kept runs of a suite, question by question, without their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from harness.model.run import Outcome, RunStatus

from .access import Access
from .schema import runs, trials

__all__ = ["History", "RunRates"]


@dataclass(frozen=True, slots=True)
class RunRates:
    """A run, and the pass rate (0..1) of each of its questions that was judged."""

    id: str
    label: str
    started_at: datetime
    suite_digest: str
    rates: tuple[float, ...]


class History:
    """The runs of a suite over time."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def rates(self, suite_name: str, limit: int) -> tuple[RunRates, ...]:
        """Return the newest complete, undivided runs of the suites of a name, newest first."""
        with self._access.reading() as connection:
            rows = connection.execute(_RATES, {"of_suite": suite_name, "most": limit}).all()
        return tuple(
            RunRates(*run, rates=tuple(row.passed / row.judged for row in of_run))
            for run, of_run in groupby(rows, key=lambda row: (row[0], row[1], row[2], row[3]))
        )


def _rates() -> Select[Any]:
    newest = (
        select(runs.c.id, runs.c.label, runs.c.started_at, runs.c.suite_digest)
        .where(
            runs.c.suite_name == bindparam("of_suite"),
            runs.c.status == RunStatus.COMPLETE.value,
            runs.c.shard == "",
        )
        .order_by(runs.c.started_at.desc(), runs.c.id.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    passed = func.count().filter(trials.c.outcome == Outcome.PASSED.value)
    return (
        select(*newest.c, passed.label("passed"), func.count().label("judged"))
        .select_from(newest.join(trials, trials.c.run_id == newest.c.id))
        .where(trials.c.outcome != Outcome.ERRORED.value)
        .group_by(*newest.c, trials.c.case_id)
        .order_by(newest.c.started_at.desc(), newest.c.id.desc(), trials.c.case_id)
    )


_RATES = _rates()
