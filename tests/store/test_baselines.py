from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.errors import StoreError, UnknownRun
from harness.model.run import Run
from harness.store.store import Store


def test_a_baseline_means_its_run(store: Store, make_run: Callable[..., Run]) -> None:
    """A name is resolved like an id, and beats a label of the same name."""
    store.begin_run(make_run("run-1"))
    store.begin_run(make_run("run-2", "main", minutes=1))
    assert store.baselines.set("main", "run-1") is None
    assert store.resolve("main") == "run-1"
    assert store.load_run("main").id == "run-1"


def test_a_baseline_moves(store: Store, make_run: Callable[..., Run]) -> None:
    """Setting it again tells which run it meant before."""
    for run_id in ("run-1", "run-2"):
        store.begin_run(make_run(run_id))
    store.baselines.set("main", "run-1")
    assert store.baselines.set("main", "run-2") == "run-1"
    assert store.baselines.all() == {"main": "run-2"}


def test_a_baseline_needs_a_run(store: Store) -> None:
    """A name for a run that is not kept is refused."""
    with pytest.raises(StoreError):
        store.baselines.set("main", "nothing")
    assert store.baselines.all() == {}


def test_a_removed_baseline_leaves_its_run(store: Store, make_run: Callable[..., Run]) -> None:
    """Only the name goes; a misspelt one is refused with the nearest."""
    store.begin_run(make_run("run-1"))
    store.baselines.set("main", "run-1")
    with pytest.raises(UnknownRun, match="did you mean 'main'"):
        store.baselines.remove("mains")
    assert store.baselines.remove("main") == "run-1"
    assert store.load_run("run-1").id == "run-1"
    with pytest.raises(UnknownRun):
        store.resolve("main")
