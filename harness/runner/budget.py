"""What a command may spend: requests, credits, minutes; one budget for all its runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

from harness.errors import BudgetReached

__all__ = ["CREDITS", "USUAL_CREDITS", "Budget", "credits_of"]

USUAL_CREDITS = 1.0
"""What an answer costs where no table knows the model."""
CREDITS: Mapping[str, float] = {
    "gpt-5.2": 2,
    "gemini-2.5-pro": 2,
    "gemini-3.1-pro": 2,
    "grok-3": 3,
    "claude-sonnet-4-5": 3,
    "claude-sonnet-4-6": 3,
    "grok-4": 4,
    "claude-opus-4-5": 5,
    "claude-opus-4-6": 5,
}
"""Message credits an answer, where they are not 1, as third parties tell of Chatbase's plans
(2026); `[tool.harness.credits]` overrides each."""


def credits_of(model: str, table: Mapping[str, float] | None = None) -> float:
    """Return what one answer of a model costs, by the user's table, else by ours."""
    given = table or {}
    return given.get(model, CREDITS.get(model, USUAL_CREDITS))


@dataclass(slots=True)
class Budget:
    """What may be spent, and what is. None limits nothing.

    What a conversation needs is taken before it begins, so that none breaks off half paid; what
    it did not use is given back. Attempts after the first are requests too, but cost no credits:
    the bot answered none of them.
    """

    max_requests: int | None = None
    max_credits: float | None = None
    max_minutes: float | None = None
    credits: Mapping[str, float] = field(default_factory=dict)
    """Credits an answer by model, before our own table."""
    now: Callable[[], float] = monotonic
    requests_spent: int = 0
    credits_spent: float = 0.0
    _begun: float | None = None

    def take(self, requests: int = 1, model: str = "") -> None:
        """Spend what a conversation of so many questions needs; the first take starts the clock.

        Raises:
            BudgetReached: it does not fit any more, or the time is over; nothing was spent.
        """
        now = self.now()
        if self._begun is None:
            self._begun = now
        cost = requests * credits_of(model, self.credits)
        if self.max_minutes is not None and now - self._begun >= self.max_minutes * 60:
            raise BudgetReached(f"the time of {self.max_minutes:g} minutes is over")
        if self.max_requests is not None and self.requests_spent + requests > self.max_requests:
            raise BudgetReached(
                f"the budget of {self.max_requests} requests is spent ({self.requests_spent} sent)"
            )
        if self.max_credits is not None and self.credits_spent + cost > self.max_credits:
            raise BudgetReached(
                f"the budget of {self.max_credits:g} credits is spent ({self.credits_spent:g} used)"
            )
        self.requests_spent += requests
        self.credits_spent += cost

    def give_back(self, *, unsent: int = 0, unanswered: int = 0, model: str = "") -> None:
        """Take back what a conversation was given and did not need.

        Args:
            unsent: how many of its questions were never sent.
            unanswered: how many got no answer; all that were never sent are among them.
            model: what `take` was told.
        """
        self.requests_spent -= unsent
        self.credits_spent -= unanswered * credits_of(model, self.credits)

    def repeat(self) -> bool:
        """Spend one more attempt at a request; False where there is none left."""
        if self.max_requests is not None and self.requests_spent >= self.max_requests:
            return False
        self.requests_spent += 1
        return True
