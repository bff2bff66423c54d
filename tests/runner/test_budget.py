from __future__ import annotations

import pytest

from harness.errors import BudgetReached
from harness.runner.budget import Budget, credits_of


def test_the_request_after_the_last_one_is_refused_and_costs_nothing() -> None:
    """A conversation that does not fit whole is not begun."""
    budget = Budget(max_requests=5)
    budget.take(3)

    with pytest.raises(BudgetReached, match=r"budget of 5 requests is spent \(3 sent\)"):
        budget.take(3)
    budget.take(2)

    assert 5 == budget.requests_spent


def test_credits_count_by_model_and_the_users_table_wins() -> None:
    """An unknown model costs one credit."""
    assert (1, 5, 7, 0.5) == (
        credits_of("nobody"),
        credits_of("claude-opus-4-6"),
        credits_of("claude-opus-4-6", {"claude-opus-4-6": 7}),
        credits_of("nobody", {"nobody": 0.5}),
    )
    budget = Budget(max_credits=10)
    budget.take(2, "claude-opus-4-6")
    with pytest.raises(BudgetReached, match="budget of 10 credits"):
        budget.take(1)


def test_the_time_counts_from_the_first_request() -> None:
    """Waiting before it costs no minutes."""
    now = [1000.0]
    budget = Budget(max_minutes=2, now=lambda: now[0])
    now[0] = 5000.0
    budget.take()
    now[0] += 119
    budget.take()
    now[0] += 1

    with pytest.raises(BudgetReached, match="time of 2 minutes is over"):
        budget.take()


def test_what_was_not_used_comes_back() -> None:
    """A conversation of three turns that broke off at the second had one answer."""
    budget = Budget(max_requests=3, max_credits=3)
    budget.take(3)
    budget.give_back(unsent=1, unanswered=2)

    assert (2, 1) == (budget.requests_spent, budget.credits_spent)


def test_attempts_are_requests_too() -> None:
    """A request is not made again where the budget has no more."""
    budget = Budget(max_requests=2)
    budget.take()

    assert [True, False] == [budget.repeat(), budget.repeat()]
    assert 2 == budget.requests_spent
