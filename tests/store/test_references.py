from __future__ import annotations

import pytest

from harness.errors import StoreError
from harness.store.references import find

KNOWN = [
    ("20260303-c3", "before"),
    ("20260302-b2", ""),
    ("20260301-a1", "before"),
    ("20250101-zz", "2026"),
]
"""Newest first."""


@pytest.mark.parametrize(
    ("ref", "meant"),
    [
        ("20260301-a1", "20260301-a1"),
        ("20260302", "20260302-b2"),
        ("before", "20260303-c3"),
        ("latest", "20260303-c3"),
        ("latest~0", "20260303-c3"),
        ("latest~1", "20260302-b2"),
        ("latest~3", "20250101-zz"),
        ("2026", "20250101-zz"),
    ],
)
def test_a_run_is_found(ref: str, meant: str) -> None:
    """Ids, labels, `latest` and unique beginnings are found; what fits exactly goes first."""
    assert find(ref, KNOWN) == meant


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("202", "no run has the id or label '202'"),
        ("20260", "'20260' fits 3 runs: write more of one of '20260303-c3', '20260302-b2'"),
        ("latest~4", "there is no run 'latest~4': the run store holds 4 runs"),
        ("befor", "no run has the id or label 'befor'; did you mean 'before'?"),
        ("latst", "did you mean 'latest'?"),
        ("20260301-a2", "did you mean '20260301-a1'?"),
        ("nothing near", r"(the newest is '20260303-c3')"),
        ("", "no run has the id or label ''"),
    ],
)
def test_what_is_not_found_is_explained(ref: str, sentence: str) -> None:
    """A reference that means no run, or several, names near ones; three signs are too few."""
    with pytest.raises(StoreError) as caught:
        find(ref, KNOWN)
    assert sentence in str(caught.value)


def test_an_empty_store_says_so() -> None:
    """Where there is no run at all, the message says how to make one."""
    with pytest.raises(StoreError, match="holds no runs yet"):
        find("latest", [])


def test_many_fitting_runs_are_not_all_listed() -> None:
    """An ambiguous beginning names five runs and says that there are more."""
    with pytest.raises(StoreError, match=r"fits 9 runs: .*'run-4', …"):
        find("run-", [(f"run-{n}", "") for n in range(9)])
