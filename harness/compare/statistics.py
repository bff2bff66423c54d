"""Numbers in, numbers out: exact tests, correction for many questions, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from harness.model.comparison import Estimate

__all__ = ["adjust", "fell_by_chance", "mean_interval"]

RESAMPLES = 4000
SEED = 20_240_601
"""Fixed, so that the same answers always give the same interval."""


def fell_by_chance(passed_before: int, n_before: int, passed_after: int, n_after: int) -> float:
    """Return how often chance alone gives so low a pass count after, 0..1 (small: it fell).

    Fisher's exact test, one-sided: given the total of passes, the passes after follow a
    hypergeometric law when both versions pass alike (Fisher 1935, "The logic of inductive
    inference"). Without an answer on either side the result is 1.
    """
    passed = passed_before + passed_after
    total = comb(n_before + n_after, passed)
    lowest = max(0, passed - n_before)
    ways = sum(
        comb(n_after, k) * comb(n_before, passed - k) for k in range(lowest, passed_after + 1)
    )
    return ways / total


def adjust(probabilities: Sequence[float]) -> list[float]:
    """Correct for asking many questions at once (Benjamini and Hochberg 1995, step-up).

    Calling everything at or below q a finding, at most a share q of the findings is expected to
    be wrong; where nothing changed at all, any finding happens with chance q at most.
    """
    n = len(probabilities)
    adjusted = [1.0] * n
    smallest = 1.0
    for rank, index in reversed(
        list(enumerate(sorted(range(n), key=lambda i: probabilities[i]), start=1))
    ):
        smallest = min(smallest, probabilities[index] * n / rank)
        adjusted[index] = smallest
    return adjusted


def mean_interval(values: Sequence[float]) -> Estimate | None:
    """Return the mean with its 95 % interval over questions; None for no value.

    Percentile bootstrap (Efron 1979): whole questions are drawn again, because the repeats of
    one question are not independent. The values are one number a question.
    """
    if not values:
        return None
    import numpy as np

    array = np.asarray(values, dtype=float)
    chosen = np.random.default_rng(SEED).integers(0, len(array), size=(RESAMPLES, len(array)))
    low, high = np.quantile(array[chosen].mean(axis=1), [0.025, 0.975])
    return Estimate(float(array.mean()), float(low), float(high), len(array))
