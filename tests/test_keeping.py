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


class Told:
    """Writes into a list, and notes what is told to be durable."""

    def __init__(self) -> None:
        self.written: list[Trial] = []
        self.kept: list[Trial] = []

    def keeper(self, *cases: Case, room: int = 100) -> Keeper:
        """Return a keeper that writes here."""
        return Keeper({each.id: each for each in cases}, self.write, self.kept.append, room=room)

    def write(self, trials: Sequence[Trial]) -> None:
        """Write."""
        self.written.extend(trials)


class Slow(Told):
    """Writes only when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []
        self.begun, self.may_end = threading.Event(), threading.Event()

    def write(self, trials: Sequence[Trial]) -> None:
        """Write once the test allows it."""
        self.sizes.append(len(trials))
        self.begun.set()
        assert self.may_end.wait(5)
        super().write(trials)


class Full(Told):
    """Writes into no store, but somewhere else, as one does that has a rescue file."""

    def write(self, trials: Sequence[Trial]) -> None:
        """Fail as a full disk does."""
        super().write(trials)
        raise StoreError("no space left")


async def test_what_arrives_during_a_write_shares_the_next_one() -> None:
    """Ten trials cost two flushes, and none is told to be kept before its flush."""
    slow = Slow()
    async with slow.keeper(CASE) as keeper:
        await keeper.keep(trial(CASE, 0))
        await asyncio.to_thread(slow.begun.wait, 5)
        for number in range(1, 10):
            await keeper.keep(trial(CASE, number))
        assert not slow.kept
        slow.may_end.set()

    assert [1, 9] == slow.sizes
    assert list(range(10)) == [one.key.repeat for one in slow.kept]
    assert all(one.scores for one in slow.kept)


async def test_without_room_the_next_one_waits() -> None:
    """What a killed process would lose has a bound: two trials here, and the third is not taken."""
    slow = Slow()
    async with slow.keeper(CASE, room=2) as keeper:
        for number in range(2):
            await keeper.keep(trial(CASE, number))
        third = asyncio.create_task(keeper.keep(trial(CASE, 2)))
        await asyncio.to_thread(slow.begun.wait, 5)
        assert not third.done()
        slow.may_end.set()
        await third

    assert [0, 1, 2] == [one.key.repeat for one in slow.kept]


async def test_a_write_that_fails_stops_all_that_come_afterwards() -> None:
    """The store's own error comes out of each `keep`; what was paid is handed on all the same."""
    full = Full()
    keeper = full.keeper(CASE, room=1)
    await keeper.keep(trial(CASE, 0))
    for number in range(1, 4):
        with pytest.raises(StoreError, match="no space left"):
            await keeper.keep(trial(CASE, number))
    await keeper.__aexit__(StoreError, StoreError(), None)

    assert not full.kept
    assert [0, 1, 2, 3] == [one.key.repeat for one in full.written]


async def test_what_waits_for_room_is_written_although_its_bringer_is_cut_off() -> None:
    """Nobody waits for a slow disk for ever, but what came meanwhile is paid."""
    slow = Slow()
    async with slow.keeper(CASE, room=1) as keeper:
        await keeper.keep(trial(CASE, 0))
        second = asyncio.create_task(keeper.keep(trial(CASE, 1)))
        await asyncio.to_thread(slow.begun.wait, 5)
        second.cancel()
        slow.may_end.set()

    assert [0, 1] == [one.key.repeat for one in slow.kept]


async def test_what_waits_is_written_although_all_tasks_are_cut_off() -> None:
    """A second Ctrl+C cancels every task there is: what has arrived is written first."""
    slow, both = Slow(), asyncio.Event()

    async def run() -> None:
        async with slow.keeper(CASE) as keeper:
            await keeper.keep(trial(CASE, 0))
            await asyncio.to_thread(slow.begun.wait, 5)
            await keeper.keep(trial(CASE, 1))
            both.set()
            await asyncio.Event().wait()

    running = asyncio.create_task(run())
    await both.wait()
    slow.may_end.set()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert [1, 1] == slow.sizes
    assert [0, 1] == [one.key.repeat for one in slow.written]


async def test_a_watcher_that_breaks_stops_the_run_instead_of_hanging_it() -> None:
    """Whoever brings the next answer hears of it, and what came is durable."""
    told = Told()

    def kept(_: Trial) -> None:
        raise BrokenPipeError

    async with asyncio.timeout(5):
        keeper = Keeper({CASE.id: CASE}, told.write, kept, room=1)
        await keeper.keep(trial(CASE, 0))
        with pytest.raises(BrokenPipeError):
            await keeper.keep(trial(CASE, 1))
        with pytest.raises(BrokenPipeError):
            await keeper.__aexit__(None, None, None)

    assert [0, 1] == [one.key.repeat for one in told.written]


async def test_a_write_that_fails_at_the_end_is_told_when_it_is_left() -> None:
    """A run whose last answers are not durable does not end well."""
    with pytest.raises(StoreError, match="no space left"):
        async with Full().keeper(CASE) as keeper:
            await keeper.keep(trial(CASE))


async def test_a_trial_that_cannot_be_scored_does_not_keep_back_the_others() -> None:
    """The good one is durable, and the error is told all the same."""
    odd = replace_expectation("odd", "no-such-scorer")
    told = Told()
    keeper = told.keeper(CASE, odd)
    await keeper.keep(trial(odd))
    await keeper.keep(trial(CASE))
    with pytest.raises(UnknownPlugin):
        await keeper.__aexit__(None, None, None)

    assert ["refund"] == [one.key.case_id for one in told.written]


async def test_what_has_arrived_is_written_although_the_run_is_cut_off() -> None:
    """No answer that came is lost: it is paid."""
    told = Told()
    keeper = told.keeper(CASE)
    await keeper.keep(trial(CASE))
    await keeper.__aexit__(asyncio.CancelledError, asyncio.CancelledError(), None)

    assert told.written == told.kept
    assert 1 == len(told.kept)


def replace_expectation(name: str, scorer: str) -> Case:
    """Return a case whose scorer is not installed."""
    turn = Turn(user="?", expect=(Expectation(scorer=scorer, parameters={}),))
    return CASE.model_copy(update={"id": name, "turns": (turn,)})
