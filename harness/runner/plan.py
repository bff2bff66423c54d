"""Which trials a run consists of, and which of them are still to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.model.run import Setting, TrialKey
from harness.model.suite import Case, Suite

__all__ = ["Task", "asked_of", "plan", "settings_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """One trial to do."""

    key: TrialKey
    case: Case

    def conversation_id(self, salt: str) -> str | None:
        """Return the id under which the bot keeps this trial in its log, if the case asks for one.

        The salt, commonly the run's id, gives each trial a log of its own.
        """
        if self.case.conversation_id is None:
            return None
        setting, repeat = self.key.setting, self.key.repeat
        return f"{self.case.conversation_id}-{salt}-{setting.temperature:g}-{repeat}"


def asked_of(suite: Suite, case: Case) -> dict[Setting, int]:
    """Return how often a case is asked at each of its settings; nothing for one to be skipped."""
    if case.skip is not None:
        return {}
    stream = suite.stream if case.stream is None else case.stream
    counts = case.repeats or {
        temperature: suite.repeats.get(temperature, 1) for temperature in suite.temperatures
    }
    return {
        Setting(temperature, suite.model or "", stream): count
        for temperature, count in counts.items()
    }


def settings_of(suite: Suite) -> tuple[Setting, ...]:
    """Return the settings that a suite is asked at: its own in its order, then those of cases."""
    own = [
        Setting(temperature, suite.model or "", suite.stream) for temperature in suite.temperatures
    ]
    asked = dict.fromkeys(each for case in suite.cases for each in asked_of(suite, case))
    return tuple(dict.fromkeys((*(each for each in own if each in asked), *asked)))


def plan(suite: Suite, done: Mapping[TrialKey, str] | None = None) -> tuple[Task, ...]:
    """Return the trials of `suite` that are not done yet, repeat by repeat.

    So a run that is cut off has asked every question about equally often.

    Args:
        suite: the questions, temperatures and repeats.
        done: the digest of the case by the key of each trial that need not be asked again; a
            trial of a case that has changed since is asked again.
    """
    kept = done or {}
    asked = [(case, asked_of(suite, case)) for case in suite.cases]
    most = max((count for _, counts in asked for count in counts.values()), default=0)
    return tuple(
        Task(key, case)
        for repeat in range(most)
        for setting in settings_of(suite)
        for case, counts in asked
        if repeat < counts.get(setting, 0)
        and kept.get(key := TrialKey(case.id, setting, repeat)) != case.digest
    )
