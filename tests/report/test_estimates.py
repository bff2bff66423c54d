"""Means with intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.estimates import direction, mean_of, share_change
from harness.report.status import Status


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/10
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_change_is_the_published_one(
    before: tuple[int, int], after: tuple[int, int], low: float, high: float
) -> None:
    """The figures of the paper come out."""
    found = share_change(before, after)
    assert found
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_judged_has_no_change() -> None:
    """No samples, no range."""
    assert share_change((0, 0), (3, 3)) is None


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_a_mean_lies_in_its_interval(values: list[float]) -> None:
    """For few questions, and where there are so many that the normal law is used."""
    for numbers in (values, values * 420):
        found = mean_of(numbers)
        assert found
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9
        assert found.n == len(numbers)


def test_a_direction_needs_the_whole_interval() -> None:
    """One that holds zero, or none, is no clear change."""
    assert direction(mean_of([0.5] * 9)) is Status.BETTER
    assert direction(mean_of([-0.5] * 9)) is Status.WORSE
    assert direction(mean_of([0.5, -0.5] * 9)) is Status.SAME
    assert direction(None) is Status.SAME
