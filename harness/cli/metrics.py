"""The named metrics of one run or two, as a table; nothing where no scorer names one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .console import say
from .table import print_table

if TYPE_CHECKING:
    from harness.compare.metrics import Metric
    from harness.model.comparison import Estimate
    from harness.model.run import Trial

__all__ = ["print_metrics"]


def print_metrics(runs: Sequence[tuple[str, Iterable[Trial]]]) -> None:
    """Print the mean and the pass rate of each metric, a pair of columns for each named run."""
    from harness.compare.metrics import metrics_of

    found = [(name, {each.name: each for each in metrics_of(trials)}) for name, trials in runs]
    names = sorted({metric for _, metrics in found for metric in metrics})
    if not names:
        return
    heads = [f"{what}{f' {name}' if name else ''}" for name, _ in found for what in WHAT]
    rows = [
        (metric, *(cell for _, metrics in found for cell in _cells(metrics.get(metric))))
        for metric in names
    ]
    say("")
    print_table(("metric", *heads), rows)
    say("over questions, with 95 % intervals; for information, the rules do not look at them")


WHAT = ("mean", "passed")


def _cells(metric: Metric | None) -> tuple[str, str]:
    if metric is None:
        return "–", "–"
    return _number(metric.mean), _percent(metric.pass_rate)


def _number(value: Estimate) -> str:
    return f"{value.value:.2f} ({value.low:.2f} to {value.high:.2f})"


def _percent(value: Estimate) -> str:
    low, high = 100 * value.low, 100 * value.high
    return f"{100 * value.value:.1f} % ({low:.0f} to {high:.0f})"
