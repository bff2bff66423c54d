"""Scoring trials and keeping them: those that arrive meanwhile share the next write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from harness.model.run import Trial
from harness.model.suite import Case
from harness.scorers import score_trial

__all__ = ["Keeper"]

MOST_AT_ONCE = 500
"""Trials in one write; more would make a failure cost much."""
GATHER_SECONDS = 0.01
"""A write waits so long for company: each costs a flush, and its thread holds up the loop."""


class Keeper:
    """Scores and keeps trials in one thread of its own; use it as `async with`.

    Scoring must not hold up the event loop, the store has one writer, and a flush of the disk
    costs milliseconds however much it writes: so while one write is under way, the trials that
    arrive wait for the next one together, and whoever asks goes on asking meanwhile. Leaving the
    context writes what has arrived, even in a run that is being cut off.
    """

    def __init__(
        self,
        cases: Mapping[str, Case],
        write: Callable[[Sequence[Trial]], None],
        kept: Callable[[Trial], None],
        *,
        room: int,
    ) -> None:
        """Start nothing yet.

        Args:
            cases: the case of every trial that will come, by id.
            write: keeps scored trials, all or none; called in the thread.
            kept: told each scored trial once it is durable; called in the event loop.
            room: so many trials may wait to be written; who brings more waits, at least 1.
        """
        self._cases = cases
        self._write = write
        self._kept = kept
        self._room = asyncio.Semaphore(room)
        self._arrived: list[Trial] = []
        self._writing: asyncio.Task[None] | None = None
        self._failure: Exception | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what has arrived; raise what failed, unless something else is raised already."""
        try:
            if self._writing is not None:
                await asyncio.shield(self._writing)
        except asyncio.CancelledError:
            if self._writing is not None:
                self._writing.cancel()
            raise
        finally:
            self._thread.shutdown()
            if self._arrived:  # cut off once more
                self._done(self._arrived)
        if error is None and self._failure is not None:
            raise self._failure

    async def keep(self, trial: Trial) -> None:
        """Take a trial over, and wait until there is room for the next one.

        It is written whatever happens meanwhile, even if that can only be into a rescue file.

        Raises:
            Exception: this one or an earlier one could not be scored, kept or told of.
        """
        self._arrived.append(trial)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await self._room.acquire()
        if self._failure is not None:
            raise self._failure

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._arrived:
            await asyncio.sleep(GATHER_SECONDS)
            batch = self._arrived[:MOST_AT_ONCE]
            good, failure = await loop.run_in_executor(self._thread, self._done, batch)
            self._failure = self._failure or failure or self._tell(good)
            for _ in batch:
                self._room.release()
        self._writing = None

    def _tell(self, good: Sequence[Trial]) -> Exception | None:
        """Tell of what is durable; return what that raised: nobody waits for this task."""
        try:
            for trial in good:
                self._kept(trial)
        except Exception as error:  # noqa: BLE001 (it is raised again, where the next one comes)
            return error
        return None

    def _done(self, trials: Sequence[Trial]) -> tuple[Sequence[Trial], Exception | None]:
        """Score trials and write them together; return those that are durable, and a failure.

        They have not arrived any more then: what else has is written where this is cut off.
        """
        good: list[Trial] = []
        failure: Exception | None = None
        for trial in trials:
            try:
                good.append(score_trial(self._cases[trial.key.case_id], trial))
            except Exception as error:  # noqa: BLE001 (raised again too; the others are paid)
                failure = failure or error
        try:
            self._write(good)
        except Exception as error:  # noqa: BLE001 (it is raised again, where the next one comes)
            return (), failure or error
        finally:
            del self._arrived[: len(trials)]
        return good, failure
