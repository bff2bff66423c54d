from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness.errors import RunFileError
from harness.model.run import Run
from harness.store.comparisons import KeptComparison
from harness.store.runfile import write_run_file
from harness.store.store import Store
from harness.store.storefile import Imported, export_store, import_any, import_store


@pytest.fixture
def filled(store: Store, full_run: Run, make_run: Callable[..., Run]) -> Store:
    """Return a store with two runs, a baseline and a comparison."""
    store.begin_run(full_run)
    store.begin_run(make_run("run-2", minutes=1))
    store.baselines.set("main", full_run.id)
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    kept = KeptComparison("c-1", full_run.id, "run-2", moment, {"name": "m"}, {"d": [0.5, None]})
    store.comparisons.keep(kept)
    return store


def test_a_store_moves_to_another_database(tmp_path: Path, filled: Store) -> None:
    """All of it comes into an empty store equal, from either database."""
    file = tmp_path / "kept.jsonl.gz"
    assert export_store(filled, file) == 2
    with Store(f"sqlite:///{tmp_path}/other.db") as other:
        assert import_store(other, file) == Imported(2, 0, 1, 1)
        assert other.runs() == filled.runs()
        for run in filled.runs():
            assert other.load_run(run.id) == filled.load_run(run.id)
        assert other.baselines.all() == filled.baselines.all()
        assert other.comparisons.between() == filled.comparisons.between()


def test_what_is_known_is_left_alone(tmp_path: Path, filled: Store) -> None:
    """Importing twice changes nothing."""
    file = tmp_path / "kept.jsonl"
    export_store(filled, file)
    assert import_any(filled, file) == Imported(0, 2, 0, 0)


def test_the_file_of_one_run_can_be_taken_in(tmp_path: Path, store: Store, full_run: Run) -> None:
    """What `harness export` wrote becomes a kept run, once."""
    file = tmp_path / "run.jsonl.gz"
    write_run_file(file, full_run)
    assert import_any(store, file) == Imported(runs=1)
    assert import_any(store, file) == Imported(known=1)
    assert store.load_run(full_run.id) == full_run


def test_a_cut_file_leaves_whole_runs_only(tmp_path: Path, filled: Store) -> None:
    """The error names the place; what came before it is in, whole, and can be completed."""
    file = tmp_path / "kept.jsonl"
    export_store(filled, file)
    lines = file.read_bytes().splitlines(keepends=True)
    with Store(f"sqlite:///{tmp_path}/other.db") as other:
        file.write_bytes(b"".join(lines[:3]))
        with pytest.raises(RunFileError, match=r"kept\.jsonl:3: it is cut off here"):
            import_store(other, file)
        assert other.runs() == ()
        file.write_bytes(b"".join(lines))
        assert import_store(other, file).runs == 2


def test_another_file_is_refused(tmp_path: Path, store: Store) -> None:
    """A file that no harness wrote is named with its line."""
    file = tmp_path / "x.jsonl"
    file.write_text('{"a":1}\n')
    with pytest.raises(RunFileError, match=r"x\.jsonl:1: it is nothing that"):
        import_any(store, file)
