"""How a suite's runs went over time, for the trend of a report."""

from __future__ import annotations

from harness.model.run import Run
from harness.report.estimates import mean_of
from harness.report.trend import MOST, PastRun
from harness.store.store import Store

__all__ = ["past_of", "past_runs"]


def past_runs(store: Store, run: Run) -> tuple[PastRun, ...]:
    """Return the kept runs of the run's suite up to it, newest first; baselines are marked.

    Raises:
        StoreError: the store cannot be read.
    """
    kept = (one for one in past_of(store, run.suite.name) if one.started_at <= run.started_at)
    found = tuple(kept)[:MOST]
    # A run from a file, or one that is not complete, has no place in the line.
    return found if any(one.id == run.id for one in found) else ()


def past_of(store: Store, suite_name: str) -> tuple[PastRun, ...]:
    """Return the newest kept runs of a suite, newest first; baselines are marked.

    Raises:
        StoreError: the store cannot be read.
    """
    names: dict[str, list[str]] = {}
    for name, run_id in store.baselines.all().items():
        names.setdefault(run_id, []).append(name)
    found = []
    for kept in store.history.rates(suite_name, 2 * MOST):
        rate = mean_of(kept.rates)
        if rate is not None:
            mark = f"baseline {', '.join(names[kept.id])}" if kept.id in names else ""
            past = PastRun(kept.id, kept.label, kept.started_at, kept.suite_digest, rate, mark)
            found.append(past)
    return tuple(found)
