"""Which trials a run consists of, and which of them are still to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.errors import SettingsError
from harness.model.run import Setting, TrialKey
from harness.model.suite import Case, Suite

__all__ = ["Task", "asked_of", "plan", "read_shard", "settings_of"]

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
    asked = [(case, asked_of(suite, case)) for case in suite.cases]
    most = max((count for _, counts in asked for count in counts.values()), default=0)
    return [
        Task(TrialKey(case.id, setting, repeat), case)
        for repeat in range(most)
        for setting in settings_of(suite)
        for case, counts in asked
        if repeat < counts.get(setting, 0)
    ]
