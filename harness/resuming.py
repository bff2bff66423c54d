"""Going on with a run: what is kept of it, what is asked again, and as which run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from harness.errors import SettingsError, UnknownRun
from harness.fingerprint import changed_answers
from harness.model.run import BOT_CHANGED, GOES_ON_FROM, BotState, Run, RunStatus, TrialKey
from harness.model.suite import Suite
from harness.runner.budget import Budget
from harness.runner.conversation import ToldBot
from harness.runner.plan import Task, plan, read_shard, settings_of
from harness.store.runfile import is_run_file
from harness.store.store import Store

__all__ = ["Resumption", "look", "reopen"]

ANEW = "start a new run instead"


@dataclass(frozen=True, slots=True)
class Resumption:
    """A kept run, and what going on with it means for the suite as it is now."""

    kept: Run
    """The run that was named, without its trials."""
    suite: Suite
    run_id: str
    """The run that is asked: the kept one, or its successor where the plan is another."""
    whole: tuple[Task, ...]
    """All tasks of that run, or of its shard, in an order that every process finds."""
    done: Mapping[TrialKey, str]
    """What need not be asked again, as `Store.done` tells it."""

    @property
    def is_edited(self) -> bool:
        """Whether a successor is asked."""
        return self.run_id != self.kept.id

    @property
    def sentence(self) -> str:
        """Say what is kept and what is asked; empty where the plan is the same."""
        if not self.is_edited:
            return ""
        todo = sum(self.done.get(task.key) != task.case.digest for task in self.whole)
        return (
            f"Run {self.kept.id} goes on with an edited suite. {self._edits()}: {todo} of "
            f"{len(self.whole)} trials to ask. Run {self.run_id} takes over the others; "
            f"{self.kept.id} stays as it is"
        )

    def _edits(self) -> str:
        old, new = _digests(self.kept.suite), _digests(self.suite)
        changed = sum(old.get(name, digest) != digest for name, digest in new.items())
        counts = {
            "changed": changed,
            "new": len(new.keys() - old),
            "removed": len(old.keys() - new),
        }
        said = [f"{count} {word}" for word, count in counts.items() if count]
        if said:
            number, rest = said[0].split(maxsplit=1)
            said[0] = f"{number} {'case' if number == '1' else 'cases'} {rest}"
        both = old.keys() & new.keys()
        if _keys(self.kept.suite, both) != _keys(self.suite, both):
            said.append("other settings or repeats")
        return ", ".join(said)


def look(store: Store, ref: str, suite: Suite, shard: str = "") -> Resumption:
    """Find out what going on with a run means; changes nothing.

    Raises:
        SettingsError: the run is another shard, or nothing of it could be kept.
        StoreError: there is no such run.
    """
    kept = store.load_run(ref, bare=True)
    if is_run_file(ref):
        raise SettingsError(
            f"{ref} is a file, and runs are gone on with in the store: take it in with 'harness "
            f"store import {ref}', then go on with {kept.id}"
        )
    if shard and read_shard(shard) != read_shard(kept.shard):
        raise SettingsError(
            f"run {kept.id} is {f'shard {kept.shard}' if kept.shard else 'a whole run'}, not "
            f"shard {shard}: go on with it as what it is"
        )
    old, new = (plan(each, shard=kept.shard) for each in (kept.suite, suite))
    done = store.done(kept.id)
    if _wanted(old) == _wanted(new):
        # In the order of the run, not of the file: who goes on with it meanwhile has the same.
        cases = suite.by_id  # what is kept of them may lack what was blotted out
        whole = tuple(Task(task.key, cases[task.key.case_id]) for task in old)
        return Resumption(kept, suite, kept.id, whole, done)
    if kept.shard:
        _refuse_moved(kept, suite, old, new)
    heir = _successor_id(kept, new)
    done = _fitting({**done, **_done(store, heir)}, new)
    if not done:
        raise SettingsError(
            f"run {kept.id} has no answer that could be kept: each case is another, is asked at "
            f"another setting, or has no answer yet; {ANEW}"
        )
    return Resumption(kept, suite, heir, new, done)


async def reopen(
    resumption: Resumption,
    state: BotState,
    bot: ToldBot,
    store: Store,
    budget: Budget,
    provenance: Mapping[str, str],
) -> Run:
    """Open the run that is to be gone on with, or make the successor that takes over its answers.

    Args:
        resumption: what `look` found.
        state: what the bot tells of itself now.
        bot: asked again what it was asked at the start, where it tells nothing.
        store: where the run is.
        budget: pays for that.
        provenance: what a successor is to say of itself.

    Raises:
        BotError: the bot does not answer.
        SettingsError: the run is of another bot, or of another version of it.
        StoreError: the run cannot be written.
    """
    kept = resumption.kept
    if kept.bot.chatbot_id != state.chatbot_id:
        raise SettingsError(f"run {kept.id} asked another bot ({kept.bot.chatbot_id}); {ANEW}")
    _refuse_change(kept, kept.bot.difference(state, updates=True))
    known = _still_asked(kept, resumption.suite) if resumption.is_edited else kept.bot
    _refuse_change(kept, await changed_answers(bot, known, resumption.suite, budget))
    if not resumption.is_edited:
        store.reopen_run(kept.id)
        return replace(kept, suite=resumption.suite)
    if BOT_CHANGED in kept.provenance:
        raise SettingsError(
            f"the answers of run {kept.id} come from two versions of the bot; {ANEW}"
        )
    run = _successor(resumption, known, provenance)
    store.succeed_run(kept.id, run, {task.key: task.case.digest for task in resumption.whole})
    return run


def _refuse_change(run: Run, changed: str) -> None:
    if changed:
        raise SettingsError(
            f"the bot has changed since run {run.id} began ({changed}); its answers would come "
            f"from two versions: {ANEW}"
        )


def _refuse_moved(kept: Run, suite: Suite, old: tuple[Task, ...], new: tuple[Task, ...]) -> None:
    """Refuse a shard whose trials fall to other shards now: they would be asked again there."""
    before, now = ({task.key for task in tasks} for tasks in (old, new))
    everywhere = [{task.key for task in plan(each)} for each in (kept.suite, suite)]
    if before & everywhere[1] != now & everywhere[0]:
        raise SettingsError(
            f"run {kept.id} is shard {kept.shard}, and the plan of the edited suite is divided "
            "otherwise: put the shards together with 'harness merge', and go on with the whole run"
        )


def _still_asked(kept: Run, suite: Suite) -> BotState:
    """Return the bot's state with the answers to those questions that the suite asks unchanged.

    Raises:
        SettingsError: answers show the version, and none of their questions is left.
    """
    if not kept.bot.answers:
        return kept.bot
    now = _digests(suite)
    then = _digests(kept.suite)
    answers = {
        name: digest for name, digest in kept.bot.answers.items() if now.get(name) == then[name]
    }
    if not answers:
        raise SettingsError(
            f"nothing shows that the bot is still that of run {kept.id}: the questions whose "
            f"answers could show it are others now; {ANEW}"
        )
    return replace(kept.bot, answers=answers)


def _successor(resumption: Resumption, bot: BotState, provenance: Mapping[str, str]) -> Run:
    kept, suite = resumption.kept, resumption.suite
    return replace(
        kept,
        id=resumption.run_id,
        suite=suite,
        settings=settings_of(suite),
        bot=bot,
        started_at=datetime.now(UTC),
        status=RunStatus.RUNNING,
        finished_at=None,
        planned=len(resumption.whole),
        provenance={**kept.provenance, **provenance, GOES_ON_FROM: ", ".join(kept.lineage)},
    )


def _successor_id(kept: Run, tasks: tuple[Task, ...]) -> str:
    """Return the id that every process finds which goes on with this run by this plan."""
    lines = sorted(f"{key}\n{digest}" for key, digest in _wanted(tasks).items())
    text = "\n".join([kept.id, *lines]).encode("utf-8", "surrogatepass")
    began = kept.started_at.astimezone(UTC)
    return f"{began:%Y%m%d-%H%M%S}-{hashlib.sha256(text).hexdigest()[:8]}"


def _wanted(tasks: tuple[Task, ...]) -> dict[TrialKey, str]:
    return {task.key: task.case.digest for task in tasks}


def _fitting(done: Mapping[TrialKey, str], tasks: tuple[Task, ...]) -> dict[TrialKey, str]:
    return {key: digest for key, digest in _wanted(tasks).items() if done.get(key) == digest}


def _done(store: Store, run_id: str) -> Mapping[TrialKey, str]:
    """Return what is done of a run; nothing where there is no such run yet."""
    try:
        return store.done(run_id)
    except UnknownRun:
        return {}


def _digests(suite: Suite) -> dict[str, str]:
    return {case.id: case.digest for case in suite.cases if case.skip is None}


def _keys(suite: Suite, ids: Set[str]) -> set[TrialKey]:
    return {task.key for task in plan(suite) if task.key.case_id in ids}
