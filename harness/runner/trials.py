"""Playing many trials at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from harness.errors import BotError, BudgetReached, HarnessError
from harness.model.run import Trial

from .budget import Budget
from .conversation import Bot, play
from .plan import Task

__all__ = ["run_trials"]


async def run_trials(
    tasks: Iterable[Task],
    bot: Bot,
    record: Callable[[Trial], Awaitable[None]],
    *,
    concurrency: int,
    salt: str = "",
    budget: Budget | None = None,
    own_model: str = "",
) -> None:
    """Play each task and hand each finished trial to `record`, `concurrency` at a time.

    A trial that errored is recorded like any other. When the bot or the budget ends the run,
    what is in flight is waited for and recorded: it is paid. When `record` fails, it is dropped.

    Args:
        tasks: what to play, in order.
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
        HarnessError: what `record` raised.
    """
    work = _Work(tasks, bot, record, salt, budget or Budget(), own_model)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work.run())
    except* HarnessError as raised:
        raise _first(raised) from None
    if work.end is not None:
        raise work.end


class _Work:
    """What the workers of one run share."""

    def __init__(
        self,
        tasks: Iterable[Task],
        bot: Bot,
        record: Callable[[Trial], Awaitable[None]],
        salt: str,
        budget: Budget,
        own_model: str,
    ) -> None:
        self.end: BotError | BudgetReached | None = None
        """Why no further task is begun."""
        self._waiting = iter(tasks)
        self._bot = bot
        self._record = record
        self._salt = salt
        self._budget = budget
        self._own_model = own_model

    async def run(self) -> None:
        """Play one task after the other until none is left, or something ends the run."""
        for task in self._waiting:
            try:
                trial = await self._play(task)
            except (BotError, BudgetReached) as end:
                self.end = self.end or end
                return
            await self._record(trial)
            if self.end is not None:
                return

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


def _first(group: BaseExceptionGroup[HarnessError]) -> HarnessError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
