"""The books of a comparison in progress: answers, bets and the evidence that follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, fsum, log1p
from typing import TYPE_CHECKING, Literal

from harness.model.proof import Method

from .evidence import (
    HIGHEST_LOG,
    STAKES,
    attainable_margin,
    bets,
    case_evidence,
    drop_at_most,
    log_ship_evidence,
    proven,
)
from .statistics import fell_by_chance

if TYPE_CHECKING:
    from .evidence import Floats

__all__ = ["SIDES", "SideName", "Tally"]

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
        weights: of the cases in the ship evidence and in the lists; scaled to the mean 1.
    """

    def __init__(
        self,
        cases: int,
        method: Method,
        history: Sequence[Sequence[float]] = (),
        weights: Sequence[float] = (),
        *,
        rounds: int | None = None,
    ) -> None:
        self.n = cases
        self.method = method
        mean = fsum(weights) / cases if weights else 1.0
        self.weights = [weight / mean for weight in weights]
        pairs = cases * (method.rounds if rounds is None else rounds)
        self.margin = max(method.margin, attainable_margin(pairs, method.alpha_ship))
        self.history = [list(history[i]) if history else [] for i in range(cases)]
        self.sums = [[fsum(scores) for scores in self.history], [0.0] * cases]
        self.counts = [[len(scores) for scores in self.history], [0] * cases]
        self.high = [[False] * cases, [False] * cases]
        self.low = [[False] * cases, [False] * cases]
        for case, scores in enumerate(self.history):
            for score in scores:
                self._mark(0, case, score)
        self._seen = [0.0] * cases
        self._answers = [0] * cases
        self.asked = [0, 0]
        self.missing = [0, 0]
        self.worse = [1.0] * cases
        self.better = [1.0] * cases
        for case in range(cases):
            self._weigh(case)
        self._log_drop = [0.0] * len(STAKES)
        self._pairs: Counter[tuple[float, float]] = Counter()
        self._round: Counter[tuple[float, float]] = Counter()

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

    def stake(self, cases: Sequence[int]) -> list[list[float]]:
        """Return the bets on these cases for their next pair: a list a case.

        Call it before the pair is asked: a bet must not know its outcome.
        """
        import numpy as np

        seen = np.asarray([self._seen[case] for case in cases])
        answers = np.asarray([float(self._answers[case]) for case in cases])
        return bets(seen, answers).T.tolist()  # type: ignore[no-any-return]

    def settle(self, case: int, bet: Sequence[float], before: float, after: float) -> None:
        """Count a pair for the suite: a bet that the case did not fall is won or lost."""
        change = after - before
        # A fall within the tolerance counts as none; scaled, so that no bet can lose more than all.
        gain = (change + self.method.tolerance) / (1 + self.method.tolerance)
        for number, share in enumerate(bet):
            self._log_drop[number] += log1p(-share * gain)
        self._round[change, self.weights[case] if self.weights else 1.0] += 1

    def close_round(self) -> None:
        """Let the pairs of the round count for shipping, now that it is complete."""
        self._pairs += self._round
        self._round.clear()

    def see(self, case: int, scores: Iterable[float]) -> None:
        """Let later bets on the case know these scores."""
        for score in scores:
            self._seen[case] += score
            self._answers[case] += 1

    @property
    def odds_drop(self) -> float:
        """Evidence that some case fell."""
        return fsum(exp(min(power, HIGHEST_LOG)) for power in self._log_drop) / len(STAKES)

    def odds_ship(self) -> float:
        """Evidence, from complete rounds, that the mean drop is below the margin."""
        changes, counts, largest = self._paired()
        power = log_ship_evidence(changes, counts, self.margin, largest)
        return exp(min(power, HIGHEST_LOG))

    def drop_at_most(self) -> float:
        """Return the bound of the mean drop, from complete rounds, -1..1."""
        changes, counts, largest = self._paired()
        return drop_at_most(changes, counts, self.method.alpha_ship, largest)

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

    def too_much_missing(self) -> bool:
        """Tell whether too many answers are missing, or clearly more on one side."""
        (old, new), (lost_old, lost_new) = self.asked, self.missing
        if lost_old + lost_new > self.method.max_missing * (old + new):
            return True
        tails = (
            fell_by_chance(old - lost_old, old, new - lost_new, new),
            fell_by_chance(new - lost_new, new, old - lost_old, old),
        )
        return 2 * min(tails) < UNEVEN

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

    def _paired(self) -> tuple[Floats, Floats, float]:
        import numpy as np

        pairs = sorted(self._pairs)
        counts = np.asarray([float(self._pairs[pair]) for pair in pairs])
        largest = max(self.weights, default=1.0)
        if self.weights:
            return np.asarray(pairs).reshape(-1, 2), counts, largest
        return np.asarray([change for change, _ in pairs]), counts, largest
