"""Named metrics over a suite: what the scorers of one name say, all questions together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from harness.model.comparison import Estimate
from harness.model.run import Outcome, Score, Trial

from .statistics import mean_interval

__all__ = ["CaseValue", "Metric", "metrics_of", "values_of"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its mean and the share that passed, 0..1, over questions that have it."""

    name: str
    mean: Estimate
    pass_rate: Estimate


@dataclass(frozen=True, slots=True)
class CaseValue:
    """One metric of one question: mean, and share that passed, 0..1, over its answers."""

    mean: float
    passed: float


def metrics_of(trials: Iterable[Trial]) -> tuple[Metric, ...]:
    """Return the metrics that scorers name, by name; those of errored trials are left out.

    Each question counts once, by the mean over its answers: the intervals (95 %) are over
    questions, never over repeats. A scorer of weight 0 is a metric like any other.
    """
    made = (_metric(name, list(values.values())) for name, values in values_of(trials).items())
    return tuple(metric for metric in made if metric is not None)


def values_of(trials: Iterable[Trial]) -> dict[str, dict[str, CaseValue]]:
    """Return what each metric is for each question that has it: by name, then by id of the case."""
    found: dict[str, dict[str, list[Score]]] = {}
    for trial in trials:
        if trial.outcome is Outcome.ERRORED:
            continue
        for exchange in trial.exchanges:
            for score in exchange.scores:
                if score.metric and score.value is not None:
                    by_case = found.setdefault(score.metric, {})
                    by_case.setdefault(trial.key.case_id, []).append(score)
    return {
        name: {case_id: _value(scores) for case_id, scores in by_case.items()}
        for name, by_case in sorted(found.items())
    }


def _value(scores: list[Score]) -> CaseValue:
    return CaseValue(
        fsum(score.value or 0.0 for score in scores) / len(scores),
        sum(score.passed is True for score in scores) / len(scores),
    )


def _metric(name: str, values: list[CaseValue]) -> Metric | None:
    mean = mean_interval([value.mean for value in values])
    rate = mean_interval([value.passed for value in values])
    return None if mean is None or rate is None else Metric(name, mean, rate)
