"""What a live comparison finds: the evidence, and the runs that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.comparison import Decision
from harness.model.proof import Proof
from harness.model.run import Run

from .question import Question
from .steady import Steady
from .terms import Terms

__all__ = ["Evidence", "Finding"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found: facts at steady settings, and proof for the other questions."""

    steady: tuple[Steady, ...]
    questions: tuple[Question, ...]
    """Those that the proof speaks of, in the order of its labels."""
    proof: Proof | None
    """None where every question is asked at a steady setting, or nothing was asked yet."""
    cut_short: str = ""
    """Why asking ended before the evidence decided; empty if it did."""

    @property
    def fallen(self) -> tuple[Question, ...]:
        """The questions whose answer turned from right to wrong, as a fact."""
        return tuple(each for steady in self.steady for each in steady.fallen)

    @property
    def settled(self) -> int:
        """How many questions are settled as facts."""
        return sum(len(each.questions) for each in self.steady)

    @property
    def lost(self) -> int:
        """How many more of them turned wrong than turned right."""
        return sum(len(each.fallen) - len(each.risen) for each in self.steady)

    @property
    def drop_at_most(self) -> float | None:
        """The bound of the mean drop over all questions, facts and proof together, -1..1."""
        total = self.settled + len(self.questions)
        if self.proof is None:
            return self.lost / total if total and not self.questions else None
        return (self.lost + self.proof.drop_at_most * len(self.questions)) / total

    @property
    def decision(self) -> Decision:
        """What facts and proof together say, before any further rule."""
        if self.fallen:
            return Decision.DO_NOT_SHIP
        silent = any(steady.silent for steady in self.steady)
        proven = self.proof.decision if self.proof else Decision.SHIP
        nothing = self.proof is None and not self.steady
        if proven is Decision.SHIP and (silent or nothing or self.cut_short):
            return Decision.INCONCLUSIVE
        return proven


@dataclass(frozen=True, slots=True)
class Finding:
    """What a live comparison came to."""

    id: str
    before: Run
    after: Run
    evidence: Evidence
    terms: Terms
    asked: int
    """Requests sent now."""
    restarts: int
    """So many comparisons of the same two versions by the same questions were begun before."""
    over: bool = False
    """It cannot be gone on with: the old version is gone."""

    @property
    def requests(self) -> int:
        """Requests sent for this comparison, pauses included."""
        trials = (*self.before.trials, *self.after.trials)
        return sum(len(each.exchanges) + (each.error is not None) for each in trials)
