"""The four key figures: before, after, the change, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from harness.model.comparison import Comparison, Estimate, Side
from harness.model.run import Run

from .status import Status
from .wording import count, counted, percent, points, seconds, share, signed

__all__ = [
    "Chart",
    "Figure",
    "IntervalChart",
    "PartsChart",
    "SpanChart",
    "build_figures",
    "build_run_figures",
    "is_unstable",
    "percentile_95",
]

_NICE = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """A change as a dot with its interval, on a scale from -reach to +reach."""

    value: float
    low: float
    high: float
    reach: float
    allowed_fall: float
    """What the gate lets pass, in the unit of the scale; 0 where it sets nothing."""
    status: Status
    label: str


@dataclass(frozen=True, slots=True)
class PartsChart:
    """How many became, stayed and ceased to be unstable."""

    new: int
    kept: int
    settled: int
    label: str


@dataclass(frozen=True, slots=True)
class SpanChart:
    """Two values on a scale that begins at 0."""

    before: float
    after: float
    label: str


Chart = IntervalChart | PartsChart | SpanChart


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure in words, and a chart that says the same."""

    name: str
    before: str
    """Empty where there is nothing to compare with."""
    after: str
    word: str
    status: Status
    note: str
    chart: Chart | None = None


def build_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return pass rate, mean score, unstable questions and answer time of a comparison."""
    fall = comparison.after.suite.gate.max_drop
    return (
        _estimated(
            "Pass rate",
            (comparison.pass_rate_before, comparison.pass_rate_after, comparison.pass_rate_change),
            show=percent,
            change=points,
            unit=" points",
            scale=(100, fall * 100),
        ),
        _estimated(
            "Mean score",
            (comparison.score_before, comparison.score_after, comparison.score_change),
            show=lambda value: f"{value:.3f}",
            change=lambda value: signed(value, 3),
            unit="",
            scale=(1, 0),
        ),
        _unstable([(change.before, change.after) for change in comparison.changes]),
        _time(comparison),
    )


def build_run_figures(run: Run, sides: Sequence[Side]) -> tuple[Figure, ...]:
    """Return the same four figures of a single run, without a change."""
    rates = [side.pass_rate for side in sides if side.pass_rate is not None]
    scores = [side.mean_score for side in sides if side.mean_score is not None]
    passed, judged = sum(side.passed for side in sides), sum(side.judged for side in sides)
    unstable = sum(is_unstable(side) for side in sides)
    slow = percentile_95(_seconds(run))
    rate = percent(math.fsum(rates) / len(rates)) if rates else "none"
    return (
        Figure("Pass rate", "", rate, "", Status.SAME, f"{share(passed, judged)} answers pass"),
        Figure(
            "Mean score",
            "",
            f"{math.fsum(scores) / len(scores):.3f}" if scores else "none",
            "",
            Status.SAME,
            f"over {counted(len(scores), 'question')}",
        ),
        Figure("Unstable questions", "", *_unstable_words(sides, unstable)),
        Figure(
            "Answer time, 95th percentile",
            "",
            "none" if slow is None else seconds(slow),
            "",
            Status.SAME,
            "of all answers",
        ),
    )


def is_unstable(side: Side) -> bool:
    """Tell whether, at one and the same setting, some answers pass and some fail."""
    if side.passed in (0, side.judged):
        return False
    return any(0 < found.passed < found.judged for found in side.by_setting.values())


def percentile_95(values: Iterable[float]) -> float | None:
    """Return the value that 95 % of all values do not exceed (nearest rank); None of none."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else None


def _estimated(
    name: str,
    estimates: tuple[Estimate | None, Estimate | None, Estimate | None],
    *,
    show: Callable[[float], str],
    change: Callable[[float], str],
    unit: str,
    scale: tuple[float, float],
) -> Figure:
    before, after, moved = estimates
    shown = ["none" if found is None else show(found.value) for found in (before, after)]
    if moved is None:
        note = "no question was judged in both runs"
        return Figure(name, shown[0], shown[1], "? cannot say", Status.SAME, note)
    status, word = _direction(moved)
    shown[0] = shown[0].removesuffix(" %")
    note = f"{change(moved.value)}{unit}, {change(moved.low)} to {change(moved.high)}"
    factor, fall = scale
    chart = IntervalChart(
        value=moved.value * factor,
        low=moved.low * factor,
        high=moved.high * factor,
        reach=_reach(moved.low * factor, moved.high * factor, fall),
        allowed_fall=fall,
        status=status,
        label=f"change {note}",
    )
    return Figure(name, shown[0], shown[1], word, status, note, chart)


def _direction(moved: Estimate) -> tuple[Status, str]:
    if moved.low > 0:
        return Status.BETTER, "▲ better"
    if moved.high < 0:
        return Status.WORSE, "▼ worse"
    return Status.SAME, "= no clear change"


def _reach(*numbers: float) -> float:
    """Return a round number that no given one exceeds in size, with a little room."""
    largest = max(abs(number) for number in numbers) * 1.05
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next((step * power for step in _NICE if step * power >= largest), 10 * power)


def _unstable(pairs: Sequence[tuple[Side, Side]]) -> Figure:
    was = [is_unstable(before) for before, _ in pairs]
    now = [is_unstable(after) for _, after in pairs]
    after, word, status, note = _unstable_words([after for _, after in pairs], sum(now))
    before = count(sum(was)) if _repeated(before for before, _ in pairs) else "–"
    if not word and before != "–":
        word = _more_or_fewer(sum(now) - sum(was))
    chart = _parts(was, now) if any(was) or any(now) else None
    return Figure("Unstable questions", before, after, word, status, note, chart)


def _parts(was: Sequence[bool], now: Sequence[bool]) -> PartsChart:
    states = list(zip(was, now, strict=True))
    new, kept, settled = (
        states.count(state) for state in ((False, True), (True, True), (True, False))
    )
    label = f"{new} newly unstable, {kept} unstable as before, {settled} settled"
    return PartsChart(new, kept, settled, label)


def _unstable_words(sides: Sequence[Side], unstable: int) -> tuple[str, str, Status, str]:
    if not _repeated(sides):
        return "–", "? cannot say", Status.SAME, "needs two judged samples a setting"
    status = Status.FLAKY if unstable else Status.SAME
    return count(unstable), "", status, "some samples pass, some fail"


def _more_or_fewer(change: int) -> str:
    if change == 0:
        return "= as many"
    return f"≈ {count(abs(change))} {'more' if change > 0 else 'fewer'}"


def _repeated(sides: Iterable[Side]) -> bool:
    """Tell whether any question was judged twice at one and the same setting."""
    return any(found.judged > 1 for side in sides for found in side.by_setting.values())


def _time(comparison: Comparison) -> Figure:
    before, after = (percentile_95(_seconds(run)) for run in (comparison.before, comparison.after))
    name = "Answer time, 95th percentile"
    shown = ["none" if value is None else seconds(value) for value in (before, after)]
    if before is None or after is None:
        note = "no answer, no time"
        return Figure(name, shown[0], shown[1], "? cannot say", Status.SAME, note)
    word = f"{signed(after - before, 2)} s"
    chart = SpanChart(before, after, f"{shown[0]} before, {shown[1]} after")
    return Figure(
        name, shown[0].removesuffix(" s"), shown[1], word, Status.SAME, "shown, not judged", chart
    )


def _seconds(run: Run) -> list[float]:
    return [exchange.answer.seconds for trial in run.trials for exchange in trial.exchanges]
