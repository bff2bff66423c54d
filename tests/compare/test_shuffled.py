from __future__ import annotations

from itertools import permutations, product
from math import exp, fsum

import numpy as np
import pytest

from harness.compare.course import Course
from harness.compare.shuffled import Shuffled

OLD, NEW = [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]


def won(old: list[float], new: list[float]) -> tuple[Course, int]:
    """Bet in the order given; return the course and the number of pairs."""
    course = Course((), tolerance=0.0, margin=0.05, pairs=100, alpha=0.05)
    for before, after in zip(old, new, strict=False):
        course.settle(0, course.stake([0])[0], after - before)
        course.see(0, (before, after))
        course.close_round()
    return course, min(len(old), len(new))


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (OLD[:2], NEW), ([1.0, 0.0], [1.0])])
def test_a_case_is_averaged_over_all_orders(old: list[float], new: list[float]) -> None:
    """Exactly what one gets from trying every order of both sides."""
    tried = [won(list(a), list(b))[0] for a, b in product(permutations(old), permutations(new))]

    found = Shuffled([old], [new])

    assert found.odds_drop == pytest.approx(fsum(each.odds_drop for each in tried) / len(tried))
    assert exp(found.log_ship(0.3)) == pytest.approx(
        fsum(exp(each.log_ship(0.3)) for each in tried) / len(tried)
    )


def test_no_order_changes_a_figure() -> None:
    """Not by a bit: neither the cases' order nor that of their answers."""
    rng = np.random.default_rng(3)
    before = [rng.random(4).round(2).tolist() for _ in range(20)] + [[1.0, 0.0, 1.0, 1.0]] * 5
    after = [rng.random(4).round(2).tolist() for _ in range(20)] + [[1.0, 0.0, 0.0, 1.0]] * 5
    first = Shuffled(before, after)

    order = rng.permutation(25)
    second = Shuffled(
        [rng.permutation(before[i]).tolist() for i in order],
        [rng.permutation(after[i]).tolist() for i in order],
    )

    assert first.odds_drop == second.odds_drop
    assert first.log_ship(0.05) == second.log_ship(0.05)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.95])
def test_without_a_change_nothing_is_won(rate: float) -> None:
    """The expectation over all answers that may come is at most 1: exact validity."""
    expected = 0.0
    for old in product((0.0, 1.0), repeat=3):
        for new in product((0.0, 1.0), repeat=2):
            right = sum(old + new)
            chance = rate**right * (1 - rate) ** (5 - right)
            expected += chance * Shuffled([old], [new]).odds_drop

    assert expected == pytest.approx(1)


def test_graded_scores_are_weighed_by_a_sample_of_orders() -> None:
    """Small falls of steady graded scores prove a drop as the plan would find it."""
    before, after = [[0.9, 0.91, 0.92]] * 60, [[0.6, 0.61, 0.62]] * 60

    assert Shuffled(before, after).odds_drop > 25
    assert Shuffled(after, before).odds_drop < 1


def test_rounds_are_what_nearly_all_cases_have() -> None:
    """One short case does not cost the others their answers; one long case adds no round."""
    full, short = [1.0] * 5, [1.0]

    assert 5 == Shuffled([full] * 20, [full] * 19 + [short]).rounds
    assert 1 == Shuffled([short] * 19 + [full], [full] * 20).rounds


def test_many_answers_of_one_question_are_weighed() -> None:
    """Hundreds of answers to one question need no table of all orders."""
    found = Shuffled([[1.0] * 300 + [0.0] * 100], [[1.0] * 200 + [0.0] * 200])

    assert found.odds_drop > 25


def test_nothing_is_no_evidence() -> None:
    """Cases without a pair prove nothing."""
    found = Shuffled([[], [1.0]], [[1.0], []])

    assert found.odds_drop == 1
    assert found.log_ship(0.05) == 0
