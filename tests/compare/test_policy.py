from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from harness.compare.policy import Ask, Policy
from harness.model.proof import ChangeKind, Decision, Method, Proof, Until

Answer = Callable[[Ask], float | None]


def play(policy: Policy, answer: Answer, most: int = 100_000) -> tuple[Proof, list[Ask]]:
    """Drive a plan to its end; return the proof and all that was asked."""
    asked: list[Ask] = []
    while asks := policy.next():
        for ask in asks:
            policy.tell(ask, answer(ask))
        asked += asks
        assert len(asked) < most
    return policy.proof(), asked


def rates(before: Sequence[float], after: Sequence[float], seed: int = 1) -> Answer:
    """Answer right with these chances."""
    rng = random.Random(seed)
    return lambda ask: float(rng.random() < (before if ask.side == "before" else after)[ask.case])


def broken(*cases: int) -> Answer:
    """Be right, but for these cases of the new version."""
    return lambda ask: float(not (ask.side == "after" and ask.case in cases))


def test_one_broken_question_is_found_and_named() -> None:
    """It is asked again, to both in turn, until it is proven; the others are not."""
    proof, asked = play(Policy(30, seed=3), broken(7))

    assert proof.decision is Decision.DO_NOT_SHIP
    assert [7] == [i for i, label in enumerate(proof.labels) if label is ChangeKind.REGRESSED]
    assert proof.requests == len(asked) <= 72
    assert {7} == {case for case, n in Counter(a.case for a in asked).items() if n > 2}


def test_an_unchanged_steady_bot_ships() -> None:
    """Nothing differs: the drop is bounded below the margin after a few rounds."""
    proof, _ = play(Policy(100, seed=1), broken())

    assert proof.decision is Decision.SHIP
    assert proof.drop_at_most < 0.05
    assert {ChangeKind.UNCHANGED} == set(proof.labels)


def test_swapped_versions_swap_the_labels() -> None:
    """What is worse one way is better the other way."""
    method = Method(until=Until.LABELS)
    proof, _ = play(Policy(20, method, seed=1), lambda ask: 1.0 - broken(4)(ask))  # type: ignore[operator]

    assert ChangeKind.IMPROVED is proof.labels[4]
    assert proof.decision is not Decision.DO_NOT_SHIP


def test_the_same_seed_and_answers_ask_the_same() -> None:
    """A plan that was cut off is gone on with by telling a new one what is known."""
    before, after = [0.9] * 40, [0.8] * 40
    first, asked = play(Policy(40, seed=5), rates(before, after))
    known: dict[Ask, float | None] = {}

    def noting(ask: Ask) -> float | None:
        known[ask] = answers(ask)
        return known[ask]

    answers = rates(before, after)
    play(Policy(40, seed=5), noting)
    again, repeated = play(Policy(40, seed=5), known.__getitem__)

    assert asked == repeated
    assert first == again


def test_answers_may_come_in_any_order() -> None:
    """What is told late changes nothing."""
    policy, backwards = Policy(20, seed=2), Policy(20, seed=2)

    first, _ = play(policy, broken(3))
    while asks := backwards.next():
        for ask in reversed(asks):
            backwards.tell(ask, broken(3)(ask))

    assert first == backwards.proof()


def test_the_budget_is_kept() -> None:
    """Not one request more than allowed; then it is inconclusive."""
    proof, asked = play(Policy(100, Method(max_requests=50), seed=1), broken())

    assert 50 == len(asked) == proof.requests
    assert proof.decision is Decision.INCONCLUSIVE


def test_a_missing_answer_is_asked_again_and_is_no_fail() -> None:
    """Twice more; what never comes is missing, not wrong."""
    proof, asked = play(Policy(10, seed=1), lambda ask: None)

    assert proof.decision is Decision.INCONCLUSIVE
    assert {ChangeKind.UNCHANGED} == set(proof.labels)
    assert 3 == max(Counter((a.side, a.case) for a in asked).values())
    assert (1.0,) * 10 == pytest.approx(proof.odds_worse)


def test_a_question_without_any_answer_keeps_a_release_open() -> None:
    """Nothing ships while one question was never answered."""

    def answer(ask: Ask) -> float | None:
        return None if ask == Ask(5, "after", ask.number) else 1.0

    proof, _ = play(Policy(100, seed=1), answer)

    assert proof.decision is Decision.INCONCLUSIVE


def test_stored_answers_are_not_bought_again() -> None:
    """With one old answer on file each question costs one request in the first round."""
    history = [[1.0]] * 100
    fresh, _ = play(Policy(100, seed=1), broken(7))
    stored, _ = play(Policy(100, seed=1, history=history), broken(7))

    assert stored.decision is fresh.decision is Decision.DO_NOT_SHIP
    assert stored.requests < 0.8 * fresh.requests


def test_a_version_that_is_gone_is_never_asked() -> None:
    """With three old answers a broken question is proven by the new version alone."""
    history = [[1.0] * 3] * 60
    proof, asked = play(Policy(60, seed=1, history=history, askable=["after"]), broken(7))

    assert {"after"} == {ask.side for ask in asked}
    assert proof.decision is Decision.DO_NOT_SHIP


def test_labels_go_on_after_the_verdict() -> None:
    """Until labels: each broken question is named, not only the first."""
    ill = {3, 17, 40, 71}
    proof, _ = play(Policy(80, Method(until=Until.LABELS), seed=1), broken(*ill))

    assert ill == {i for i, label in enumerate(proof.labels) if label is ChangeKind.REGRESSED}


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_only_scores_are_taken(score: float) -> None:
    """A number outside of 0..1 is a mistake of the caller, not an answer."""
    policy = Policy(2, seed=1)

    with pytest.raises(ValueError, match="from 0 to 1"):
        policy.tell(policy.next()[0], score)


def test_only_what_was_asked_is_told() -> None:
    """An answer that nobody wanted is refused."""
    with pytest.raises(ValueError, match="not asked for"):
        Policy(2, seed=1).tell(Ask(0, "before", 9), 1.0)


def test_a_comparison_has_cases() -> None:
    """Nothing to compare is an error, not a verdict."""
    with pytest.raises(ValueError, match="at least one case"):
        Policy(0)
