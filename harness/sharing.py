"""The tasks of a run, shared with other processes that go on with the same run."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from types import TracebackType
from typing import Self

from harness.errors import StoreError
from harness.model.run import TrialKey
from harness.runner.plan import Task
from harness.store.beats import BEAT_SECONDS, LEASE_SECONDS
from harness.store.leases import Claim
from harness.store.store import Store

__all__ = ["SharedTasks"]

PIECE = 32
"""Tasks a piece: the unit that one process takes."""
PART = 4
"""A process takes this fraction of the pieces that are free, and at least one."""
EARLY = 32
"""With fewer tasks than these in hand, more are taken meanwhile: that costs a flush of the disk."""
SURE_SECONDS = LEASE_SECONDS - BEAT_SECONDS
"""So long after the last beat, no task is handed out before it is sure that nobody took it."""
LOOK_SECONDS = 1.0
"""How often to look at pieces that another process has."""


class SharedTasks(AsyncIterator[Task]):
    """Hands out the tasks of a run that no other process does.

    Used as a context manager, because its leases must be renewed meanwhile and given back. When
    only pieces of others are left, it waits until they are done or their holder is gone.
    """

    def __init__(
        self,
        store: Store,
        run_id: str,
        whole: tuple[Task, ...],
        done: Mapping[TrialKey, str],
        *,
        waits: Callable[[str], None] | None = None,
    ) -> None:
        """Share `whole`, in its order: all processes must have the same plan.

        Args:
            store: where the leases are.
            run_id: whose tasks they are.
            whole: the tasks of the complete run, or shard.
            done: what was done when this process began, as `Store.done` tells it.
            waits: told once, in a sentence, when others have all that is left.
        """
        self._store = store
        self._run_id = run_id
        self._done = done
        self._waits = waits
        self._pieces = {
            f"{PIECE}:{start}": whole[start : start + PIECE]
            for start in range(0, len(whole), PIECE)
            if any(self._is_open(task) for task in whole[start : start + PIECE])
        }
        self._whole = dict(self._pieces)
        self._ready: deque[Task] = deque()
        self._mine: dict[str, set[TrialKey]] = {}
        self._piece_of: dict[TrialKey, str] = {}
        self._beating: asyncio.Task[None] | None = None
        self._beat_at = monotonic()
        self._taking: asyncio.Task[bool] | None = None

    @property
    def todo(self) -> int:
        """How many tasks are left to do, by this process or others."""
        return sum(self._is_open(task) for piece in self._pieces.values() for task in piece)

    async def __aenter__(self) -> Self:
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._beating:
            self._beating.cancel()
        if taking := self._taking:
            # A thread cannot be stopped: what it takes must be given back below.
            await asyncio.wait([taking])
            taking.exception()  # whoever writes answers meets it too
        # A store that has gone cannot be told; the leases end by themselves.
        with suppress(StoreError):
            self._store.leases.release(self._run_id)

    async def __anext__(self) -> Task:
        if monotonic() - self._beat_at >= SURE_SECONDS:
            await self._show()
        while not self._ready:
            if not self._pieces:
                raise StopAsyncIteration
            if not await self._taken():
                await self._wait()
        task = self._ready.popleft()
        if self._taking is None and self._pieces and len(self._ready) < EARLY:
            self._taking = asyncio.create_task(self._take())
        return task

    async def _taken(self) -> bool:
        """Wait for what is being taken; tell whether there was any."""
        taking = self._taking or asyncio.create_task(self._take())
        self._taking = taking
        try:
            return await asyncio.shield(taking)
        finally:
            if taking.done() and self._taking is taking:
                self._taking = None

    def _is_open(self, task: Task) -> bool:
        return self._done.get(task.key) != task.case.digest

    def finished(self, key: TrialKey) -> None:
        """Note that a task of this process is over, with an answer or an error."""
        # Where its piece was lost and taken again meanwhile, it may have been noted already.
        self._mine.get(self._piece_of.pop(key, ""), set()).discard(key)

    async def _take(self) -> bool:
        """Take some of the free pieces; tell whether there were any."""
        most = max(len(self._pieces) // PART, 1)
        claim = partial(self._store.leases.claim, self._run_id, list(self._pieces), most)
        taken = await asyncio.to_thread(claim)
        if Claim.INHERITED in taken.values():
            await self._look()
        for name in taken:
            tasks = [task for task in self._pieces.pop(name) if self._is_open(task)]
            self._ready.extend(tasks)
            self._mine[name] = {task.key for task in tasks}
            self._piece_of |= {task.key: name for task in tasks}
        if taken:
            self._taking = None  # the next time is one of its own; none taken must be told first
        return bool(taken)

    async def _look(self) -> None:
        """See what others have done meanwhile."""
        self._done = await asyncio.to_thread(self._store.done, self._run_id)

    async def _wait(self) -> None:
        if self._waits:
            self._waits("another process has the questions that are left: waiting for it")
            self._waits = None
        await self._give_back()
        await asyncio.sleep(LOOK_SECONDS)
        await self._look()
        for name, piece in list(self._pieces.items()):
            if not any(self._is_open(task) for task in piece):
                del self._pieces[name]

    async def _give_back(self) -> None:
        """Give back what this process is through with: another one may ask what errored here.

        Otherwise two processes could wait for each other.
        """
        over = [name for name, keys in self._mine.items() if not keys]
        if over:
            await asyncio.to_thread(self._store.leases.release, self._run_id, over)
        for name in over:
            del self._mine[name]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            with suppress(StoreError):  # whoever writes answers meets it too
                await self._show()

    async def _show(self) -> None:
        """Show others that this process works; leave to them what they have taken meanwhile.

        That happens to one that was stopped, or cut off from the store, for longer than a lease.
        """
        ready = {self._piece_of[task.key] for task in self._ready}
        lost = ready - await asyncio.to_thread(self._store.leases.beat, self._run_id)
        self._beat_at = monotonic()
        if not lost:
            return
        for task in tuple(self._ready):
            name = self._piece_of[task.key]
            if name in lost:
                self._ready.remove(task)
                self._mine[name].discard(task.key)
                self._pieces[name] = self._whole[name]
