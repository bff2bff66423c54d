"""The evidence on the suite as a whole from answers at hand, whatever order they stand in.

The bets of a plan need an order: the n-th answer before against the n-th after. Answers that are
all there have none, so each case's winnings are averaged over all orders of its answers. Given
which answers there are, every order is as likely as any other, so the average is an e-value as the
winnings in one order are (the expectation of an e-value, given what has been seen, is an e-value).
For right and wrong the average is exact; graded scores take a sample of orders, drawn from a seed
made of the scores themselves. Either way no reordering changes a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb, fsum, log
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from .evidence import STAKES, attainable_margin, bets, log_mean, ship_bets, to_odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .evidence import Floats

__all__ = ["Shuffled"]

SAMPLE = 64
"""Orders of graded scores that are looked at, fewer in large suites."""
LARGEST_SAMPLE = 30_000
EXACT_PAIRS = 40
"""Up to so many pairs of a case the average over all orders is computed."""
COMPLETE = 0.9
"""A round is one that so large a share of the cases has; who lacks it is missing there."""


class _Pattern(NamedTuple):
    """The sorted scores of a case; many cases share one."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    weight: float

    @property
    def pairs(self) -> int:
        return min(len(self.before), len(self.after))

    @property
    def graded(self) -> bool:
        return any(score not in {0, 1} for score in self.before + self.after)


class Shuffled:
    """Weighs the answers at hand: a sequence of scores a case and side, missing ones left out."""

    def __init__(
        self,
        before: Sequence[Sequence[float]],
        after: Sequence[Sequence[float]],
        *,
        weights: Sequence[float] = (),
        tolerance: float = 0.0,
        margin: float = 0.05,
        alpha: float = 0.05,
    ) -> None:
        self._patterns = Counter(
            _Pattern(tuple(sorted(old)), tuple(sorted(new)), weights[i] if weights else 1.0)
            for i, (old, new) in enumerate(zip(before, after, strict=True))
        )
        self._tolerance = tolerance
        self._largest = max(weights, default=1.0)
        self.rounds = self._complete_rounds()
        """So many pairs a case count for shipping."""
        self.pairs = sum(
            min(pattern.pairs, self.rounds) * count for pattern, count in self._patterns.items()
        )
        """So many pairs in all."""
        self.margin = max(margin, attainable_margin(self.pairs, alpha))
        self._odds_drop: float | None = None
        self._rows = self._ship_rows()

    @property
    def odds_drop(self) -> float:
        """Evidence that some case fell."""
        if self._odds_drop is None:
            logs = [
                count * _log_won(pattern, self._tolerance, self._sample)
                for pattern, count in sorted(self._patterns.items())
                if pattern.pairs
            ]
            total = [fsum(float(each[k]) for each in logs) for k in range(len(STAKES))]
            self._odds_drop = fsum(map(to_odds, total)) / len(STAKES)
        return self._odds_drop

    def log_ship(self, margin: float) -> float:
        """Return the log of the evidence that the mean drop is below a margin."""
        import numpy as np

        if self._rows is None:
            return 0.0
        change, weight, times, chance, starts, counts = self._rows
        bet = ship_bets(margin, self._largest)
        gain = weight * (change + margin)
        rows = np.stack([(times * np.log1p(each * gain)).sum(axis=1) for each in bet])
        ways = np.logaddexp.reduceat(rows + chance, starts, axis=1)
        return log_mean(np.asarray([fsum(row) for row in ways * counts]))

    @property
    def _sample(self) -> int:
        graded = sum(pattern.graded for pattern in self._patterns)
        return max(4, min(SAMPLE, LARGEST_SAMPLE // max(1, graded)))

    def _complete_rounds(self) -> int:
        pairs = sorted(
            (pattern.pairs for pattern, count in self._patterns.items() for _ in range(count)),
            reverse=True,
        )
        return pairs[max(0, -int(-COMPLETE * len(pairs) // 1) - 1)] if pairs else 0

    def _ship_rows(self) -> _Rows | None:
        import numpy as np

        rows: list[tuple[Counter[float], float, float]] = []
        starts: list[int] = []
        counts: list[float] = []
        for pattern, count in sorted(self._patterns.items()):
            size = min(pattern.pairs, self.rounds)
            if size:
                starts.append(len(rows))
                counts.append(float(count))
                ways = _pairings(pattern, size, self._sample)
                rows += [(changes, pattern.weight, log(chance)) for chance, changes in ways]
        if not rows:
            return None
        width = max(len(changes) for changes, _, _ in rows)
        change, weight, times = np.zeros((3, len(rows), width))
        for number, (changes, each, _) in enumerate(rows):
            weight[number] = each
            change[number, : len(changes)] = list(changes)
            times[number, : len(changes)] = list(changes.values())
        chances = np.asarray([chance for _, _, chance in rows])
        return _Rows(change, weight, times, chances, np.asarray(starts), np.asarray(counts))


class _Rows(NamedTuple):
    """The ways to pair the cases' answers, a row each; those of a case stand together."""

    change: Floats
    """Distinct changes of the row's pairs: shape (rows, width)."""
    weight: Floats
    times: Floats
    """How often each occurs; 0 fills up. A pair that is missing is nowhere: no credit."""
    log_chance: Floats
    """Of the row among those of its case: shape (rows,)."""
    starts: NDArray[np.intp]
    """Where each case's rows begin: shape (patterns,)."""
    counts: Floats
    """How many cases are alike: shape (patterns,)."""


def _pairings(pattern: _Pattern, size: int, sample: int) -> list[tuple[float, Counter[float]]]:
    """Return the ways to pair `size` answers of each side: chance, and how often which change."""
    if pattern.graded:
        return [
            (
                1 / sample,
                Counter(new - old for old, new in zip(olds[:size], news[:size], strict=True)),
            )
            for olds, news in _orders(pattern, sample)
        ]
    found: dict[tuple[int, int], float] = {}
    for old, chance_old in _drawn(pattern.before, size):
        for new, chance_new in _drawn(pattern.after, size):
            for both in range(max(0, old + new - size), min(old, new) + 1):
                matched = comb(old, both) * comb(size - old, new - both) / comb(size, new)
                place = (old - both, new - both)
                found[place] = found.get(place, 0.0) + chance_old * chance_new * matched
    return [
        (chance, +Counter({-1.0: lost, 0.0: size - lost - won, 1.0: won}))
        for (lost, won), chance in sorted(found.items())
        if chance > 0
    ]


def _drawn(scores: Sequence[float], size: int) -> list[tuple[int, float]]:
    """Return how many right ones may be among `size` of the scores, with the chance of each."""
    n, right = len(scores), int(sum(scores))
    return [
        (k, comb(right, k) * comb(n - right, size - k) / comb(n, size))
        for k in range(max(0, size - n + right), min(size, right) + 1)
    ]


def _log_won(pattern: _Pattern, tolerance: float, sample: int) -> Floats:
    """Return the log of what the bets on a fall win on average over the orders: one a stake."""
    import numpy as np

    if not pattern.graded and pattern.pairs <= EXACT_PAIRS:
        return np.log(_won_exactly(pattern, tolerance))
    olds, news = (np.asarray(side) for side in zip(*_orders(pattern, sample), strict=True))
    olds, news = olds[:, : pattern.pairs], news[:, : pattern.pairs]
    seen = np.cumsum(olds + news, axis=1) - olds - news
    gain = (news - olds + tolerance) / (1 + tolerance)
    won = np.zeros((len(STAKES), len(olds)))
    for number in range(pattern.pairs):
        stake = bets(seen[:, number], np.full(len(olds), 2.0 * number))
        won += np.log1p(-stake * gain[:, number])
    top = won.max(axis=1, keepdims=True)
    result: Floats = np.log(np.exp(won - top).mean(axis=1)) + top[:, 0]
    return result


def _won_exactly(pattern: _Pattern, tolerance: float) -> Floats:
    """Average over all orders of right and wrong: dynamic programming over the counts so far.

    State: so many right answers before and after were drawn; its value is the chance to be there
    times what has been won on the way.
    """
    import numpy as np

    n_old, n_new = len(pattern.before), len(pattern.after)
    right_old, right_new = int(sum(pattern.before)), int(sum(pattern.after))
    old, new = np.meshgrid(np.arange(right_old + 1), np.arange(right_new + 1), indexing="ij")
    value = np.zeros((len(STAKES), right_old + 1, right_new + 1))
    value[:, 0, 0] = 1.0
    for number in range(pattern.pairs):
        chance_old = np.clip((right_old - old) / (n_old - number), 0, 1)
        chance_new = np.clip((right_new - new) / (n_new - number), 0, 1)
        stake = bets((old + new).ravel().astype(float), np.full(old.size, 2.0 * number))
        stake = stake.reshape(value.shape)
        after = np.zeros_like(value)
        for up_old in (0, 1):
            for up_new in (0, 1):
                gain = (up_new - up_old + tolerance) / (1 + tolerance)
                moved = value * (1 - stake * gain)
                moved *= chance_old if up_old else 1 - chance_old
                moved *= chance_new if up_new else 1 - chance_new
                rows, columns = right_old + 1 - up_old, right_new + 1 - up_new
                after[:, up_old:, up_new:] += moved[:, :rows, :columns]
        value = after
    result: Floats = value.sum(axis=(1, 2))
    return result


def _orders(pattern: _Pattern, sample: int) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Draw orders of both sides' scores, always the same for the same scores."""
    drawn = Random(repr(pattern))
    return [
        (
            tuple(drawn.sample(pattern.before, len(pattern.before))),
            tuple(drawn.sample(pattern.after, len(pattern.after))),
        )
        for _ in range(sample)
    ]
