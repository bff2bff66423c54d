"""Which trials a run consists of, and which of them are still to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.model.run import Setting, TrialKey
from harness.model.suite import Case, Suite

__all__ = ["Task", "plan", "settings_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """One trial to do."""

    key: TrialKey
    case: Case


def settings_of(suite: Suite) -> tuple[Setting, ...]:
    """Return the settings that a suite is asked at, one a temperature, in the suite's order."""
    return tuple(
        Setting(temperature, suite.model or "", suite.stream)
        for temperature in dict.fromkeys(suite.temperatures)
    )


def plan(suite: Suite, done: Mapping[TrialKey, str] | None = None) -> tuple[Task, ...]:
    """Return the trials of `suite` that are not done yet, repeat by repeat.

    So a run that is cut off has asked every question about equally often.

    Args:
        suite: the questions, temperatures and repeats.
        done: the digest of the case by the key of each trial that need not be asked again; a
            trial of a case that has changed since is asked again.
    """
    kept = done or {}
    return tuple(
        Task(key, case)
        for repeat in range(max(suite.repeats.values(), default=1))
        for setting in settings_of(suite)
        if repeat < suite.repeats.get(setting.temperature, 1)
        for case in suite.cases
        if kept.get(key := TrialKey(case.id, setting, repeat)) != case.digest
    )
