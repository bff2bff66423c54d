"""Numbers in, numbers out: an exact test of two shares, and intervals over questions."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import comb, fsum, sqrt

from harness.model.comparison import Estimate

__all__ = ["fell_by_chance", "mean_change_interval", "mean_interval", "mean_with_reach"]

LEVEL = 0.95


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


def mean_interval(values: Sequence[float], clusters: Sequence[Hashable] = ()) -> Estimate | None:
    """Return the mean of shares or scores (0..1) with its 95 % interval; None for no value.

    One value a question, never one a repeat: repeats of a question are not independent. The
    interval is that of Korn and Graubard (1998, "Confidence intervals for proportions with small
    expected number of positive counts"): Clopper-Pearson with the number of independent answers
    that the cluster-robust variance is worth.

    Args:
        values: one a question, 0..1.
        clusters: what each question belongs to; those of one cluster count as one observation.
    """
    if not values:
        return None
    mean, error, groups = _robust(values, clusters)
    if groups < 2:  # noqa: PLR2004 (one observation has no spread)
        return Estimate(mean, 0.0, 1.0, len(values))
    from scipy.special import betaincinv

    worth = float(groups)
    if error > 0 and 0 < mean < 1:
        worth = mean * (1 - mean) / (error * _quantile(groups) / NORMAL) ** 2
    right, wrong = mean * worth, (1 - mean) * worth
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(right, wrong + 1, tail)) if right > 0 else 0.0
    high = float(betaincinv(right + 1, wrong, 1 - tail)) if wrong > 0 else 1.0
    return Estimate(mean, min(low, mean), max(high, mean), len(values))


def mean_change_interval(
    changes: Sequence[float], clusters: Sequence[Hashable] = ()
) -> Estimate | None:
    """Return the mean change (-1..1) with its 95 % interval; None for no change.

    Cluster-robust (Liang and Zeger 1986) with the t law and groups - 1 degrees of freedom: what
    `OLS(changes, 1).fit(cov_type="cluster", use_t=True)` of statsmodels gives. Where no question
    differs from another, what one more question might show: 1 - 0.05^(1/groups).
    """
    if not changes:
        return None
    mean, error, groups = _robust(changes, clusters)
    if groups < 2:  # noqa: PLR2004
        return Estimate(mean, -1.0, 1.0, len(changes))
    reach = error * _quantile(groups) if error > 0 else 1 - (1 - LEVEL) ** (1 / groups)
    return Estimate(mean, max(-1.0, mean - reach), min(1.0, mean + reach), len(changes))


def mean_with_reach(
    values: Sequence[float], clusters: Sequence[Hashable] = ()
) -> tuple[float, float] | None:
    """Return the mean of any numbers and the reach of its 95 % interval to either side.

    As `mean_change_interval`, without its bounds; None for fewer than two observations.
    """
    mean, error, groups = _robust(values, clusters) if values else (0.0, 0.0, 0)
    return (mean, error * _quantile(groups)) if groups > 1 else None


NORMAL = 1.959963984540054
"""The two-sided 95 % quantile of the normal law."""


def _quantile(groups: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(groups - 1, (1 + LEVEL) / 2))


def _robust(values: Sequence[float], clusters: Sequence[Hashable]) -> tuple[float, float, int]:
    """Return the mean, its cluster-robust standard error, and the number of clusters."""
    # Exact sums, because the plain sum of floats differs between versions of Python.
    mean = fsum(values) / len(values)
    residuals: dict[Hashable, list[float]] = {}
    for place, value in enumerate(values):
        cluster = clusters[place] if clusters else place
        residuals.setdefault(cluster, []).append(value - mean)
    groups = len(residuals)
    if groups < 2:  # noqa: PLR2004
        return mean, 0.0, groups
    squares = fsum(fsum(each) ** 2 for each in residuals.values())
    error = sqrt(groups / (groups - 1) * squares) / len(values)
    return mean, error if error > ROUNDING else 0.0, groups


ROUNDING = 1e-12
"""Below this a spread is only rounding."""
