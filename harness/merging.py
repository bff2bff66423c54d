"""Putting the shards of one run together: the same run as if one job had asked it all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from harness.errors import SettingsError
from harness.model.run import MERGED_FROM, Run, RunStatus, Trial
from harness.model.suite import Suite
from harness.runner.plan import plan, read_shard, settings_of

__all__ = ["MISSING", "Merged", "merge"]

MISSING = "missing shards"
"""The provenance entry of a merged run that lacks some."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole run, and what it lacks."""

    run: Run
    missing: tuple[str, ...]
    """Shards that were not given, as "3/5"."""
    unfinished: tuple[Run, ...]
    """Shards that were given, but had not asked all of their part."""


def merge(shards: Sequence[Run], label: str | None = None) -> Merged:
    """Return the run that the shards are together; its id follows from theirs.

    Args:
        shards: in any order; the same run twice counts once.
        label: of the whole run; None takes the one that the shards share.

    Raises:
        SettingsError: they are not shards of one run: of other suites, settings, bots or versions
            of the bot, not divided alike, or two of one part.
    """
    given = sorted({run.id: run for run in shards}.values(), key=_place)
    if not given:
        raise SettingsError("nothing to merge: name the shards of a run")
    _check(given)
    first = given[0]
    count = read_shard(first.shard)[1]
    there = {read_shard(run.shard)[0] for run in given}
    missing = tuple(f"{each}/{count}" for each in range(1, count + 1) if each not in there)
    unfinished = tuple(run for run in given if run.status is not RunStatus.COMPLETE)
    started = min(run.started_at for run in given)
    labels = {run.label for run in given}
    run = Run(
        id=f"{started.astimezone(UTC):%Y%m%d-%H%M%S}-{_digest(run.id for run in given)}",
        label=label if label is not None else labels.pop() if len(labels) == 1 else "",
        suite=first.suite,
        settings=settings_of(first.suite),
        bot=first.bot,
        started_at=started,
        status=RunStatus.INCOMPLETE if missing or unfinished else RunStatus.COMPLETE,
        finished_at=max((run.finished_at or run.started_at for run in given), default=None),
        trials=_in_order(first.suite, (trial for run in given for trial in run.trials)),
        planned=len(plan(first.suite)),
        provenance=_provenance(given, missing),
        training=first.training,
    )
    return Merged(run, missing, unfinished)


def _place(run: Run) -> tuple[int, str]:
    return read_shard(run.shard)[0], run.id


def _check(given: Sequence[Run]) -> None:
    first = given[0]
    for run in given:
        if not run.shard:
            raise SettingsError(
                f"run {run.id} is no shard: merge runs that 'harness run --shard' made"
            )
        _check_pair(first, run)
    twice = [shard for shard, times in Counter(run.shard for run in given).items() if times > 1]
    if twice:
        named = " and ".join(run.id for run in given if run.shard == twice[0])
        raise SettingsError(f"shard {twice[0]} is there more than once ({named}): name one of them")


def _check_pair(first: Run, run: Run) -> None:
    both = f"{first.id} and {run.id}"
    if read_shard(run.shard)[1] != read_shard(first.shard)[1]:
        raise SettingsError(
            f"{both} are not parts of one run: shard {first.shard} and shard {run.shard}"
        )
    if _asked(run.suite) != _asked(first.suite):
        raise SettingsError(f"{both} asked other suites, or at other settings")
    if run.bot.chatbot_id != first.bot.chatbot_id:
        raise SettingsError(
            f"{both} asked two bots: {first.bot.chatbot_id} and {run.bot.chatbot_id}"
        )
    if changed := first.bot.difference(run.bot, updates=True):
        raise SettingsError(f"{both} asked two versions of the bot ({changed})")


def _asked(suite: Suite) -> object:
    return suite.digest, suite.model_dump(exclude={"description"})


def _in_order(suite: Suite, trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Return the trials as the store would: by case, setting, repeat."""
    place = {case.id: number for number, case in enumerate(suite.cases)}
    return tuple(sorted(trials, key=lambda t: (place.get(t.key.case_id, len(place)), t.key)))


def _provenance(given: Sequence[Run], missing: tuple[str, ...]) -> Mapping[str, str]:
    """Return what the shards say, each thing once; a change of the bot in one is one in all."""
    names = dict.fromkeys(name for run in given for name in run.provenance)
    said = {
        name: " | ".join(dict.fromkeys(r.provenance[name] for r in given if name in r.provenance))
        for name in names
    }
    said[MERGED_FROM] = ", ".join(f"{run.shard} {run.id}" for run in given)
    if missing:
        said[MISSING] = ", ".join(missing)
    return said


def _digest(ids: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode("utf-8", "surrogatepass")).hexdigest()[:4]
