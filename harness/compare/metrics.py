"""Named metrics over a suite: what the scorers of one name say, all questions together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from harness.model.comparison import Estimate
from harness.model.run import Outcome, Score, Trial

from .statistics import mean_interval

__all__ = ["Metric", "metrics_of"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its mean and the share that passed, 0..1, over questions that have it."""

    name: str
    mean: Estimate
    pass_rate: Estimate


def metrics_of(trials: Iterable[Trial]) -> tuple[Metric, ...]:
    """Return the metrics that scorers name, by name; those of errored trials are left out.

    Each question counts once, by the mean over its answers: the intervals (95 %) are over
    questions, never over repeats. A scorer of weight 0 is a metric like any other.
    """
    found: dict[str, dict[str, list[Score]]] = {}
    for trial in trials:
        if trial.outcome is Outcome.ERRORED:
            continue
        for score in trial.scores:
            if score.metric and score.value is not None:
                by_case = found.setdefault(score.metric, {})
                by_case.setdefault(trial.key.case_id, []).append(score)
    made = (_metric(name, list(by_case.values())) for name, by_case in sorted(found.items()))
    return tuple(metric for metric in made if metric is not None)


def _metric(name: str, cases: list[list[Score]]) -> Metric | None:
    means = [fsum(score.value or 0.0 for score in scores) / len(scores) for scores in cases]
    passed = [sum(score.passed is True for score in scores) / len(scores) for scores in cases]
    mean, rate = mean_interval(means), mean_interval(passed)
    return None if mean is None or rate is None else Metric(name, mean, rate)
