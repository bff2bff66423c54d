"""Asking both sides: many at once, in random order, each answer kept before it counts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Protocol, Self

from harness.errors import HarnessError
from harness.model.run import Trial
from harness.runner.conversation import play

from .ledger import Ledger
from .question import Question

__all__ = ["SIDES", "Asker", "LimitReached", "Looker", "Wanted"]

SIDES = ("before", "after")


class LimitReached(HarnessError):
    """So many requests as were allowed are spent; what was answered is kept."""


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
    most_requests: int | None = None
    spent: int = 0
    """Requests sent now; kept answers cost none."""
    errors: Counter[str] = field(default_factory=Counter)
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

        A trial of a side that can no longer be asked is None.

        Raises:
            LimitReached: it would take more requests than are allowed; none of them was sent.
            BotRefused: a bot refuses every further question.
            StoreError: the answers cannot be kept.
        """
        found = [self._ledger(each).kept(each.question, each.number) for each in wanted]
        missing = [
            place
            for place, trial in enumerate(found)
            if trial is None and not self._ledger(wanted[place]).fixed
        ]
        self._afford(sum(wanted[place].question.requests for place in missing))
        self.dice.shuffle(missing)
        waiting = iter(missing)

        async def work() -> None:
            for place in waiting:
                found[place] = await self._ask(wanted[place])

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.concurrency, len(missing))):
                    group.create_task(work())
        except* HarnessError as raised:
            raise _first(raised) from None
        return found

    def _ledger(self, wanted: Wanted) -> Ledger:
        return self.ledgers[wanted.side]

    def _afford(self, requests: int) -> None:
        if self.most_requests is not None and self.spent + requests > self.most_requests:
            raise LimitReached(
                f"{self.spent} of at most {self.most_requests} requests are spent, "
                f"and the next step takes {requests}"
            )
        self.spent += requests

    async def _ask(self, wanted: Wanted) -> Trial:
        ledger = self._ledger(wanted)
        task = wanted.question.task(wanted.number)
        trial = await play(task.key, task.case, ledger.bot, task.conversation_id(ledger.run.id))
        loop = asyncio.get_running_loop()
        kept = await loop.run_in_executor(self._pool, ledger.keep, wanted.question, trial)
        ledger.count(kept)
        self.errors[wanted.side] += kept.error is not None
        if self.looker:
            self.looker.answered(wanted.side, kept)
        return kept


def _first(group: BaseExceptionGroup[HarnessError]) -> HarnessError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
