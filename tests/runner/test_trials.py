from __future__ import annotations

import asyncio

import pytest
from fakes import ScriptedBot, case, suite

from harness.errors import BotRefused, BudgetReached, StoreError
from harness.model.run import Trial
from harness.runner.budget import Budget
from harness.runner.plan import plan
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
    bot = ScriptedBot({each.prompt: "30 days" for each in cases} | {"c1?": refusal})
    kept: list[str] = []

    async def record(trial: Trial) -> None:
        await asyncio.sleep(0)
        kept.append(trial.key.case_id)

    tasks = plan(suite(*cases, repeats={0.0: 1}))
    with pytest.raises(BotRefused):
        await run_trials(tasks, bot, record, concurrency=3)

    assert ["c0", "c2"] == kept
