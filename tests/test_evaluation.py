from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Quiet, Reply, ScriptedBot, case, suite

from harness.comparing import compare_runs
from harness.errors import BotRefused, BotUnreachable, SettingsError
from harness.evaluation import evaluate
from harness.model.comparison import Decision
from harness.model.run import BOT_CHANGED, BotState, Outcome, RunStatus, Trial
from harness.store.store import Store

ASKED = suite(case("a"), case("b"))
RIGHT = {"a?": "you have 30 days", "b?": "30 days as well"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


async def test_a_run_holds_every_answer_scored(store: Store) -> None:
    """What comes back is what was asked, with outcomes, complete."""
    watcher = Quiet()

    run = await evaluate(ASKED, ScriptedBot(RIGHT), store, label="before", watcher=watcher)

    assert RunStatus.COMPLETE is run.status
    assert 4 == len(run.trials) == run.planned
    assert {Outcome.PASSED} == {trial.outcome for trial in run.trials}
    assert [("before", 4)] == watcher.begun
    assert [RunStatus.COMPLETE] == watcher.ended
    assert run == store.load_run("before")


async def test_a_wrong_answer_fails_and_an_error_errs(store: Store) -> None:
    """The two never mix."""
    bot = ScriptedBot({"a?": "no idea", "b?": BotUnreachable("gone")})

    run = await evaluate(ASKED, bot, store)

    found = {trial.key.case_id: trial.outcome for trial in run.trials}
    assert {"a": Outcome.FAILED, "b": Outcome.ERRORED} == found


async def test_a_bot_that_is_not_there_begins_no_run(store: Store) -> None:
    """An error of the first look is raised, and nothing is kept."""

    class Gone(ScriptedBot):
        async def state(self) -> BotState:
            raise BotUnreachable("connection refused")

    with pytest.raises(BotUnreachable):
        await evaluate(ASKED, Gone({}), store)
    assert () == store.runs()


async def test_a_refused_key_keeps_what_was_done(store: Store) -> None:
    """403 in the middle stops the run at once; the answers before stay."""
    bot = ScriptedBot({"a?": "30 days", "b?": BotRefused("no credits", status=403)})

    with pytest.raises(BotRefused):
        await evaluate(ASKED, bot, store, label="cut", concurrency=1)

    kept = store.load_run("cut")
    assert RunStatus.STOPPED is kept.status
    assert ["a"] == [trial.key.case_id for trial in kept.trials]


async def test_an_interruption_keeps_what_was_done_and_resume_asks_the_rest(store: Store) -> None:
    """After a cancellation and a resume each trial is there once, none asked twice."""

    class Held(ScriptedBot):
        def reply(self, question: str) -> Reply:
            if len(self.asked) == 2:
                self.hold = asyncio.Event()
            return super().reply(question)

    bot = Held(RIGHT)
    seen_two = asyncio.Event()

    class Counting(Quiet):
        def trial(self, trial: Trial) -> None:
            super().trial(trial)
            if len(self.seen) == 2:
                seen_two.set()

    running = asyncio.create_task(
        evaluate(ASKED, bot, store, label="cut", concurrency=1, watcher=Counting())
    )
    await seen_two.wait()
    running.cancel()
    await asyncio.sleep(0)
    assert bot.hold is not None
    bot.hold.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    cut = store.load_run("cut")
    assert RunStatus.INTERRUPTED is cut.status
    assert 3 == len(cut.trials)

    bot.asked.clear()
    whole = await evaluate(ASKED, bot, store, resume="cut")

    assert RunStatus.COMPLETE is whole.status
    assert cut.id == whole.id
    assert 4 == len({trial.key for trial in whole.trials}) == len(whole.trials)
    assert 4 - len(cut.trials) == len(bot.asked)


async def test_an_errored_trial_is_asked_again_on_resume(store: Store) -> None:
    """Resume asks what errored, and the answer takes the error's place."""
    bot = ScriptedBot(RIGHT | {"b?": [BotUnreachable("gone"), "30 days"]})
    run = await evaluate(ASKED, bot, store, concurrency=1)
    assert 1 == sum(trial.outcome is Outcome.ERRORED for trial in run.trials)

    again = await evaluate(ASKED, bot, store, resume=run.id)

    assert {Outcome.PASSED} == {trial.outcome for trial in again.trials}
    assert 4 == len(again.trials)


async def test_resume_refuses_another_version_of_the_bot(store: Store) -> None:
    """A bot that was trained since gives answers of another version."""
    trained = BotState("bot-1", last_trained_at="Monday")
    run = await evaluate(ASKED, ScriptedBot(RIGHT, states=[trained]), store)
    later = ScriptedBot(RIGHT, states=[replace(trained, last_trained_at="Tuesday")])

    with pytest.raises(SettingsError, match="last trained Monday → Tuesday"):
        await evaluate(ASKED, later, store, resume=run.id)


async def test_a_bot_that_changes_meanwhile_spoils_the_run(store: Store) -> None:
    """A training in the middle is noticed, and no verdict is given on such a run."""
    states = [BotState("bot-1", characters=10), BotState("bot-1", characters=20)]
    spoiled = await evaluate(ASKED, ScriptedBot(RIGHT, states=states), store)
    clean = await evaluate(ASKED, ScriptedBot(RIGHT), store)

    _, verdict = compare_runs(store, spoiled.id, clean.id)

    assert "characters 10 → 20" == spoiled.provenance[BOT_CHANGED]
    assert Decision.INCONCLUSIVE is verdict.decision
