from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.store.division import divide

LIMITS = st.integers(1, 30)
DEMANDS = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(LIMITS, DEMANDS)
def test_all_places_are_given_and_no_more(limit: int, demands: list[int]) -> None:
    """Whatever they demand, together they have the limit."""
    assert limit == sum(divide(limit, demands))


@given(LIMITS, DEMANDS)
def test_who_works_is_never_kept_out_by_one_that_waits(limit: int, demands: list[int]) -> None:
    """Everybody gets one where there are enough; else those without work go without first."""
    places = divide(limit, demands)
    without = [demand for demand, place in zip(demands, places, strict=True) if place == 0]

    assert len(without) == max(0, len(demands) - limit)
    if any(without):
        assert all(place == 0 for demand, place in zip(demands, places, strict=True) if demand == 0)


@given(LIMITS, st.integers(1, 8), st.integers(1, 40))
def test_equals_get_equal_parts(limit: int, count: int, demand: int) -> None:
    """They differ by one at most, and those that came first have it."""
    places = divide(limit, [demand] * count)

    assert max(places) - min(places) <= 1
    assert places == sorted(places, reverse=True)


def test_what_one_does_not_need_another_gets() -> None:
    """A process that waits for a training leaves its places to one that asks."""
    assert [1, 9] == divide(10, [0, 20])
    assert [3, 7] == divide(10, [3, 20])
