from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from report import builders
from report.strings import HOSTILE

from harness.model.run import Run, RunStatus
from harness.store.store import Store


def keep(store: Store, run: Run) -> None:
    """Keep a whole run."""
    store.begin_run(run)
    store.add_many(run.id, run.trials)
    store.finish_run(run.id, RunStatus.COMPLETE, run.finished_at or run.started_at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with three runs of one suite, one of them a baseline, and a hostile one."""
    comparison, _ = builders.do_not_ship()
    before, after = comparison.before, comparison.after
    hostile = replace(
        builders.hostile([text.encode("utf-8", "replace").decode() for text in HOSTILE])[0].after,
        id="r-666",
        label=HOSTILE[0],
        provenance={},
        started_at=before.started_at - timedelta(days=9),
    )
    hostile = replace(hostile, suite=hostile.suite.model_copy(update={"name": HOSTILE[1]}))
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as kept:
        keep(kept, before)
        keep(kept, after)
        keep(kept, replace(after, id="r-2099", started_at=after.started_at + timedelta(days=1)))
        keep(kept, hostile)
        kept.baselines.set("shipped", before.id)
        yield kept
