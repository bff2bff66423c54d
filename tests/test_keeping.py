from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from fakes import case, trial

from harness.errors import StoreError, UnknownPlugin
from harness.keeping import Keeper
from harness.model.run import Trial
from harness.model.suite import Case, Expectation, Turn

CASE = case("refund", expect="30 days")


async def test_what_arrives_during_a_write_shares_the_next_one() -> None:
    """Ten trials cost two flushes, and none is told to be kept before its flush."""
    writes: list[int] = []
    begun, first_may_end = threading.Event(), threading.Event()

    def write(trials: Sequence[Trial]) -> None:
        writes.append(len(trials))
        begun.set()
        if len(writes) == 1:
            assert first_may_end.wait(5)

    async with Keeper({CASE.id: CASE}, write) as keeper:
        first = asyncio.create_task(keeper.keep(trial(CASE, 0)))
        await asyncio.to_thread(begun.wait, 5)
        others = [asyncio.create_task(keeper.keep(trial(CASE, n))) for n in range(1, 10)]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in (first, *others))
        first_may_end.set()
        kept = await asyncio.gather(first, *others)

    assert [1, 9] == writes
    assert list(range(10)) == [one.key.repeat for one in kept]
    assert all(one.scores for one in kept)


async def test_a_write_that_fails_is_told_to_each_that_waits() -> None:
    """The store's own error comes out of every `keep` of that write."""

    def full(trials: Sequence[Trial]) -> None:
        raise StoreError("no space left")

    async with Keeper({CASE.id: CASE}, full) as keeper:
        told = await asyncio.gather(
            *(keeper.keep(trial(CASE, n)) for n in range(3)), return_exceptions=True
        )

    assert ["no space left"] * 3 == [str(one) for one in told]


async def test_a_trial_that_cannot_be_scored_does_not_keep_back_the_others() -> None:
    """Only its own `keep` raises."""
    odd = replace_expectation("odd", "no-such-scorer")
    written: list[Trial] = []
    async with Keeper({CASE.id: CASE, odd.id: odd}, written.extend) as keeper:
        told = await asyncio.gather(
            keeper.keep(trial(odd)), keeper.keep(trial(CASE)), return_exceptions=True
        )

    assert isinstance(told[0], UnknownPlugin)
    assert ["refund"] == [one.key.case_id for one in written]


async def test_what_has_arrived_is_written_although_nobody_waits() -> None:
    """A run that is cut off loses no answer that came: it is paid."""
    written: list[Trial] = []
    async with Keeper({CASE.id: CASE}, written.extend) as keeper:
        waiting = asyncio.create_task(keeper.keep(trial(CASE)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    assert 1 == len(written)


def replace_expectation(name: str, scorer: str) -> Case:
    """Return a case whose scorer is not installed."""
    turn = Turn(user="?", expect=(Expectation(scorer=scorer, parameters={}),))
    return CASE.model_copy(update={"id": name, "turns": (turn,)})
