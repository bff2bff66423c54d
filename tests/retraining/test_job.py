from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Quiet, ScriptedBot, case, suite

from harness.errors import BudgetReached, RetrainError, SettingsError
from harness.model.run import BotState
from harness.retraining.job import Job, Training, retrain
from harness.retraining.waiting import Patience
from harness.runner.budget import Budget
from harness.store.store import Store

ASKED = suite(case("a"))
OLD, NEW = "You have 30 days to return.", "You have 14 days to return."
READY = BotState("bot-1", "Shop", status="ready", last_trained_at="Monday")


def learned(bot: ScriptedBot, text: str) -> None:
    """Let the bot answer from its new text at once."""
    bot.script = dict.fromkeys(bot.script, text)
    bot.states = [replace(READY, last_trained_at="Tuesday")]


def unmoved(bot: ScriptedBot, text: str) -> None:
    """Let the bot say that it trained, and go on answering from the old text."""
    bot.states = [replace(READY, last_trained_at="Tuesday")]


async def no_sleep(seconds: float) -> None:
    """Let no time pass."""


def job(store: Store, bot: ScriptedBot, previous: str | None = OLD) -> Job:
    """Return a job whose deadline passes after a few looks."""
    ticks = iter(range(1000))
    patience = Patience(5, sleep=no_sleep, clock=lambda: float(next(ticks)))
    training = Training(NEW, "new.md", previous, "old.md")
    return Job(ASKED, bot, store, training, Quiet(), patience=patience)


def bot_that(then: object, state: BotState = READY) -> ScriptedBot:
    """Return a bot that knows the old text, and does this when it is retrained."""
    script = {"a?": OLD, "You have days to return": OLD}
    return ScriptedBot(script, states=[state], on_retrain=then)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


async def test_the_bot_is_asked_before_and_after(store: Store) -> None:
    """Two complete runs come back: one of the old text, one of the new."""
    bot = bot_that(learned)

    before, after = await retrain(job(store, bot))

    assert [NEW] == bot.trained
    assert {OLD} == {trial.exchanges[0].answer.text for trial in before.trials}
    assert {NEW} == {trial.exchanges[0].answer.text for trial in after.trials}
    assert "new.md" in after.provenance["training text"]
    assert after.training
    assert after.training.name == "new.md"
    assert "canary" in after.provenance["retrain"]


async def test_a_bot_that_answers_from_its_old_text_is_an_error(store: Store) -> None:
    """Status and time may say what they want: no second run is made of the old bot."""
    with pytest.raises(RetrainError, match="still answers from the old text"):
        await retrain(job(store, bot_that(unmoved)))

    assert ["before"] == [run.label for run in store.runs()]


async def test_without_a_witness_nothing_is_sent(store: Store) -> None:
    """An API that tells nothing, and no canary: said before any question is paid for."""
    bot = bot_that(learned, BotState("bot-1", "Shop"))

    with pytest.raises(SettingsError, match="--previous-source"):
        await retrain(job(store, bot, previous=None))

    assert [] == bot.asked
    assert [] == bot.trained


async def test_useless_canaries_stop_before_the_retrain(store: Store) -> None:
    """Where only canaries could tell and none reaches the passage, the bot is left alone."""
    bot = bot_that(learned, BotState("bot-1", "Shop"))
    bot.script = {"a?": OLD, "You have days to return": "who knows"}

    with pytest.raises(SettingsError, match="add canaries to the suite that the bot answers"):
        await retrain(job(store, bot))

    assert [] == bot.trained
    assert [] == list(store.runs())


async def test_a_kept_run_serves_as_before(store: Store) -> None:
    """With a complete run of the same bot nothing is asked twice."""
    first = bot_that(learned)
    before, _ = await retrain(job(store, first))
    second = bot_that(learned)

    again, after = await retrain(replace(job(store, second), before=before.id))

    assert before.id == again.id
    assert len(after.trials) == sum(question == "a?" for question, _, _ in second.asked)


async def test_canary_questions_come_off_the_budget(store: Store) -> None:
    """What is counted is what the bot was asked: two runs, and a canary before and after."""
    bot, budget = bot_that(learned), Budget()

    await retrain(replace(job(store, bot), budget=budget))

    assert 2 * 2 + 2 == len(bot.asked) == budget.requests_spent


async def test_a_budget_without_room_for_a_canary_stops_before_the_retrain(store: Store) -> None:
    """Nothing is asked beyond it, and the bot is left alone."""
    bot = bot_that(learned)

    with pytest.raises(BudgetReached):
        await retrain(replace(job(store, bot), budget=Budget(max_requests=0)))

    assert not bot.asked
    assert not bot.trained
