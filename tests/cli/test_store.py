from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command import Harness
from fakes import case, run, suite, trial

from harness.store.store import Store

URL = "sqlite:///.harness/runs.db"


@pytest.fixture
def five(harness: Harness) -> None:
    """Keep five runs, one a day, the newest of today; the oldest is a baseline."""
    asked = case()
    now = datetime.now(UTC)
    with Store(URL) as store:
        for days in range(5):
            began = now - timedelta(days=days, minutes=1)
            store.begin_run(run(f"run-{days}", suite(asked), [trial(asked)], started_at=began))
        store.baselines.set("main", "run-4")


def ids() -> list[str]:
    """Return the ids of the kept runs, newest first."""
    with Store(URL) as store:
        return [each.id for each in store.runs()]


@pytest.mark.usefixtures("five")
def test_info_says_what_is_there(harness: Harness) -> None:
    """Size, size a trial, and counts."""
    said = harness("store", "info").out
    assert "runs        5" in said
    assert "bytes a trial" in said
    assert "baselines   1" in said


@pytest.mark.usefixtures("five")
def test_old_runs_go_and_baselines_stay(harness: Harness) -> None:
    """By number, by age, by both; a dry run removes nothing."""
    assert "2 runs would go" in harness("store", "prune", "--keep", "2", "--dry-run").out
    assert 5 == len(ids())
    said = harness("store", "prune", "--keep", "1", "--older-than", "48h", "--yes")
    assert 0 == said.code, said.err
    assert ["run-0", "run-1", "run-4"] == ids()
    assert 0 == harness("store", "prune", "--older-than", "1d", "--yes").code
    assert ["run-0", "run-4"] == ids()
    assert "Nothing goes" in harness("store", "prune", "--older-than", "52w").out
    assert 0 == harness("store", "vacuum").code


@pytest.mark.usefixtures("five")
def test_runs_go_by_name(harness: Harness) -> None:
    """A baseline is refused, and without anybody to ask nothing goes unless --yes is given."""
    assert 2 == harness("store", "prune", "run-2").code
    said = harness("store", "prune", "main", "--yes")
    assert 2 == said.code
    assert "harness baseline remove main" in said.err
    assert 0 == harness("store", "prune", "run-2", "run-1", "--yes").code
    assert ["run-0", "run-3", "run-4"] == ids()


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("arguments", [[], ["run-1", "--keep", "1"], ["--older-than", "soon"]])
def test_what_goes_must_be_clear(harness: Harness, arguments: list[str]) -> None:
    """Nothing is removed by guess."""
    assert 2 == harness("store", "prune", *arguments, "--yes").code
    assert 5 == len(ids())


@pytest.mark.usefixtures("five")
def test_a_store_moves(harness: Harness) -> None:
    """Export, import elsewhere, import again: nothing doubles."""
    assert "5 runs" in harness("store", "export", "-o", "kept.jsonl.gz").out
    other = ("--store", "sqlite:///other.db")
    assert "5 runs, 1 baseline" in harness("store", "import", "kept.jsonl.gz", *other).out
    said = harness("store", "import", "kept.jsonl.gz", *other)
    assert "0 runs, 5 known already" in said.out
    assert "run-4" in harness("baseline", "list", *other).out
    assert 2 == harness("store", "import", "nothing.jsonl.gz").code
    assert Path("other.db").exists()
