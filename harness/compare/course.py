"""The evidence on the suite as a whole while it is being asked: a bet a pair, round by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import fsum, log1p
from typing import Protocol

from .evidence import STAKES, attainable_margin, bets, log_mean, ship_bets, to_odds

__all__ = ["Course", "SuiteEvidence"]


class SuiteEvidence(Protocol):
    """What is known of all cases together."""

    margin: float
    """The margin in force: the one asked for, or what so few answers can rule out at best."""

    @property
    def odds_drop(self) -> float:
        """Evidence that some case fell."""
        ...

    def log_ship(self, margin: float) -> float:
        """Return the log of the evidence that the mean drop is below a margin."""
        ...


class Course:
    """Keeps the bets of a plan; each is made before its pair is asked.

    Args:
        weights: of the cases, with the mean 1; none: all alike.
        tolerance: a drop of so much or less is no drop, 0..1.
        margin: the drop that matters, 0..1.
        pairs: so many pairs the plan can ask at most.
        alpha: the chance that a drop of the margin ships.
    """

    def __init__(
        self, weights: Sequence[float], *, tolerance: float, margin: float, pairs: int, alpha: float
    ) -> None:
        self.margin = max(margin, attainable_margin(pairs, alpha))
        self._weights = weights
        self._tolerance = tolerance
        self._seen: Counter[int] = Counter()
        self._scores: dict[int, float] = {}
        self._log_drop = [0.0] * len(STAKES)
        self._pairs: Counter[tuple[float, float]] = Counter()
        self._round: Counter[tuple[float, float]] = Counter()

    def stake(self, cases: Sequence[int]) -> list[list[float]]:
        """Return the bets on the next pair of these cases: a list a case, a number a stake."""
        import numpy as np

        scores = np.asarray([self._scores.get(case, 0.0) for case in cases])
        answers = np.asarray([float(self._seen[case]) for case in cases])
        result: list[list[float]] = bets(scores, answers).T.tolist()
        return result

    def settle(self, case: int, stake: Sequence[float], change: float) -> None:
        """Win or lose the bets that the case fell, by a pair's score after less score before."""
        # Scaled by the tolerance, so that no bet can lose more than all.
        gain = (change + self._tolerance) / (1 + self._tolerance)
        for number, share in enumerate(stake):
            self._log_drop[number] += log1p(-share * gain)
        self._round[change, self._weights[case] if self._weights else 1.0] += 1

    def see(self, case: int, scores: Iterable[float]) -> None:
        """Let later bets on the case know these scores, of either version."""
        for score in scores:
            self._scores[case] = self._scores.get(case, 0.0) + score
            self._seen[case] += 1

    def close_round(self) -> None:
        """Let the pairs of the round count for shipping, now that it is complete."""
        self._pairs += self._round
        self._round.clear()

    @property
    def odds_drop(self) -> float:
        """Evidence that some case fell: the mean over the stakes of what the bets have won."""
        return fsum(map(to_odds, self._log_drop)) / len(STAKES)

    def log_ship(self, margin: float) -> float:
        """Return the log of the evidence, from complete rounds, that the mean drop is below it."""
        import numpy as np

        if not self._pairs:
            return 0.0
        found = np.asarray([(*pair, count) for pair, count in sorted(self._pairs.items())])
        change, weight, count = found.T
        bet = ship_bets(margin, max(self._weights, default=1.0))
        return log_mean(np.log1p(bet[:, None] * (weight * (change + margin))[None, :]) @ count)
