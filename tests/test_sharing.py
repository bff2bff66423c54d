from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from fakes import ScriptedBot, case, run, suite

from harness import sharing
from harness.evaluation import evaluate
from harness.model.run import RunStatus
from harness.runner.plan import plan
from harness.sharing import SharedTasks
from harness.store.leases import Claim, Leases
from harness.store.store import Store

CASES = tuple(case(f"c{number}") for number in range(100))
SUITE = suite(*CASES, repeats={0.0: 1})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PIECE", 8)
    monkeypatch.setattr(sharing, "LOOK_SECONDS", 0.01)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Return two stores on one file, as two processes have, with a run that lacks everything."""
    url = f"sqlite:///{tmp_path}/runs.db"
    with Store(url) as one, Store(url) as other:
        one.begin_run(run("run-1", SUITE, (), status=RunStatus.INTERRUPTED, planned=len(CASES)))
        yield one, other


def bot() -> ScriptedBot:
    """Return a bot that answers each question of the suite."""
    return ScriptedBot({each.prompt: "30 days" for each in CASES})


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something has become true."""
    while not condition():  # noqa: ASYNC110 (stores and fakes have no events)
        await asyncio.sleep(0.01)


async def test_two_that_go_on_share_the_run(two: tuple[Store, Store]) -> None:
    """Each key is asked by one of them, both asked some, and both return the whole run."""
    bots = bot(), bot()
    runs = await asyncio.gather(
        *(
            evaluate(SUITE, each, store, resume="run-1", concurrency=2)
            for each, store in zip(bots, two, strict=True)
        )
    )
    asked = [question for each in bots for question, _, _ in each.asked]
    assert sorted(asked) == sorted(each.prompt for each in CASES)
    assert all(each.asked for each in bots)
    assert [len(each.trials) for each in runs] == [100, 100]
    assert runs[0].status is RunStatus.COMPLETE


async def test_what_another_gives_up_is_taken_over(two: tuple[Store, Store]) -> None:
    """One is interrupted in the middle; the other, which waits for it, asks the rest only."""
    slow = ScriptedBot({each.prompt: "30 days" for each in CASES}, hold=asyncio.Event())
    first = asyncio.create_task(evaluate(SUITE, slow, two[0], resume="run-1", concurrency=3))
    await until(lambda: len(slow.asked) == 3)
    other = bot()
    second = asyncio.create_task(evaluate(SUITE, other, two[1], resume="run-1"))
    await until(lambda: len(two[1].done("run-1")) >= 50)
    first.cancel()
    assert slow.hold
    slow.hold.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    whole = await second
    asked = [question for each in (slow, other) for question, _, _ in each.asked]
    assert sorted(asked) == sorted(each.prompt for each in CASES)
    assert len(whole.trials) == 100


async def test_what_was_taken_from_one_that_slept_is_left_to_the_other(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was stopped for longer than a lease does not ask what another one has."""
    monkeypatch.setattr(sharing, "SURE_SECONDS", 0)  # as after a long sleep
    tasks = SharedTasks(two[0], "run-1", plan(SUITE), {})
    async with tasks:
        first = await anext(tasks)
        leases = two[1].leases
        monkeypatch.setattr(leases, "_has_ended", lambda *_: True)
        taken = leases.claim("run-1", ["8:0", "8:8"])
        second = await anext(tasks)
        tasks.finished(first.key)

    assert {"8:0", "8:8"} == set(taken)
    keys = [task.key for task in plan(SUITE)]
    assert 0 == keys.index(first.key)
    assert 16 <= keys.index(second.key)


async def test_nothing_is_taken_where_all_is_done(two: tuple[Store, Store]) -> None:
    """A complete plan hands out nothing and has nothing to do."""
    tasks = plan(SUITE)
    done = {task.key: task.case.digest for task in tasks}
    async with SharedTasks(two[0], "run-1", tasks, done) as shared:
        assert shared.todo == 0
        assert [task async for task in shared] == []


async def test_more_is_taken_before_the_last_task_is_handed_out(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a flush of the disk between two pieces."""
    claims: list[int] = []
    claim = Leases.claim

    def counted(leases: Leases, run_id: str, names: list[str], most: int) -> Mapping[str, Claim]:
        found = claim(leases, run_id, names, most)
        claims.append(len(found))
        return found

    monkeypatch.setattr(Leases, "claim", counted)
    async with SharedTasks(two[0], "run-1", plan(SUITE), {}) as shared:
        first = await anext(shared)
        await until(lambda: len(claims) >= 2)
        rest = [task async for task in shared]

    assert 3 == claims[0]
    assert list(plan(SUITE)) == [first, *rest]


async def test_what_is_being_taken_at_the_end_is_given_back(two: tuple[Store, Store]) -> None:
    """A run that is cut off in that moment leaves no lease that others would wait for."""
    async with SharedTasks(two[0], "run-1", plan(SUITE), {}) as shared:
        await anext(shared)  # three pieces are in hand, and more is on its way

    names = [f"8:{start}" for start in range(0, 100, 8)]
    assert names == list(two[1].leases.claim("run-1", names))


async def test_two_that_wait_for_each_other_do_not_hang(two: tuple[Store, Store]) -> None:
    """What errored at one may be asked by the other: a piece that is over is given back."""
    tasks = plan(suite(*CASES[:16], repeats={0.0: 1}))
    said: list[str] = []

    async def ask(store: Store) -> int:
        count = 0
        async with SharedTasks(store, "run-1", tasks, {}, waits=said.append) as shared:
            async for task in shared:
                await asyncio.sleep(0.001)
                shared.finished(task.key)  # with an error: nothing is kept as done
                count += 1
        return count

    counts = await asyncio.wait_for(asyncio.gather(*(ask(store) for store in two)), 30)
    assert all(count <= 16 for count in counts)
    assert sum(counts) >= 16
    assert set(said) <= {"another process has the questions that are left: waiting for it"}
