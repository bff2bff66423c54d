from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from fakes import ScriptedBot, case, suite

from harness.errors import BotRefused, BudgetReached, StoreError
from harness.model.run import Trial
from harness.runner import trials
from harness.runner.budget import Budget
from harness.runner.plan import Task, plan
from harness.runner.trials import run_trials


async def test_every_task_is_recorded_once() -> None:
    """Many workers record each trial exactly once."""
    asked = suite(*(case(f"c{n}") for n in range(20)))
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(20)})
    seen: list[Trial] = []

    async def record(trial: Trial) -> None:
        await asyncio.sleep(0)
        seen.append(trial)

    await run_trials(plan(asked), bot, record, concurrency=7)

    assert sorted(task.key for task in plan(asked)) == sorted(trial.key for trial in seen)


async def test_no_more_than_the_limit_are_open_at_once() -> None:
    """With concurrency 3, three questions are out and the fourth waits."""
    asked = suite(*(case(f"c{n}") for n in range(9)), repeats={0.0: 1})
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(9)}, hold=asyncio.Event())

    async def record(trial: Trial) -> None:
        pass

    running = asyncio.create_task(run_trials(plan(asked), bot, record, concurrency=3))
    for _ in range(10):
        await asyncio.sleep(0)
    assert 3 == len(bot.asked)

    assert bot.hold
    bot.hold.set()
    await running
    assert 9 == len(bot.asked)


async def test_a_refused_key_comes_out_plain() -> None:
    """The caller sees the BotRefused itself, not a group, and what was recorded stays."""
    asked = suite(case("a"), case("b"), repeats={0.0: 1})
    bot = ScriptedBot({"a?": "yes", "b?": BotRefused("no credits", status=403)})
    seen: list[Trial] = []

    async def record(trial: Trial) -> None:
        seen.append(trial)

    with pytest.raises(BotRefused, match="no credits"):
        await run_trials(plan(asked), bot, record, concurrency=1)
    assert ["a"] == [trial.key.case_id for trial in seen]


async def test_a_store_that_fails_stops_the_run() -> None:
    """Answers that cannot be kept must not be paid for."""
    asked = suite(*(case(f"c{n}") for n in range(50)))
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(50)})

    async def record(trial: Trial) -> None:
        raise StoreError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        await run_trials(plan(asked), bot, record, concurrency=2)
    assert len(bot.asked) <= 4


async def test_paid_answers_in_flight_are_handed_over_when_the_store_fails() -> None:
    """Every answer that came is offered to `record`: it may have another place for it."""
    asked = suite(*(case(f"c{n}") for n in range(20)), repeats={0.0: 1})
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(20)})
    offered: list[str] = []

    async def record(trial: Trial) -> None:
        await asyncio.sleep(0)
        offered.append(trial.key.case_id)
        raise StoreError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        await run_trials(plan(asked), bot, record, concurrency=5)
    assert len(bot.asked) == len(offered) == 5


async def test_an_interrupted_run_waits_for_what_is_in_flight() -> None:
    """After a cancellation nothing new is asked, and the answers that are out are recorded."""
    asked = suite(*(case(f"c{n}") for n in range(20)), repeats={0.0: 1})
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(20)}, hold=asyncio.Event())
    kept: list[Trial] = []

    async def record(trial: Trial) -> None:
        kept.append(trial)

    running = asyncio.create_task(run_trials(plan(asked), bot, record, concurrency=3))
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.sleep(0.01)
    assert bot.hold
    bot.hold.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert 3 == len(bot.asked) == len(kept)


async def test_an_interrupted_run_waits_no_longer_than_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bot that does not answer cannot keep the command from ending."""
    monkeypatch.setattr(trials, "FINISHING_SECONDS", 0.01)
    bot = ScriptedBot({"refund?": "yes"}, hold=asyncio.Event())

    async def record(trial: Trial) -> None:
        raise AssertionError("nothing was answered")

    running = asyncio.create_task(run_trials(plan(suite()), bot, record, concurrency=1))
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_tasks_may_come_late() -> None:
    """Workers wait for tasks of an asynchronous source; each is played once."""
    asked = plan(suite(*(case(f"c{n}") for n in range(20)), repeats={0.0: 1}))
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(20)})
    kept: list[str] = []

    async def source() -> AsyncIterator[Task]:
        for task in asked:
            await asyncio.sleep(0)
            yield task

    async def record(trial: Trial) -> None:
        kept.append(trial.key.case_id)

    await run_trials(source(), bot, record, concurrency=4)
    assert sorted(task.key.case_id for task in asked) == sorted(kept)


async def test_paid_answers_in_flight_outlive_a_source_that_fails() -> None:
    """When no more tasks can be had, the answers that are out are still recorded."""
    asked = plan(suite(*(case(f"c{n}") for n in range(3)), repeats={0.0: 1}))
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(3)}, hold=asyncio.Event())
    kept: list[str] = []

    async def source() -> AsyncIterator[Task]:
        for task in asked:
            yield task
        raise StoreError("the leases cannot be read")

    async def record(trial: Trial) -> None:
        kept.append(trial.key.case_id)

    running = asyncio.create_task(run_trials(source(), bot, record, concurrency=4))
    await asyncio.sleep(0.01)
    assert bot.hold
    bot.hold.set()
    with pytest.raises(StoreError, match="leases"):
        await running
    assert ["c0", "c1", "c2"] == sorted(kept)


class Others:
    """Gives some tasks, and then waits for others for ever."""

    def __init__(self, *tasks: Task) -> None:
        self.tasks = list(tasks)
        self.waiting = asyncio.Event()

    def __aiter__(self) -> Others:
        return self

    async def __anext__(self) -> Task:
        if self.tasks:
            return self.tasks.pop(0)
        self.waiting.set()
        await asyncio.Event().wait()
        raise StopAsyncIteration


async def test_who_only_waits_for_others_can_be_interrupted_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is in flight, so nothing is waited for."""
    monkeypatch.setattr(trials, "FINISHING_SECONDS", 3600)
    others = Others()

    async def record(trial: Trial) -> None:
        pass

    running = asyncio.create_task(run_trials(others, ScriptedBot({}), record, concurrency=3))
    await others.waiting.wait()
    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 20)


async def test_a_run_that_ends_waits_for_nobody_else() -> None:
    """A refusal ends it although other workers wait for tasks that another process has."""
    hold = asyncio.Event()
    bot = ScriptedBot({"a?": BotRefused("no credits", status=403)}, hold=hold)
    others = Others(*plan(suite(case("a"), repeats={0.0: 1})))

    async def record(trial: Trial) -> None:
        pass

    running = asyncio.create_task(run_trials(others, bot, record, concurrency=5))
    await others.waiting.wait()
    hold.set()

    with pytest.raises(BotRefused):
        await asyncio.wait_for(running, 20)


async def test_a_bug_stops_the_run_loudly() -> None:
    """What is no HarnessError is not swallowed, and nothing further is asked."""
    bot = ScriptedBot({f"c{n}?": "yes" for n in range(20)})
    asked = suite(*(case(f"c{n}") for n in range(20)), repeats={0.0: 1})

    async def record(trial: Trial) -> None:
        raise RuntimeError("bug")

    with pytest.raises(RuntimeError, match="bug"):
        await run_trials(plan(asked), bot, record, concurrency=2)
    assert len(bot.asked) <= 4


async def test_a_bot_keeps_no_log_unless_asked() -> None:
    """Only a case with a conversation id sends one, another for every trial."""
    asked = suite(case("a"), case("b", conversation_id="shop"))
    bot = ScriptedBot({"a?": "yes", "b?": "yes"})

    async def record(trial: Trial) -> None:
        pass

    await run_trials(plan(asked), bot, record, concurrency=1, salt="run-1")

    sent = {question: set[str | None]() for question in ("a?", "b?")}
    for question, _, conversation_id in bot.asked:
        sent[question].add(conversation_id)
    assert {"a?": {None}, "b?": {"shop-run-1-0-0", "shop-run-1-0-1"}} == sent


async def test_a_budget_ends_the_run_after_exactly_so_many_requests() -> None:
    """What is in flight is recorded, nothing is begun beyond, and the end is told."""
    cases = tuple(case(f"c{number}") for number in range(10))
    bot = ScriptedBot({each.prompt: "30 days" for each in cases})
    kept: list[Trial] = []

    async def record(trial: Trial) -> None:
        await asyncio.sleep(0)
        kept.append(trial)

    tasks = plan(suite(*cases, repeats={0.0: 1}))
    with pytest.raises(BudgetReached, match="7 requests"):
        await run_trials(tasks, bot, record, concurrency=4, budget=Budget(max_requests=7))

    assert (7, 7) == (len(bot.asked), len(kept))


async def test_paid_answers_in_flight_outlive_a_refusal() -> None:
    """The others of the moment are still recorded when one is told that the credits are spent."""
    cases = tuple(case(f"c{number}") for number in range(6))
    refusal = BotRefused("no credits", status=403)
    script = {each.prompt: "30 days" for each in cases} | {"c1?": refusal}
    bot = ScriptedBot(script, hold=asyncio.Event())
    kept: list[str] = []

    async def record(trial: Trial) -> None:
        await asyncio.sleep(0)
        kept.append(trial.key.case_id)

    tasks = plan(suite(*cases, repeats={0.0: 1}))
    running = asyncio.create_task(run_trials(tasks, bot, record, concurrency=3))
    await asyncio.sleep(0.01)
    assert bot.hold
    bot.hold.set()
    with pytest.raises(BotRefused):
        await running

    assert ["c0", "c2"] == kept
