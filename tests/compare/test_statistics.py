from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from harness.compare.statistics import adjust, fell_by_chance, mean_interval

counts = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
shares = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_fisher_by_hand() -> None:
    """Six passes then six fails: one of the 924 ways to deal six passes to twelve answers."""
    assert isclose(1 / 924, fell_by_chance(6, 6, 0, 6))


def test_no_change_is_no_evidence() -> None:
    """The same counts on both sides are well explained by chance."""
    assert fell_by_chance(3, 6, 3, 6) > 0.5
    assert isclose(1, fell_by_chance(0, 6, 0, 6))


def test_no_answers_are_no_evidence() -> None:
    """Without an answer on a side nothing can have fallen."""
    assert isclose(1, fell_by_chance(5, 5, 0, 0))
    assert isclose(1, fell_by_chance(0, 0, 0, 5))


@given(counts, counts)
def test_both_directions_share_the_observed_case(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    """The two one-sided tails cover everything and overlap in what was observed."""
    fell = fell_by_chance(*before, *after)
    rose = fell_by_chance(after[0], after[1], before[0], before[1])

    assert 0 < fell <= 1 + 1e-12
    assert fell + rose >= 1 - 1e-9


@given(counts, counts)
def test_one_more_pass_after_is_less_of_a_fall(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    """The probability grows with the passes after, all else equal."""
    passed, n = after
    if passed < n:
        assert fell_by_chance(*before, passed, n) <= fell_by_chance(*before, passed + 1, n) + 1e-12


def test_benjamini_hochberg_by_hand() -> None:
    """Four values, worked out on paper."""
    found = adjust([0.01, 0.04, 0.03, 0.5])

    assert all(isclose(a, b) for a, b in zip([0.04, 0.16 / 3, 0.16 / 3, 0.5], found, strict=True))


@given(shares)
def test_correction_only_raises_and_keeps_the_order(values: list[float]) -> None:
    """A corrected value is never smaller, at most 1, and the smaller stays the smaller."""
    found = adjust(values)

    assert all(a <= b + 1e-12 and b <= 1 for a, b in zip(values, found, strict=True))
    order = sorted(range(len(values)), key=lambda i: values[i])
    assert [found[i] for i in order] == sorted(found)


def test_nothing_has_no_interval() -> None:
    """The mean of no value is None, not zero and not NaN."""
    assert mean_interval([]) is None


@given(shares)
def test_the_interval_holds_the_mean(values: list[float]) -> None:
    """Low, mean and high stand in this order, inside the range of the values."""
    found = mean_interval(values)

    assert found is not None
    assert found.n == len(values)
    assert min(values) - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= max(values) + 1e-9


def test_the_same_values_give_the_same_interval() -> None:
    """A report made twice shows the same figures."""
    assert mean_interval([0, 1, 1, 0.5]) == mean_interval([0, 1, 1, 0.5])
