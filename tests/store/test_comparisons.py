from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harness.errors import StoreError
from harness.model.run import Run
from harness.store.comparisons import KeptComparison
from harness.store.store import Store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEPT = KeptComparison(
    "c-1", "run-1", "run-2", NOON, {"name": "e-values", "seed": 7}, {"decision": "ship"},
    {"scores": [[0.5, None]]}, 1,
)  # fmt: skip


@pytest.fixture
def two(store: Store, make_run: Callable[..., Run]) -> Store:
    """Return a store with two runs."""
    store.begin_run(make_run("run-1"))
    store.begin_run(make_run("run-2", minutes=1))
    return store


def test_a_comparison_comes_back(two: Store) -> None:
    """With method, verdict, evidence and the count of its restarts."""
    two.comparisons.keep(KEPT)
    assert two.comparisons.get("c-1") == KEPT


def test_a_comparison_is_replaced(two: Store) -> None:
    """Keeping the same id again leaves the newer one only."""
    two.comparisons.keep(KEPT)
    two.comparisons.keep(replace(KEPT, restarts=2))
    assert [kept.restarts for kept in two.comparisons.between("run-1", "run-2")] == [2]


def test_comparisons_are_found_by_their_runs(two: Store) -> None:
    """Newest first; a side that is not named may be any run."""
    two.comparisons.keep(KEPT)
    two.comparisons.keep(replace(KEPT, id="c-2", created_at=NOON + timedelta(hours=1)))
    assert [kept.id for kept in two.comparisons.between(before_id="run-1")] == ["c-2", "c-1"]
    assert two.comparisons.between(after_id="run-1") == ()


def test_what_is_not_kept_is_refused(two: Store) -> None:
    """A comparison of a run that is not there is not kept, and an unknown id is named."""
    with pytest.raises(StoreError):
        two.comparisons.keep(replace(KEPT, after_id="run-9"))
    with pytest.raises(StoreError, match="no comparison with the id 'c-1'"):
        two.comparisons.get("c-1")
