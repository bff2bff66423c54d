from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compare.statistics import fell_by_chance, mean_change_interval, mean_interval

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


def test_nothing_has_no_interval() -> None:
    """The mean of no value is None, not zero and not NaN."""
    assert mean_interval([]) is None
    assert mean_change_interval([]) is None


@given(shares)
def test_the_interval_holds_the_mean(values: list[float]) -> None:
    """Low, mean and high stand in this order, inside of what a share can be."""
    found = mean_interval(values)

    assert found is not None
    assert found.n == len(values)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(shares)
def test_the_interval_of_a_change_holds_the_mean(values: list[float]) -> None:
    """Low, mean and high stand in this order, inside of what a change can be."""
    found = mean_change_interval([2 * value - 1 for value in values])

    assert found is not None
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_one_answer_a_question_is_clopper_pearson() -> None:
    """Right and wrong, one a question: the interval is close to the exact one, and holds it."""
    from scipy.stats import binomtest

    exact = binomtest(45, 50).proportion_ci()

    found = mean_interval([1.0] * 45 + [0.0] * 5)

    assert found is not None
    assert found.low == pytest.approx(exact.low, abs=0.01)
    assert found.high == pytest.approx(exact.high, abs=0.01)


def test_all_right_is_not_certainty() -> None:
    """Thirty right answers leave room for some wrong ones: about three in thirty."""
    found = mean_interval([1.0] * 30)

    assert found is not None
    assert 0.85 < found.low < 0.9
    assert found.high == 1


def test_the_change_has_the_t_interval_over_questions() -> None:
    """Without clusters it is Student's."""
    from scipy.stats import ttest_1samp

    values = [0.0, 0.2, -0.4, 0.0, 0.1, -0.1, 0.0, 0.0]
    exact = ttest_1samp(values, 0).confidence_interval()

    found = mean_change_interval(values)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_wordings_of_one_question_count_as_one() -> None:
    """Ten copies of the same finding are no ten findings."""
    values = [-0.5, 0.0, 0.1, 0.0] * 10
    clusters = [number % 4 for number in range(40)]

    alone, together = mean_change_interval(values), mean_change_interval(values, clusters)

    assert alone is not None
    assert together is not None
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_one_observation_says_nothing() -> None:
    """A single question, or a single group, has no spread to learn from."""
    one, group = mean_interval([0.5]), mean_change_interval([0.1, 0.1], ["g", "g"])

    assert one is not None
    assert (one.low, one.high) == (0, 1)
    assert group is not None
    assert (group.low, group.high) == (-1, 1)


def test_no_difference_is_not_certainty() -> None:
    """Twenty questions without a change rule out 14 points and more, not everything."""
    found = mean_change_interval([0.0] * 20)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((-0.139, 0.139), abs=1e-3)


def test_the_same_values_give_the_same_interval() -> None:
    """A report made twice shows the same figures."""
    assert mean_interval([0, 1, 1, 0.5]) == mean_interval([0, 1, 1, 0.5])
