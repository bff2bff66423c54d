"""Asking both sides: many at once, in random order, each answer kept before it counts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Protocol, Self

from harness.errors import HarnessError
from harness.model.run import Answer, Message, Setting, Trial
from harness.runner.budget import Budget
from harness.runner.conversation import Bot, Conversation
from harness.runner.plan import Task
from harness.runner.trials import run_trials

from .ledger import Ledger
from .question import Question

__all__ = ["SIDES", "Asker", "Looker", "Wanted"]

SIDES = ("before", "after")


class Looker(Protocol):
    """Someone who looks on; called in the event loop, must be quick."""

    def answered(self, side: str, trial: Trial) -> None:
        """Note a trial that has been scored and kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One answer that is wanted: of which side, to what, and the how-manieth (from 0)."""

    side: str
    question: Question
    number: int


@dataclass(slots=True)
class Asker:
    """Gets answers of two bots; used as a context manager, because a thread scores and keeps.

    Old and new are asked in random order and close in time, each in a fresh conversation, so that
    a service that is slow or drifting for a while meets both alike.
    """

    ledgers: Mapping[str, Ledger]
    concurrency: int
    dice: Random
    looker: Looker | None = None
    budget: Budget = field(default_factory=Budget)
    asked: int = 0
    """Questions sent now; kept answers cost none."""
    _over: bool = False
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep")
    )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()

    async def get(self, wanted: Sequence[Wanted]) -> list[Trial | None]:
        """Return the trials that are wanted, in their order; kept ones are not asked again.

        A trial of a side that can no longer be asked is None. Whatever ends it, what is in flight
        is waited for and kept: it is paid.

        Raises:
            BudgetReached: the budget does not allow all of it.
            BotError: a bot refuses every further question, or is down.
            StoreError: the answers cannot be kept.
        """
        missing = [each for each in wanted if self._lacks(each)]
        self.dice.shuffle(missing)
        turns = asyncio.Semaphore(self.concurrency)
        ends = await asyncio.gather(
            *(self._ask(side, missing, turns) for side in SIDES), return_exceptions=True
        )
        for end in ends:
            if end is not None:
                raise end
        return [self.ledgers[each.side].asked(each.question, each.number) for each in wanted]

    def _lacks(self, wanted: Wanted) -> bool:
        ledger = self.ledgers[wanted.side]
        return not ledger.fixed and ledger.asked(wanted.question, wanted.number) is None

    async def _ask(self, side: str, missing: Sequence[Wanted], turns: asyncio.Semaphore) -> None:
        """Ask one side what it lacks; both sides take turns at the same few places."""
        ledger = self.ledgers[side]
        mine = [each for each in missing if each.side == side]
        if not mine:
            return
        questions = {each.question.task(each.number).key: each.question for each in mine}
        loop = asyncio.get_running_loop()

        async def record(trial: Trial) -> None:
            self.asked += len(trial.exchanges) + (trial.error is not None)
            kept = await loop.run_in_executor(self._pool, ledger.keep, questions[trial.key], trial)
            ledger.count(kept)
            if self.looker:
                self.looker.answered(side, kept)

        try:
            await run_trials(
                self._tasks(mine),
                _InTurn(ledger.bot, turns),
                record,
                concurrency=min(self.concurrency, len(mine)),
                salt=ledger.run.id,
                budget=self.budget,
                own_model=ledger.run.bot.model or "",
            )
        except HarnessError:
            self._over = True
            raise

    def _tasks(self, wanted: Sequence[Wanted]) -> Iterator[Task]:
        """Yield what to ask, until something has ended it for the other side."""
        for each in wanted:
            if self._over:
                return
            yield each.question.task(each.number)


class _InTurn:
    """A bot that shares its places with another: so many are asked at once of both together."""

    def __init__(self, bot: Bot, turns: asyncio.Semaphore) -> None:
        self._bot = bot
        self._turns = turns

    def converse(
        self,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> _TurnByTurn:
        """Begin a new chat with the bot."""
        chat = self._bot.converse(setting, conversation_id, contact=contact, history=history)
        return _TurnByTurn(chat, self._turns)


class _TurnByTurn:
    def __init__(self, chat: Conversation, turns: asyncio.Semaphore) -> None:
        self._chat = chat
        self._turns = turns

    async def ask(self, text: str) -> Answer:
        """Wait for a free place, and ask."""
        async with self._turns:
            return await self._chat.ask(text)
