"""Scoring trials and keeping them: those that arrive meanwhile share the next write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from harness.errors import HarnessError
from harness.model.run import Trial
from harness.model.suite import Case
from harness.scorers import score_trial

__all__ = ["Keeper"]

MOST_AT_ONCE = 500
"""Trials in one write; more would make a failure cost much."""


class Keeper:
    """Scores and keeps trials in one thread of its own; use it as `async with`.

    Scoring must not hold up the event loop, the store has one writer, and a flush of the disk
    costs milliseconds however much it writes: so while one write is under way, the trials that
    arrive wait for the next one together. Each is durable before its `keep` returns.
    """

    def __init__(self, cases: Mapping[str, Case], write: Callable[[Sequence[Trial]], None]) -> None:
        """Start nothing yet.

        Args:
            cases: the case of every trial that will come, by id.
            write: keeps scored trials, all or none; called in the thread.
        """
        self._cases = cases
        self._write = write
        self._arrived: list[tuple[Trial, asyncio.Future[Trial]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what has arrived, even in a run that is being cut off."""
        if self._writing is not None:
            await asyncio.shield(self._writing)
        self._thread.shutdown()

    async def keep(self, trial: Trial) -> Trial:
        """Return the trial with its scores, once it is durable.

        Raises:
            HarnessError: it cannot be scored, or not be kept.
        """
        done: asyncio.Future[Trial] = asyncio.get_running_loop().create_future()
        self._arrived.append((trial, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._arrived:
                batch, self._arrived = (
                    self._arrived[:MOST_AT_ONCE],
                    self._arrived[MOST_AT_ONCE:],
                )
                trials = [trial for trial, _ in batch]
                results = await loop.run_in_executor(self._thread, self._kept, trials)
                for (_, done), result in zip(batch, results, strict=True):
                    _tell(done, result)
        finally:
            self._writing = None

    def _kept(self, trials: Sequence[Trial]) -> list[Trial | Exception]:
        """Score each trial and write them together; return each, or why it is not kept."""
        results = [self._scored(trial) for trial in trials]
        good = [result for result in results if isinstance(result, Trial)]
        try:
            self._write(good)
        except Exception as failure:  # noqa: BLE001 (it is raised again, where it is waited for)
            return [failure if isinstance(result, Trial) else result for result in results]
        return results

    def _scored(self, trial: Trial) -> Trial | Exception:
        try:
            return score_trial(self._cases[trial.key.case_id], trial)
        except (HarnessError, ValueError) as failure:
            return failure


def _tell(done: asyncio.Future[Trial], result: Trial | Exception) -> None:
    if done.done():
        return  # nobody waits any more: the run was cut off
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
