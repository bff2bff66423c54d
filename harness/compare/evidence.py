"""Evidence as e-values: of one case, of the suite, for shipping; and the lists made of it.

An e-value is a number that is at most 1 in expectation if the claim it speaks against is true,
so it exceeds 1/α with chance α at most: odds against luck. Those here stay valid when one looks
after each answer and stops at will (Ville 1939; Shafer 2021, "Testing by betting"; Ramdas,
Grünwald, Vovk, Shafer 2023, "Game-theoretic statistics and safe anytime-valid inference").
All work on scores in [0, 1]; right and wrong are 1 and 0. Numbers in, numbers out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "attainable_margin",
    "bets",
    "case_evidence",
    "drop_at_most",
    "log_mean",
    "proven",
    "ship_bets",
    "to_odds",
]

LOWER_NODES = (
    (4.402192196231962e-08, 3.5657681442904517e-06, 2.7513247757005757e-05),
    (0.00010568993470217082, 0.00028877779177856523, 0.0006442758075228289),
    (0.001256362231795526, 0.002225633080726881, 0.003668658480988484),
    (0.00571728851985286, 0.008517632187508452, 0.012228627709125438),
    (0.01702012127029214, 0.02307037524136192, 0.030562938013827343),
    (0.03968282694795998, 0.05061200491999082, 0.06352417024986637),
    (0.07857892924150929, 0.09591547884789918, 0.11564599127600438),
    (0.13784895820595855, 0.16256281361221403, 0.18978020350695993),
    (0.21944330015476257, 0.25144055960494005, 0.2856052884729469),
    (0.321716315387717, 0.3595009551240533, 0.39864031475023975),
    (0.43877683168819637, 0.4795237681185667),
)
"""scipy.stats.beta(1/4, 1/4).ppf((g - 1/2) / 64), g = 1..32; the others mirror them.

Written out because importing scipy takes longer than a comparison; a test computes them."""

PRIOR = 0.15
"""The bets on a case start from so many right and so many wrong answers."""
STAKES = (0.03, 0.10, 0.50)
"""The drops for which the suite's bets are best: a few points, ten, one case in two."""
LARGEST_BET = 0.98
SHIP_BETS = 20
PRECISION = 1e-7
"""So exact is the bound of the drop."""
HIGHEST_LOG = 700.0
"""e-values end here, so that they stay numbers."""


@lru_cache(maxsize=1 << 16)
def case_evidence(before: float, n_before: int, after: float, n_after: int) -> float:
    """Return the evidence that a case got worse; swap the sides for better.

    With L(x; s, n) = xˢ(1-x)ⁿ⁻ˢ, the mean over node pairs x > y of L(x; before)·L(y; after),
    divided by the largest L(p)·L(q) with p ≤ q: universal inference (Wasserman, Ramdas,
    Balakrishnan 2020) with a fixed mixture of alternatives. Exact for any number and order of
    answers. For scores between 0 and 1 it tests the means: the weighted geometric mean is at
    most the arithmetic one, so the expectation only falls.

    Args:
        before: sum of the scores of the old version, 0..n_before.
        n_before: how many answers that sums up.
        after: sum of the scores of the new version.
        n_after: how many answers that sums up.
    """
    import numpy as np

    log_x, log_rest = _log_nodes()
    old = before * log_x + (n_before - before) * log_rest
    new = after * log_x + (n_after - after) * log_rest
    top_old, top_new = float(old.max()), float(new.max())
    # For each node x of the old rate: all nodes of the new rate below it.
    below = np.cumsum(np.exp(new - top_new))[:-1]
    mean = float(np.exp(old - top_old)[1:] @ below) / (len(log_x) * (len(log_x) - 1) / 2)
    if mean <= 0:
        return 0.0
    power = log(mean) + top_old + top_new - _log_largest(before, n_before, after, n_after)
    return to_odds(power)


def bets(seen: Floats, answers: Floats) -> Floats:
    """Return how much is bet on each case, for each stake: shape (stakes, cases).

    λ = min(0.98, δ/(δ+2v)), where v is the variance that a Beta-binomial of the answers seen so
    far predicts: much on a case that has been steady, little on a flaky one.

    Args:
        seen: sum of the scores of both versions, before the pair that is bet on.
        answers: how many answers that sums up.
    """
    import numpy as np

    total = 2 * PRIOR + answers
    variance = (PRIOR + seen) * (PRIOR + answers - seen) / (total * (total + 1))
    stakes = np.asarray(STAKES)[:, None]
    result: Floats = np.minimum(LARGEST_BET, stakes / (stakes + 2 * variance[None, :]))
    return result


def ship_bets(margin: float, largest_weight: float) -> Floats:
    """Return the twenty bets λ that the mean did not fall by the margin: shape (20,).

    The ship evidence is the mean over these bets of Π(1 + λ·w·(d+m)). If the mean drop is m or
    more, the expectation of one complete round is at most 1 for any mixture of changes, because
    the geometric mean over the cases is at most the arithmetic one (the bet is the same for all).
    No bet can lose more than all: λ·w ≤ 1/(1-m).
    """
    import numpy as np

    share = (np.arange(SHIP_BETS) + 0.5) / SHIP_BETS
    result: Floats = share / ((1 - margin) * largest_weight)
    return result


def log_mean(logs: Floats) -> float:
    """Return the log of the mean of numbers whose logs these are."""
    import numpy as np

    top = float(logs.max())
    return top + log(float(np.exp(logs - top).mean())) if np.isfinite(top) else top


def drop_at_most(log_ship: Callable[[float], float], alpha: float) -> float:
    """Return the smallest margin that the ship evidence rules out: the mean fell by less, -1..1.

    Valid at any time with confidence 1 - alpha; 1 where nothing is ruled out.

    Args:
        log_ship: the log of the ship evidence for a margin; grows with it.
        alpha: the chance of being wrong.
    """
    bar = -log(alpha)
    low, high = -1.0, 1 - 1e-9
    if log_ship(high) < bar:
        return 1.0
    while high - low > PRECISION:
        middle = (low + high) / 2
        if log_ship(middle) >= bar:
            high = middle
        else:
            low = middle
    return high


def to_odds(power: float) -> float:
    """Return the number whose log this is, held where it stays a number."""
    return exp(min(power, HIGHEST_LOG))


def attainable_margin(pairs: float, alpha: float = 0.05) -> float:
    """Return the smallest margin that so many pairs could rule out if not one differed."""
    return 1 - alpha ** (1 / pairs) if pairs else 1.0


def proven(evidence: Sequence[float], alpha: float, weights: Sequence[float] = ()) -> list[bool]:
    """Say which cases are proven: of all called so, a share alpha at most is expected wrong.

    e-BH (Wang and Ramdas 2022, "False discovery rate control with e-values"): the largest R with
    the R-th largest evidence at least N/(alpha·R). Holds for any dependence and for adaptive
    asking; read it once, at the stop, not from the highest values on the way. Weights have the
    mean 1.
    """
    weighed = [e * w for e, w in zip(evidence, weights, strict=True)] if weights else evidence
    n = len(evidence)
    bar = float("inf")
    for rank, value in enumerate(sorted(weighed, reverse=True), start=1):
        if value * alpha * rank >= n:
            bar = value
    return [value >= bar for value in weighed]


@cache
def _log_nodes() -> tuple[Floats, Floats]:
    """Return log x and log(1-x) of the 64 nodes, each exact near its end."""
    import numpy as np

    lower = np.concatenate([np.asarray(row) for row in LOWER_NODES])
    low, high = np.log(lower), np.log1p(-lower)
    return np.concatenate([low, high[::-1]]), np.concatenate([high, low[::-1]])


def _log_largest(before: float, n_before: int, after: float, n_after: int) -> float:
    """Return the log of the largest likelihood among rates that did not fall."""
    if before * n_after > after * n_before:
        return _log_best(before + after, n_before + n_after)
    return _log_best(before, n_before) + _log_best(after, n_after)


def _log_best(score: float, n: int) -> float:
    lost = n - score
    return (score * log(score / n) if score > 0 else 0.0) + (
        lost * log(lost / n) if lost > 0 else 0.0
    )
