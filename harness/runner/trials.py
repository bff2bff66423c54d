"""Playing many trials at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator

from harness.errors import HarnessError
from harness.model.run import Trial

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
) -> None:
    """Play each task and hand each finished trial to `record`, `concurrency` at a time.

    A trial that errored is recorded like any other. When something stops the run, what is in
    flight is dropped and everything recorded before stays.

    Args:
        tasks: what to play, in order.
        bot: what to ask.
        record: awaited with each trial; its error stops the run.
        concurrency: how many conversations are open at once, at least 1.
        salt: made part of the conversation ids that a case asks for, so that each trial has a
            log of its own.

    Raises:
        BotRefused: when the bot would refuse every further question.
        HarnessError: what `record` raised.
    """
    waiting = iter(tasks)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(_work(waiting, bot, record, salt))
    except* HarnessError as raised:
        raise _first(raised) from None


async def _work(
    waiting: Iterator[Task], bot: Bot, record: Callable[[Trial], Awaitable[None]], salt: str
) -> None:
    for task in waiting:
        trial = await play(task.key, task.case, bot, _conversation_id(task, salt))
        await record(trial)


def _conversation_id(task: Task, salt: str) -> str | None:
    if task.case.conversation_id is None:
        return None
    setting, repeat = task.key.setting, task.key.repeat
    return f"{task.case.conversation_id}-{salt}-{setting.temperature:g}-{repeat}"


def _first(group: BaseExceptionGroup[HarnessError]) -> HarnessError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
