"""Which trials a run consists of, and which of them are still to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.errors import SettingsError
from harness.model.run import Setting, TrialKey
from harness.model.suite import Case, Suite

__all__ = ["Task", "plan", "read_shard", "settings_of"]

SHARD = re.compile(r"(\d{1,4})/(\d{1,4})", re.ASCII)


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


def settings_of(suite: Suite) -> tuple[Setting, ...]:
    """Return the settings that a suite is asked at: its own in its order, then those of cases."""
    return _settings(suite, _counts(suite))


def _counts(suite: Suite) -> list[tuple[Case, Mapping[Setting, int]]]:
    """Return each case with how often it is asked at each setting."""
    usual = _usual(suite)
    return [(case, _asked(suite, case, usual)) for case in suite.cases]


def _usual(suite: Suite) -> dict[Setting, int]:
    """Return how often a case is asked that says nothing of it."""
    return {
        Setting(temperature, suite.model or "", suite.stream): suite.repeats.get(temperature, 1)
        for temperature in suite.temperatures
    }


def _asked(suite: Suite, case: Case, usual: Mapping[Setting, int]) -> Mapping[Setting, int]:
    """Return how often a case is asked at each setting; nothing for one to be skipped."""
    if case.skip is not None:
        return {}
    if not case.repeats and case.stream is None:
        return usual  # the same object for most cases: a suite may have a hundred thousand
    stream = suite.stream if case.stream is None else case.stream
    counts = case.repeats or {setting.temperature: count for setting, count in usual.items()}
    return {
        Setting(temperature, suite.model or "", stream): count
        for temperature, count in counts.items()
    }


def _settings(suite: Suite, asked: list[tuple[Case, Mapping[Setting, int]]]) -> tuple[Setting, ...]:
    different = {id(counts): counts for _, counts in asked}.values()
    found = dict.fromkeys(setting for counts in different for setting in counts)
    return tuple(dict.fromkeys((*(each for each in _usual(suite) if each in found), *found)))


def read_shard(text: str) -> tuple[int, int]:
    """Return which shard a text such as "2/5" means, from 1, and of how many; "" is 1 of 1.

    Raises:
        SettingsError: it means none.
    """
    found = SHARD.fullmatch(text or "1/1")
    number, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= count:
        raise SettingsError(f"there is no shard '{text}': write 1/5 for the first of five")
    return number, count


def plan(
    suite: Suite, done: Mapping[TrialKey, str] | None = None, shard: str = ""
) -> tuple[Task, ...]:
    """Return the trials of `suite` that are not done yet, repeat by repeat.

    So a run that is cut off has asked every question about equally often.

    Args:
        suite: the questions, temperatures and repeats.
        done: the digest of the case by the key of each trial that need not be asked again; a
            trial of a case that has changed since is asked again.
        shard: "2/5" leaves every fifth trial of the whole plan, from the second on; the five
            shards together are the plan, whatever is done.
    """
    kept = done or {}
    number, count = read_shard(shard)
    return tuple(
        task
        for task in _whole(suite)[number - 1 :: count]
        if kept.get(task.key) != task.case.digest
    )


def _whole(suite: Suite) -> list[Task]:
    asked = _counts(suite)
    most = max((count for _, counts in asked for count in counts.values()), default=0)
    return [
        Task(TrialKey(case.id, setting, repeat), case)
        for repeat in range(most)
        for setting in _settings(suite, asked)
        for case, counts in asked
        if repeat < counts.get(setting, 0)
    ]
