from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from harness.model.run import Run, TrainingText, Trial
from harness.store.comparisons import KeptComparison
from harness.store.store import Store

MakeRun = Callable[..., Run]
MakeTrial = Callable[..., Trial]


def test_a_store_is_measured(store: Store, make_run: MakeRun, make_trial: MakeTrial) -> None:
    """Rows by table, size, schema and the address without its password."""
    store.begin_run(make_run(trials=tuple(make_trial(repeat=n) for n in range(10))))
    info = store.upkeep.info()
    assert (info.rows["runs"], info.rows["trials"], info.rows["notes"]) == (1, 10, 0)
    assert info.size_bytes > 0
    assert info.bytes_per_trial == info.size_bytes / 10
    assert "never-to-be-shown" not in info.address


def test_an_empty_store_has_no_size_a_trial(store: Store) -> None:
    """Nothing is divided by nothing."""
    assert store.upkeep.info().bytes_per_trial is None


def test_removed_runs_leave_nothing(store: Store, make_run: MakeRun, make_trial: MakeTrial) -> None:
    """Trials, leases, comparisons, baselines and texts that no other run has go with a run."""
    shared, own = TrainingText("a.md", "shared"), TrainingText("b.md", "own")
    for run_id, text in (("run-1", shared), ("run-2", shared), ("run-3", own)):
        store.begin_run(make_run(run_id, training=text, trials=(make_trial(),)))
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    store.comparisons.keep(KeptComparison("c-1", "run-1", "run-2", moment))
    store.comparisons.keep(KeptComparison("c-2", "run-3", "run-2", moment))
    store.baselines.set("main", "run-3")
    store.leases.claim("run-3", ["0"])
    store.upkeep.remove(["run-1", "run-3"])
    assert [run.id for run in store.runs()] == ["run-2"]
    assert store.load_run("run-2").training == shared
    rows = store.upkeep.info().rows
    assert {
        name: rows[name] for name in ("trials", "leases", "comparisons", "baselines", "texts")
    } == {"trials": 1, "leases": 0, "comparisons": 0, "baselines": 0, "texts": 1}


def test_many_runs_are_removed_at_once(store: Store, make_run: MakeRun) -> None:
    """More than a database takes parameters in one order."""
    ids = [f"run-{number}" for number in range(1100)]
    for run_id in ids[:30]:
        store.begin_run(make_run(run_id))
    store.upkeep.remove(ids)
    assert store.runs() == ()


def test_space_is_given_back(store: Store, make_run: MakeRun, make_trial: MakeTrial) -> None:
    """After a large run is gone the store shrinks, and still works."""
    trials = tuple(make_trial(repeat=n, text="x" * 20_000) for n in range(100))
    store.begin_run(make_run("run-1", trials=trials))
    store.upkeep.remove(["run-1"])
    before, after = store.upkeep.vacuum()
    if store._access.url.get_backend_name() == "sqlite":  # a server does it when it likes
        assert after < before / 5
    store.begin_run(make_run("run-2"))
    assert store.load_run("run-2").trials == ()


def test_waiting_rescue_files_are_named(tmp_path: Path, make_run: MakeRun) -> None:
    """A file beside the store that waits for its run is told of."""
    (tmp_path / "rescue-run-1-abcdef-12345678.jsonl").write_text("{}\n{}\n")
    (tmp_path / "rescue-run-2-abcdef-12345678.jsonl").write_text("{}\n")
    with Store(f"sqlite:///{tmp_path}/runs.db") as store:
        (path,) = store.upkeep.info().rescue_files
    assert path.name == "rescue-run-1-abcdef-12345678.jsonl"
