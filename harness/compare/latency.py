"""The release rules on time: how long answers take, and how much longer than before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, expm1, fsum, log

from harness.model.comparison import Comparison, Rule, Side
from harness.model.suite import Gate

from .statistics import mean_with_reach

__all__ = ["latency_rules"]

NEARLY_ALL = 0.95
SHORTEST = 1e-4
"""Seconds; what took less was not sent anywhere."""


def latency_rules(comparison: Comparison, gate: Gate) -> Iterator[Rule]:
    """Judge the time on the wire, where the gate limits it."""
    if gate.max_seconds is not None:
        yield _slowest(comparison, gate.max_seconds)
    if gate.max_slowdown is not None:
        yield _slowdown(comparison, gate.max_slowdown)


def _slowest(comparison: Comparison, most: float) -> Rule:
    times = sorted(t for change in comparison.changes for t in _seconds(change.after))
    name, allowed = "Time to answer", f"19 of 20 within {most:g} s"
    if not times:
        return Rule(name, allowed, "not known", None, "No answer came whose time could be taken.")
    reached = times[ceil(NEARLY_ALL * len(times)) - 1]
    passed = reached <= most
    sentence = f"19 of 20 answers after came within {reached:.2f} s ({most:g} s allowed)."
    return Rule(name, allowed, f"{reached:.2f} s", passed, sentence)


def _slowdown(comparison: Comparison, most: float) -> Rule:
    """Compare the mean log times question by question: a mean of ratios, not led by a few."""
    ratios = [
        _mean_log(after) - _mean_log(before)
        for change in comparison.changes
        if (before := _seconds(change.before)) and (after := _seconds(change.after))
    ]
    name, allowed = "Slowdown", f"at most {most * 100:g} %"
    found = mean_with_reach(ratios)
    if found is None:
        return Rule(name, allowed, "not known", None, "Too few answers came to compare their time.")
    low, middle, high = (expm1(found[0] + sign * found[1]) * 100 for sign in (-1, 0, 1))
    measured = f"{middle:+.0f} % ({low:+.0f} to {high:+.0f})"
    passed: bool | None = None
    sentence = f"Answers take {measured} longer: more than {most * 100:g} % is not ruled out."
    if low > most * 100:
        passed, sentence = False, f"Answers take {measured} longer ({most * 100:g} % allowed)."
    elif high <= most * 100:
        passed, sentence = True, f"Answers take {measured} longer, within what is allowed."
    return Rule(name, allowed, measured, passed, sentence)


def _seconds(side: Side) -> list[float]:
    found = (trial.answer for trial in side.trials)
    return [max(answer.seconds, SHORTEST) for answer in found if answer is not None]


def _mean_log(times: Sequence[float]) -> float:
    return fsum(map(log, times)) / len(times)
