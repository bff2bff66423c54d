from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compare.evidence import _log_nodes as log_nodes
from harness.compare.evidence import (
    attainable_margin,
    bets,
    case_evidence,
    drop_at_most,
    log_mean,
    proven,
    ship_bets,
)

EXACT = (1.9, 5.6, 18, 63, 225, 820, 3_033, 11_336, 42_718, 161_995)

counts = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("k", "odds"), list(enumerate(EXACT, start=1)))
def test_k_passes_then_k_fails_give_the_known_odds(k: int, odds: float) -> None:
    """The worth of the plainest evidence is fixed: a change of the formula shows here."""
    assert odds == pytest.approx(case_evidence(k, k, 0, k), rel=0.03 if k == 1 else 0.015)


def test_the_nodes_are_quantiles_of_the_beta_law() -> None:
    """The written-out table is what scipy computes."""
    from scipy import stats

    expected = stats.beta(0.25, 0.25).ppf((np.arange(1, 65) - 0.5) / 64)

    log_x, log_rest = log_nodes()

    assert np.exp(log_x) == pytest.approx(expected, rel=1e-9)
    assert np.exp(log_rest) == pytest.approx(expected[::-1], rel=1e-9)


@pytest.mark.parametrize("rate", [0.02, 0.2, 0.5, 0.9, 1.0])
@pytest.mark.parametrize(("n_before", "n_after"), [(1, 1), (3, 3), (5, 2), (3, 12)])
def test_without_a_change_the_expected_evidence_is_at_most_one(
    rate: float, n_before: int, n_after: int
) -> None:
    """The sum over all outcomes, weighted by their chances, is no more than 1: exact validity."""
    from scipy import stats

    old = stats.binom(n_before, rate).pmf(range(n_before + 1))
    new = stats.binom(n_after, rate).pmf(range(n_after + 1))

    expected = sum(
        old[b] * new[a] * case_evidence(b, n_before, a, n_after)
        for b in range(n_before + 1)
        for a in range(n_after + 1)
    )

    assert expected <= 1 + 1e-9


@given(counts, counts)
def test_one_direction_at_most_has_evidence(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    """No answers speak for worse and for better at once."""
    assert min(case_evidence(*before, *after), case_evidence(*after, *before)) <= 1 + 1e-9


@given(st.integers(1, 60), st.integers(1, 60))
def test_more_of_the_same_is_more_evidence(n: int, more: int) -> None:
    """All right before, all wrong after: each further answer of the kind adds to the odds."""
    least = case_evidence(n, n, 0, n)

    assert case_evidence(n + more, n + more, 0, n) >= least * (1 - 1e-9)
    assert case_evidence(n, n, 0, n + more) >= least * (1 - 1e-9)


def test_evidence_stays_a_number() -> None:
    """Thousands of answers overflow nothing."""
    assert np.isfinite(case_evidence(9_000, 9_000, 0, 9_000))
    assert 0 <= case_evidence(0, 9_000, 9_000, 9_000) < 1e-9


def test_no_answer_is_no_evidence() -> None:
    """A side without answers proves nothing."""
    assert case_evidence(5, 5, 0, 0) <= 1
    assert case_evidence(0, 0, 0, 0) == pytest.approx(1)


def test_little_is_bet_on_the_flaky() -> None:
    """A steady case carries a larger bet than one that is right every other time."""
    steady, flaky = bets(np.array([6.0, 3.0]), np.array([6.0, 6.0])).T

    assert np.all(steady > flaky)
    assert np.all(steady <= 0.98)


def test_the_list_is_as_long_as_the_evidence_allows() -> None:
    """e-BH: the bar falls as more are proven."""
    assert [True, True, False, False] == proven([220, 210, 5, 1], 0.01)
    assert [False, False, False, False] == proven([300, 150, 5, 1], 0.01)
    assert [True, False] == proven([150, 1], 0.01, weights=[1.5, 0.5])


def test_the_bound_is_where_the_ship_evidence_reaches_its_bar() -> None:
    """The printed drop and the decision to ship are one and the same evidence."""
    bound = drop_at_most(lambda margin: np.log(400) * margin, 0.05)

    assert 0.5 == pytest.approx(bound, abs=1e-6)


def test_nothing_ruled_out_is_a_total_drop() -> None:
    """Without evidence the bound says nothing."""
    assert 1 == drop_at_most(lambda _: 0.0, 0.05)
    assert 1 == attainable_margin(0)


def test_no_bet_can_lose_more_than_all() -> None:
    """A case that fell from 1 to 0 never turns the evidence negative."""
    for margin in (-0.5, 0.0, 0.05, 0.9):
        assert np.all(1 + ship_bets(margin, 2.0) * 2.0 * (margin - 1) > 0)


def test_the_mean_of_what_is_too_large_for_a_number() -> None:
    """Logs are averaged without leaving the range of numbers."""
    assert 1000 == pytest.approx(log_mean(np.array([1000.0, 1000.0])))
    assert log_mean(np.array([-np.inf, -np.inf])) == -np.inf
