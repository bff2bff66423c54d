"""Playing many trials at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable

from harness.errors import BotError, HarnessError
from harness.model.run import Trial

from .budget import Budget
from .conversation import Bot, play
from .plan import Task

__all__ = ["FINISHING_SECONDS", "run_trials"]

FINISHING_SECONDS = 5.0
"""So long an interrupted run waits for the answers in flight: they are paid."""


async def run_trials(
    tasks: Iterable[Task] | AsyncIterable[Task],
    bot: Bot,
    record: Callable[[Trial], Awaitable[None]],
    *,
    concurrency: int,
    salt: str = "",
    budget: Budget | None = None,
    own_model: str = "",
) -> None:
    """Play each task and hand each finished trial to `record`, `concurrency` at a time.

    A trial that errored is recorded like any other. Whatever ends the run, what is in flight is
    waited for and handed to `record`: it is paid. After a cancellation that takes at most
    FINISHING_SECONDS, then it is dropped.

    Args:
        tasks: what to play, in order; where they come from may let the workers wait.
        bot: what to ask.
        record: awaited with each trial; its error stops the run.
        concurrency: how many conversations are open at once, at least 1.
        salt: made part of the conversation ids that a case asks for, so that each trial has a
            log of its own.
        budget: what may be spent; None sets no limit.
        own_model: the bot's own model, for what answers cost where the suite names none.

    Raises:
        BotError: when the bot would refuse every further question, or is down.
        BudgetReached: when the budget is spent before all was asked.
        HarnessError: what `record` or the source of the tasks raised.
    """
    work = _Work(tasks, bot, record, salt, budget or Budget(), own_model)
    workers = [asyncio.create_task(work.run()) for _ in range(concurrency)]
    try:
        await _finish(work, workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    if work.end is not None:
        raise work.end


async def _finish(work: _Work, workers: list[asyncio.Task[None]]) -> None:
    """Wait for the workers; what is no HarnessError is a bug, and stops them all."""
    try:
        await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
    except asyncio.CancelledError:
        work.stop()
        await asyncio.wait(workers, timeout=FINISHING_SECONDS)
        raise
    for worker in workers:
        if worker.done():
            worker.result()


class _Work:
    """What the workers of one run share."""

    def __init__(
        self,
        tasks: Iterable[Task] | AsyncIterable[Task],
        bot: Bot,
        record: Callable[[Trial], Awaitable[None]],
        salt: str,
        budget: Budget,
        own_model: str,
    ) -> None:
        self.end: HarnessError | None = None
        """Why no further task is begun."""
        self._stopped = False
        self._late = aiter(tasks) if isinstance(tasks, AsyncIterable) else None
        self._waiting = iter(()) if isinstance(tasks, AsyncIterable) else iter(tasks)
        self._turn = asyncio.Lock()
        self._idle: set[asyncio.Task[object]] = set()
        self._bot = bot
        self._record = record
        self._salt = salt
        self._budget = budget
        self._own_model = own_model

    def stop(self) -> None:
        """Let no further task begin."""
        self._stopped = True
        self._wake()

    def _wake(self) -> None:
        """Let nobody wait for a task any more: others may have what is left, for hours."""
        for worker in self._idle:
            worker.cancel()

    async def run(self) -> None:
        """Play one task after the other until none is left, or something ends the run."""
        try:
            while task := await self._next():
                await self._record(await self._play(task))
        except HarnessError as end:
            self.end = self.end or end
            self._wake()

    async def _next(self) -> Task | None:
        if self._is_over():
            return None
        if self._late is None:
            return next(self._waiting, None)
        task = await self._awaited(self._late)
        return None if self._is_over() else task

    async def _awaited(self, source: AsyncIterator[Task]) -> Task | None:
        me = asyncio.current_task()
        assert me is not None  # noqa: S101 (only workers call it)
        self._idle.add(me)
        try:
            async with self._turn:  # an asynchronous source serves one after the other
                return await anext(source, None)
        except asyncio.CancelledError:
            if self._is_over():
                return None
            raise
        finally:
            self._idle.discard(me)

    def _is_over(self) -> bool:
        return self._stopped or self.end is not None

    async def _play(self, task: Task) -> Trial:
        model, turns = task.key.setting.model or self._own_model, len(task.case.turns)
        self._budget.take(turns, model)
        answered = asked = 0
        try:
            trial = await play(task.key, task.case, self._bot, task.conversation_id(self._salt))
            answered = len(trial.exchanges)
            asked = answered + (trial.error is not None)
        except BotError:
            asked = 1
            raise
        finally:
            unanswered = turns - answered
            self._budget.give_back(unsent=turns - asked, unanswered=unanswered, model=model)
        return trial
