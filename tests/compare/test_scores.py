from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.compare import judge_scores, run_plan
from harness.model.proof import Decision, Proof

score = st.sampled_from([0.0, 1.0, 1.0, 0.25, None])
answers = st.lists(score, min_size=1, max_size=6)
suites = st.lists(st.tuples(answers, answers), min_size=1, max_size=12)
Suite = list[tuple[list[float | None], list[float | None]]]

MIRROR = {"regressed": "improved", "improved": "regressed"}


def judge(cases: Suite) -> Proof:
    """Judge pairs of before and after."""
    return judge_scores([case[0] for case in cases], [case[1] for case in cases])


@settings(max_examples=40)
@given(suites, st.randoms(use_true_random=False))
def test_the_order_of_cases_and_answers_changes_nothing(cases: Suite, rng: random.Random) -> None:
    """The same answers in another order: the same decision, figures, and labels by case."""
    order = list(range(len(cases)))
    rng.shuffle(order)
    mixed = [
        (rng.sample(cases[i][0], len(cases[i][0])), rng.sample(cases[i][1], len(cases[i][1])))
        for i in order
    ]

    first, second = judge(cases), judge(mixed)

    assert first.decision is second.decision
    assert [first.labels[i] for i in order] == list(second.labels)
    assert first.drop_at_most == second.drop_at_most
    assert first.odds_drop == second.odds_drop


@settings(max_examples=40)
@given(suites)
def test_swapping_the_sides_swaps_the_labels(cases: Suite) -> None:
    """Odds for worse become odds for better, to the bit; both lists swap at the same level."""
    there, back = judge(cases), judge([(new, old) for old, new in cases])

    assert there.odds_worse == back.odds_better
    assert there.odds_better == back.odds_worse
    # The bar for worse is the higher one: what passes it, passes the other one swapped.
    for label, mirrored in zip(there.labels, back.labels, strict=True):
        if label == "regressed":
            assert mirrored == "improved"


@settings(max_examples=40)
@given(suites, st.integers(1, 4))
def test_more_of_the_same_evidence_never_weakens(cases: Suite, times: int) -> None:
    """A broken case stays broken when it is seen again, right before and wrong after."""
    ill: tuple[list[float | None], list[float | None]] = ([1.0] * 10, [0.0] * 10)
    worse: tuple[list[float | None], list[float | None]] = (
        [1.0] * (10 + times),
        [0.0] * (10 + times),
    )

    less, more = judge([*cases, ill]), judge([*cases, worse])

    assert more.odds_worse[-1] >= less.odds_worse[-1] * (1 - 1e-9)
    if less.decision is Decision.DO_NOT_SHIP and less.labels[-1] == "regressed":
        assert more.decision is Decision.DO_NOT_SHIP
        assert more.labels[-1] == "regressed"


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.05, 0.3]))
def test_plan_and_kept_answers_agree(seed: int, broken: float) -> None:
    """What the plan asked, judged afterwards as kept scores, gives the same odds and labels."""
    rng = random.Random(seed)
    before = [rng.choice([1.0, 1.0, 1.0, 0.5, 0.0]) for _ in range(25)]
    after = [0.0 if rng.random() < broken else rate for rate in before]
    kept: dict[str, list[list[float | None]]] = {
        "before": [[] for _ in before],
        "after": [[] for _ in before],
    }

    def ask(side: str, indices: Sequence[int]) -> list[float]:
        rates = before if side == "before" else after
        found = [float(rng.random() < rates[i]) for i in indices]
        for i, each in zip(indices, found, strict=True):
            kept[side][i].append(each)
        return found

    plan = run_plan(ask, range(25), seed=seed)
    fixed = judge_scores(kept["before"], kept["after"])

    assert plan.requests == fixed.requests
    if all(kept["before"]) and all(kept["after"]):
        assert plan.odds_worse == pytest.approx(fixed.odds_worse)
        assert plan.labels == fixed.labels


def test_the_plain_cases() -> None:
    """Broken blocks, unchanged with enough answers ships, too little decides nothing."""
    steady = [[1.0] * 5] * 40

    assert judge_scores(steady, steady).decision == "ship"
    assert judge_scores([*steady, [1.0] * 8], [*steady, [0.0] * 8]).decision == "do_not_ship"
    assert judge_scores([*steady, [1.0] * 2], [*steady, [0.0] * 2]).decision == "inconclusive"
    assert judge_scores([[1.0]], [[1.0]]).decision == "inconclusive"


def test_one_question_can_be_proven_broken() -> None:
    """N = 1: six clean pairs are enough, and nothing ships on five."""
    assert judge_scores([[1] * 6], [[0] * 6]).labels == ("regressed",)
    assert judge_scores([[1] * 5], [[1] * 5]).decision == "inconclusive"


def test_missing_answers_never_ship() -> None:
    """None is no fail; many of them, or a case without any, keep the release open."""
    steady: list[list[float | None]] = [[1.0] * 5] * 40
    holes: list[list[float | None]] = [[1.0, None, 1.0, 1.0, 1.0]] * 40
    mute: list[list[float | None]] = [*steady[:-1], [None] * 5]

    assert judge_scores(holes, holes).decision == "inconclusive"
    assert "regressed" not in judge_scores(steady, mute).labels
    assert judge_scores(steady, mute).decision == "inconclusive"


def test_a_case_that_is_right_and_wrong_is_unstable() -> None:
    """An observation of one version, whatever the other does."""
    assert judge_scores([[1, 0, 1]], [[1, 1, 1]]).labels == ("unstable",)


@pytest.mark.parametrize(
    ("before", "after"),
    [([], []), ([[1.0]], []), ([[1.5]], [[1.0]]), ([[1.0]], [[float("nan")]])],
)
def test_what_is_no_score_is_refused(before: list[list[float]], after: list[list[float]]) -> None:
    """Wrong input is an error, never a verdict."""
    with pytest.raises(ValueError, match=r"score|cases"):
        judge_scores(before, after)


def test_a_plan_needs_one_score_for_each_question() -> None:
    """An `ask` that loses answers is found out."""
    with pytest.raises(ValueError, match="came"):
        run_plan(lambda side, indices: [1.0], 5, seed=1)


def test_cases_may_be_a_number_or_the_cases() -> None:
    """Both ways to say how many there are."""
    one = run_plan(lambda side, indices: [1.0] * len(indices), 60, seed=1)
    two = run_plan(lambda side, indices: [1.0] * len(indices), ["q"] * 60, seed=1)

    assert one == two
    assert one.decision == "ship"


def test_arrays_are_sequences_too() -> None:
    """Scores out of numpy are judged as lists of the same numbers are."""
    old, new = np.ones((20, 4)), np.repeat([[0], [1]], [2, 18], axis=0).repeat(4, axis=1)

    assert judge_scores(old.tolist(), new.tolist()) == judge_scores(old, new)  # type: ignore[arg-type]


def test_a_text_is_no_score() -> None:
    """What is no number is refused with side and case, not by a comparison deep inside."""
    with pytest.raises(ValueError, match="after, case 0: a score is from 0 to 1 or None, not 'a'"):
        judge_scores([[1]], [["a"]])  # type: ignore[list-item]
