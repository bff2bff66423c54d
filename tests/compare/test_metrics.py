from __future__ import annotations

from dataclasses import replace

from fakes import case, trial

from harness.compare.metrics import metrics_of
from harness.model.run import Trial


def named(number: int, repeat: int, value: float, metric: str = "accuracy") -> Trial:
    """Return an answer to a case, scored under a metric."""
    made = trial(case(f"c{number}"), repeat, passed=value >= 0.5, value=value)
    (exchange,) = made.exchanges
    scores = tuple(replace(score, metric=metric) for score in exchange.scores)
    return replace(made, exchanges=(replace(exchange, scores=scores),))


def test_each_question_counts_once_however_often_it_was_asked() -> None:
    """Nine bad answers to one question weigh as much as one good answer to another."""
    trials = [named(1, repeat, 0.0) for repeat in range(9)] + [named(2, 0, 1.0)]

    (metric,) = metrics_of(trials)

    assert ("accuracy", 0.5, 0.5) == (metric.name, metric.mean.value, metric.pass_rate.value)
    assert 2 == metric.mean.n


def test_metrics_are_apart_and_in_order() -> None:
    """Scorers of different metrics do not mix."""
    found = metrics_of([named(1, 0, 1.0, "tone"), named(2, 0, 0.25, "facts")])

    assert [("facts", 0.25), ("tone", 1.0)] == [(each.name, each.mean.value) for each in found]


def test_what_is_not_judged_is_no_zero() -> None:
    """Errored answers, and scorers without a metric, enter no figure."""
    assert () == metrics_of([trial(case(), passed=None), trial(case(), 1)])
