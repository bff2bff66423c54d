from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.errors import StoreError
from harness.model.run import Run, RunStatus, Trial
from harness.store import writer
from harness.store.store import Store

MakeTrial = Callable[..., Trial]


@pytest.fixture
def full(
    tmp_path: Path, make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """Return a store whose database takes no further page, with a run that holds a trial."""
    monkeypatch.setattr(writer, "temporary_folder", lambda: tmp_path / "tmp")
    with Store(f"sqlite:///{tmp_path / 'kept'}/runs.db") as store:
        store.begin_run(make_run())
        with store._access.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        yield store


def test_answers_that_the_store_refuses_are_rescued(full: Store, make_trial: MakeTrial) -> None:
    """A full disk stops the run with a message, and every answer is in the file it names."""
    trials = [make_trial(repeat=number, text="x" * 20_000) for number in range(3)]
    for trial in trials:
        with pytest.raises(StoreError, match=r"no space left.* are in .*rescue-run-1.*\.jsonl"):
            full.add("run-1", trial)
    full._trials.end("run-1")
    (file,) = full._trials.waiting("run-1")
    assert list(file.trials()) == trials


@pytest.mark.parametrize("reopen", [True, False])
def test_rescued_answers_are_taken_in(
    tmp_path: Path, full: Store, make_trial: MakeTrial, *, reopen: bool
) -> None:
    """When the store takes writes again, going on or reading has them, once, and no file stays."""
    trial = make_trial(text="x" * 20_000)
    with pytest.raises(StoreError):
        full.add_many("run-1", [trial])
    full.close()
    with Store(f"sqlite:///{tmp_path / 'kept'}/runs.db") as store:
        if reopen:
            store.reopen_run("run-1")
            assert len(store.done("run-1")) == 1
        assert store.load_run("run-1").trials == (trial,)
        assert store._trials.waiting() == ()
        store.finish_run("run-1", RunStatus.COMPLETE, trial.asked_at)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["runs.db"]


def test_a_rescued_error_takes_the_place_of_no_answer(
    tmp_path: Path, full: Store, make_trial: MakeTrial
) -> None:
    """What a rescue file holds goes by the same rule as any trial."""
    with pytest.raises(StoreError):
        full.add("run-1", make_trial(error="cut off" * 5_000))
    full.close()
    with Store(f"sqlite:///{tmp_path / 'kept'}/runs.db") as store:
        good = make_trial()
        store.add("run-1", good)
        store.reopen_run("run-1")
        assert store.load_run("run-1").trials == (good,)


def test_many_are_kept_all_or_none(
    store: Store, make_run: Callable[..., Run], make_trial: MakeTrial
) -> None:
    """`add_many` keeps a batch as `add` would each; for an unknown run nothing is kept."""
    store.begin_run(make_run())
    batch = [make_trial(repeat=number) for number in range(20)]
    store.add_many("run-1", [*batch, make_trial(repeat=3, error="cut off")])
    assert list(store.load_run("run-1").trials) == batch
    store.add_many("run-1", [])


def test_space_that_a_killed_process_had_reserved_is_given_back(
    tmp_path: Path, make_run: Callable[..., Run], make_trial: MakeTrial
) -> None:
    """A file without trials that nobody holds any more goes when the next run is asked."""
    left = tmp_path / "rescue-old-abcdef-12345678.jsonl"
    left.write_text("{}\n")
    full_one = tmp_path / "rescue-old-abcdef-87654321.jsonl"
    full_one.write_text("{}\n{}\n")
    with Store(f"sqlite:///{tmp_path}/runs.db") as store:
        store.begin_run(make_run())
        store.add("run-1", make_trial())
    assert not left.exists()
    assert full_one.exists()


def test_answers_that_a_server_refuses_are_rescued_here(
    url: str, tmp_path: Path, make_run: Callable[..., Run], make_trial: MakeTrial,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What a database cannot take, whichever it is, is on our own disk, and comes back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(writer, "temporary_folder", lambda: tmp_path / "tmp")
    trial = make_trial()
    with Store(url) as store:
        store.begin_run(make_run())
        rename(store, "trials", "hidden")
        with pytest.raises(StoreError, match=r"are in .*rescue-run-1"):
            store.add("run-1", trial)
        rename(store, "hidden", "trials")
    with Store(url) as store:
        store.reopen_run("run-1")
        assert store.load_run("run-1").trials == (trial,)


def rename(store: Store, old: str, new: str) -> None:
    """Take a table away, or bring it back."""
    with store._access.writing() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
