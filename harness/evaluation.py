"""The use case around one run: ask a suite and keep the answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable

from harness.errors import BotError, BudgetReached
from harness.fingerprint import changed_answers, with_answers
from harness.keeping import Keeper
from harness.model.run import BOT_CHANGED, BotState, Run, RunStatus, TrainingText, Trial
from harness.model.suite import Suite
from harness.resuming import Resumption, look, reopen
from harness.runner.budget import Budget
from harness.runner.conversation import Bot, ToldBot
from harness.runner.plan import plan, settings_of
from harness.runner.trials import run_trials
from harness.sharing import SharedTasks
from harness.store.store import Store

__all__ = ["Watcher", "ask_suite", "evaluate"]


WAITING = 4
"""So many times as many answers may wait for the disk as are asked for at once."""
UNKNOWABLE = (
    "nothing shows whether it changed: the API tells of no training, and no answer repeats itself"
)


@runtime_checkable
class MeasuredBot(Protocol):
    """A bot that knows how fast it was asked."""

    def figures(self) -> Mapping[str, str]:
        """Return the figures since the last call, as text by name, for the provenance."""
        ...


class Watcher(Protocol):
    """Someone who looks on; all methods are called in the event loop and must be quick."""

    def stage(self, sentence: str) -> None:
        """Note what happens next or has just happened."""

    def begin(self, run: Run, todo: int) -> None:
        """Note that a run starts, with `todo` trials still to do."""

    def trial(self, trial: Trial) -> None:
        """Note a trial that has been scored and kept."""

    def end(self, run_id: str, status: RunStatus) -> None:
        """Note that the run is over."""


async def ask_suite(  # noqa: PLR0913 (each says another thing of the run)
    suite: Suite,
    bot: ToldBot,
    store: Store,
    *,
    label: str = "",
    concurrency: int = 8,
    provenance: Mapping[str, str] | None = None,
    watcher: Watcher | None = None,
    resume: str | Resumption | None = None,
    training: TrainingText | None = None,
    budget: Budget | None = None,
    shard: str = "",
) -> str:
    """Ask a suite, score each answer and keep it at once; return the id of the run.

    With `resume` (a run's name, or what `look` found), a run is gone on with: only what it lacks
    is asked. Where the suite or its settings are others than the run's, that makes a successor,
    which takes over the answers to unchanged cases at unchanged settings; the run itself stays as
    it is.

    `training` is the text that the bot knows, where that is at hand: it is kept with the run, so
    that a report can show what changed in it. `shard` ("2/5") asks only that part of the plan; a
    run that is gone on with stays the shard that it is.

    Several processes may go on with one run: each trial is asked by one of them.

    Raises:
        BotError: the bot could not be asked at all, or answers no further question. The run
            is kept with what was done.
        BudgetReached: the budget is spent; the run is kept and can be gone on with.
        SettingsError: the run to resume is of another bot, of another version of it, or has
            nothing that could be kept.
        StoreError: the answers cannot be kept.
    """
    spending = budget or Budget()
    state = store.redaction.state(await bot.state())
    if resume is None:
        state = await with_answers(bot, state, suite, spending)
        whole = plan(suite, shard=shard)
        run = _begin(suite, state, store, label, provenance, training, shard, len(whole))
    else:
        found = look(store, resume, suite, shard) if isinstance(resume, str) else resume
        run = await reopen(found, state, bot, store, spending, provenance or {})
        whole = found.whole
        if watcher and found.is_edited:
            watcher.stage(found.sentence)
    waits = watcher.stage if watcher else None
    tasks = SharedTasks(store, run.id, whole, store.done(run.id), waits=waits)
    if watcher:
        watcher.begin(run, tasks.todo)
    status = RunStatus.INTERRUPTED
    _figures(bot)  # what was asked before is no part of this run
    try:
        async with tasks:
            await _ask(tasks, run, bot, store, concurrency, watcher, spending, state.model or "")
        status = RunStatus.COMPLETE
    except BotError:
        status = RunStatus.STOPPED
        raise
    except BudgetReached:
        status = RunStatus.INCOMPLETE
        raise
    finally:
        late = dict(_figures(bot))
        if status is RunStatus.COMPLETE:
            late |= await _late_provenance(bot, run, store, spending)
        store.finish_run(run.id, status, datetime.now(UTC), late)
        if watcher:
            watcher.end(run.id, status)
    return run.id


async def evaluate(suite: Suite, bot: ToldBot, store: Store, **wishes: Any) -> Run:
    """Do what `ask_suite` does with the same wishes, and return the run with all its trials."""
    return store.load_run(await ask_suite(suite, bot, store, **wishes))


def _begin(
    suite: Suite,
    state: BotState,
    store: Store,
    label: str,
    provenance: Mapping[str, str] | None,
    training: TrainingText | None,
    shard: str,
    planned: int,
) -> Run:
    started = datetime.now(UTC)
    run = Run(
        id=f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        label=label,
        suite=suite,
        settings=settings_of(suite),
        bot=state,
        started_at=started,
        planned=planned,
        provenance=dict(provenance or {}),
        training=training,
        shard=shard,
    )
    store.begin_run(run)
    return run


async def _ask(
    tasks: SharedTasks,
    run: Run,
    bot: Bot,
    store: Store,
    concurrency: int,
    watcher: Watcher | None,
    budget: Budget,
    own_model: str,
) -> None:
    def write(trials: Sequence[Trial]) -> None:
        store.add_many(run.id, trials)

    def kept(trial: Trial) -> None:
        tasks.finished(trial.key)
        if watcher:
            watcher.trial(trial)

    async with Keeper(run.suite.by_id, write, kept, room=WAITING * concurrency) as keeper:
        await run_trials(
            tasks,
            bot,
            keeper.keep,
            concurrency=concurrency,
            salt=run.id,
            budget=budget,
            own_model=own_model,
        )


def _figures(bot: Bot) -> Mapping[str, str]:
    return bot.figures() if isinstance(bot, MeasuredBot) else {}


async def _late_provenance(bot: ToldBot, run: Run, store: Store, budget: Budget) -> dict[str, str]:
    """Look at the bot once more: answers of two versions must not pass for one run."""
    try:
        changed = run.bot.difference(store.redaction.state(await bot.state()))
        changed = changed or await changed_answers(bot, run.bot, run.suite, budget)
    except BotError as error:
        return {"bot after the run": f"could not be looked at: {error}"}
    if changed:
        return {BOT_CHANGED: changed}
    return {} if run.bot.tells or run.bot.answers else {"bot after the run": UNKNOWABLE}
