"""The answers of each case, counted, and what they prove of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING, Literal

from harness.model.proof import Method

from .evidence import (
    case_evidence,
    proven,
)
from .statistics import fell_by_chance

if TYPE_CHECKING:
    pass

__all__ = ["SIDES", "UNEVEN", "SideName", "Tally", "uneven"]

OPEN_SHARE = 10
UNEVEN = 0.01
"""Answers missing on one side more than on the other, by chance less often than this."""

SideName = Literal["before", "after"]
SIDES: tuple[SideName, SideName] = ("before", "after")


class Tally:
    """Counts scores as they come, one side and case at a time, and knows what they prove.

    Args:
        cases: how many.
        method: the parameters.
        history: scores of the old version that are on file, a sequence a case.
        weights: of the cases in the lists of what is proven; scaled to the mean 1.
    """

    def __init__(
        self,
        cases: int,
        method: Method,
        history: Sequence[Sequence[float]] = (),
        weights: Sequence[float] = (),
    ) -> None:
        self.n = cases
        self.method = method
        mean = fsum(weights) / cases if weights else 1.0
        self.weights = [weight / mean for weight in weights]
        self.history = [list(history[i]) if history else [] for i in range(cases)]
        self.sums = [[fsum(scores) for scores in self.history], [0.0] * cases]
        self.counts = [[len(scores) for scores in self.history], [0] * cases]
        self.high = [[False] * cases, [False] * cases]
        self.low = [[False] * cases, [False] * cases]
        for case, scores in enumerate(self.history):
            for score in scores:
                self._mark(0, case, score)
        self.asked = [0, 0]
        self.missing = [0, 0]
        self.worse = [1.0] * cases
        self.better = [1.0] * cases
        for case in range(cases):
            self._weigh(case)

    def add(self, side: SideName, case: int, score: float | None) -> None:
        """Count a fresh answer; None means that it never came."""
        number = SIDES.index(side)
        self.asked[number] += 1
        if score is None:
            self.missing[number] += 1
            return
        self.sums[number][case] += score
        self.counts[number][case] += 1
        self._mark(number, case, score)
        self._weigh(case)

    def proven_worse(self) -> list[bool]:
        """Say of each case whether it is proven to be worse."""
        return self._proven(self.worse, self.method.alpha_case)

    def proven_better(self) -> list[bool]:
        """Say of each case whether it is proven to be better."""
        return self._proven(self.better, self.method.alpha_improved)

    def unanswered(self) -> list[tuple[SideName, int]]:
        """Return the cases, with the side, that have no answer at all."""
        return [
            (side, case)
            for number, side in enumerate(SIDES)
            for case, count in enumerate(self.counts[number])
            if not count
        ]

    def suspects(self) -> tuple[int, ...]:
        """Return the cases that look worse, where nobody can be asked again.

        Those that went from always right to always wrong, which no more answers of the kind could
        show better, and those with more evidence than luck brings about in so large a suite.
        """
        bar = max(self.method.open_at, self.n / OPEN_SHARE)
        return tuple(
            case for case in range(self.n) if self.worse[case] >= bar or self._turned_over(case)
        )

    def _turned_over(self, case: int) -> bool:
        old, new = (self.high[side][case] - self.low[side][case] for side in (0, 1))
        return old > 0 > new

    def too_much_missing(self) -> bool:
        """Tell whether too many answers are missing, or clearly more on one side."""
        if sum(self.missing) > self.method.max_missing * sum(self.asked):
            return True
        return uneven((self.asked[0], self.asked[1]), (self.missing[0], self.missing[1]))

    def rose(self, case: int) -> bool:
        """Tell whether the new version's mean score of the case is the higher one."""
        old, new = self.sums[0][case], self.sums[1][case]
        return new * self.counts[0][case] > old * self.counts[1][case]

    def mixed(self, case: int) -> bool:
        """Tell whether one version answered the case both right and wrong."""
        return any(self.high[side][case] and self.low[side][case] for side in (0, 1))

    def _mark(self, side: int, case: int, score: float) -> None:
        right = score >= self.method.pass_mark
        (self.high if right else self.low)[side][case] = True

    def _weigh(self, case: int) -> None:
        old, new = self.sums[0][case], self.sums[1][case]
        n_old, n_new = self.counts[0][case], self.counts[1][case]
        self.worse[case] = case_evidence(old, n_old, new, n_new)
        self.better[case] = case_evidence(new, n_new, old, n_old)

    def _proven(self, evidence: list[float], alpha: float) -> list[bool]:
        if not self.weights and max(evidence) * alpha < 1:
            return [False] * self.n
        return proven(evidence, alpha, self.weights)


def uneven(asked: tuple[int, int], missing: tuple[int, int]) -> bool:
    """Tell whether more answers are missing on one side than chance explains (Fisher, exact)."""
    (old, new), (lost_old, lost_new) = asked, missing
    tails = (
        fell_by_chance(old - lost_old, old, new - lost_new, new),
        fell_by_chance(new - lost_new, new, old - lost_old, old),
    )
    return 2 * min(tails) < UNEVEN
