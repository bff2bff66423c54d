"""Questions: a case at one setting, the smallest thing that can change."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.model.run import Setting, TrialKey
from harness.model.suite import Case, Suite
from harness.runner.plan import Task, plan

__all__ = ["Question", "questions_of"]


@dataclass(frozen=True, slots=True)
class Question:
    """One case at one setting; answers are counted and compared here, never over settings."""

    case: Case = field(compare=False)
    setting: Setting
    case_id: str = field(init=False)

    def __post_init__(self) -> None:
        """Let the id stand for the case: a case holds parameters that cannot be hashed."""
        object.__setattr__(self, "case_id", self.case.id)

    def task(self, number: int) -> Task:
        """Return the trial that gets the answer with this number; numbers count from 0."""
        return Task(TrialKey(self.case.id, self.setting, number), self.case)

    @property
    def requests(self) -> int:
        """How many requests one answer costs: one a turn."""
        return len(self.case.turns)


def questions_of(suite: Suite) -> tuple[Question, ...]:
    """Return what a suite asks, each case at each of its settings, in the order of its plan."""
    return tuple(dict.fromkeys(Question(task.case, task.key.setting) for task in plan(suite)))
