from __future__ import annotations

import random
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compare.course import Course


def course(pairs: int = 100, margin: float = 0.05, tolerance: float = 0.0) -> Course:
    """Return a course of unweighted cases."""
    return Course((), tolerance=tolerance, margin=margin, pairs=pairs, alpha=0.05)


def play(changes: dict[int, list[float]], **given: float) -> Course:
    """Settle these changes, round by round; each answer before is 1 where it can be."""
    found = course(**given)  # type: ignore[arg-type]
    for number in range(max(map(len, changes.values()))):
        for case, each in changes.items():
            (stake,) = found.stake([case])
            old = 1.0 if each[number] <= 0 else 0.0
            found.settle(case, stake, each[number])
            found.see(case, (old, old + each[number]))
        found.close_round()
    return found


def test_falls_of_steady_cases_prove_a_drop() -> None:
    """Six cases in a row that fell from right to wrong are hardly luck."""
    assert play({case: [-1.0] for case in range(8)}).odds_drop > 25


def test_rises_prove_no_drop() -> None:
    """The evidence for a drop falls with each case that rose."""
    assert play({case: [1.0] for case in range(8)}).odds_drop < 0.5


def test_only_complete_rounds_count_for_shipping() -> None:
    """Half a round says nothing of the mean over all cases."""
    found = course()
    for case in range(100):
        found.settle(case, found.stake([case])[0], 0.0)

    assert found.log_ship(0.05) == 0
    found.close_round()
    assert found.log_ship(0.05) > 1


def test_the_margin_is_raised_to_what_can_be_shown() -> None:
    """Five answers of one question can never rule out a drop of five points."""
    assert 0.451 == pytest.approx(course(pairs=5).margin, abs=1e-3)
    assert 0.05 == course(pairs=500).margin


def test_a_tolerated_drop_is_no_evidence() -> None:
    """With a tolerance of 0.2 falls by 0.1 speak for the new version."""
    changes = {case: [-0.1, -0.1] for case in range(50)}

    assert play(changes).odds_drop > 1 > play(changes, tolerance=0.2).odds_drop


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30), st.floats(0, 0.9), st.floats(0, 0.09))
def test_a_wider_margin_is_easier_to_keep(changes: list[float], margin: float, more: float) -> None:
    """The ship evidence grows with the margin."""
    found = play({case: [change] for case, change in enumerate(changes)})

    assert found.log_ship(margin + more) >= found.log_ship(margin) - 1e-9


@pytest.mark.parametrize("rate", [0.5, 0.9])
def test_without_a_change_the_bets_win_nothing_on_average(rate: float) -> None:
    """The mean of the drop evidence over many unchanged suites is one, but for noise."""
    rng = random.Random(4)
    found = []
    for _ in range(400):
        each = course()
        for _ in range(3):
            for case in range(4):
                (stake,) = each.stake([case])
                old, new = (float(rng.random() < rate) for _ in range(2))
                each.settle(case, stake, new - old)
                each.see(case, (old, new))
        found.append(each.odds_drop)

    assert 0.75 < sum(found) / len(found) < 1.25


def test_a_true_drop_of_the_margin_is_not_shipped_on_average() -> None:
    """At exactly the margin, spread over cases in any way, the expected ship evidence is at most 1.

    Exact: all outcomes of two cases, one of which loses twice the margin.
    """
    margin = 0.25
    expected = 0.0
    for old in (0, 1):
        for new in (0, 1):
            chance = (0.75 if old else 0.25) * (0.25 if new else 0.75)
            found = play({0: [float(new - old)], 1: [0.0]})
            expected += chance * 2.718281828459045 ** found.log_ship(margin)

    assert expected <= 1 + 1e-9
    assert log(expected) < 1e-9
