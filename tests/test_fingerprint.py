from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import ScriptedBot, case, suite

from harness.errors import SettingsError
from harness.evaluation import ask_suite
from harness.fingerprint import changed_answers, with_answers
from harness.model.run import BOT_CHANGED, BotState
from harness.runner.budget import Budget
from harness.store.store import Store

SILENT = BotState("bot-1", "Scripted")
"""What an API tells that tells of no training."""
SUITE = suite(case("a"), case("b"), repeats={0.0: 1})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


async def test_a_bot_that_tells_of_its_training_is_not_asked() -> None:
    """What the API tells costs nothing, so nothing is spent."""
    bot = ScriptedBot({})
    told = BotState("bot-1", characters=5)

    assert told is await with_answers(bot, told, SUITE, Budget())


async def test_only_answers_that_repeat_themselves_are_kept() -> None:
    """An answer that differs at temperature 0 proves nothing later."""
    bot = ScriptedBot({"a?": "30 days", "b?": ["one way", "another"]})

    state = await with_answers(bot, SILENT, SUITE, Budget())

    assert ["a"] == list(state.answers or {})
    assert "30 days" not in str(state)


async def test_a_new_answer_shows_a_new_version_and_one_slip_does_not() -> None:
    """A question whose answer differs is asked once more before it counts."""
    before = await with_answers(ScriptedBot({"a?": "1", "b?": "2"}), SILENT, SUITE, Budget())
    same = ScriptedBot({"a?": ["slip", "1"], "b?": "2"})
    other = ScriptedBot({"a?": "1", "b?": "3"})

    assert "" == await changed_answers(same, before, SUITE, Budget())
    assert "1 of 2 answers at temperature 0, such as that of case b" == (
        await changed_answers(other, before, SUITE, Budget())
    )


async def test_a_small_budget_is_left_to_the_questions() -> None:
    """Where the budget does not allow a fingerprint, there is none, and no error."""
    budget = Budget(max_requests=1)
    state = await with_answers(ScriptedBot({"a?": "1", "b?": "2"}), SILENT, SUITE, budget)

    assert SILENT == state


async def test_a_retrain_in_the_middle_makes_the_run_unusable(store: Store) -> None:
    """The run says so, although the API tells nothing."""
    answers = ["30 days"] * 3 + ["14 days"] * 5  # two probes, one trial, then the new version
    bot = ScriptedBot({"a?": answers, "b?": "30 days"}, states=[SILENT])

    run_id = await ask_suite(SUITE, bot, store)

    told = store.load_run(run_id, bare=True).provenance[BOT_CHANGED]
    assert "1 of 2 answers at temperature 0, such as that of case a" == told


async def test_a_run_of_another_version_is_not_gone_on_with(store: Store) -> None:
    """Answers of two versions are not mixed."""
    bot = ScriptedBot({"a?": "30 days", "b?": "30 days"}, states=[SILENT])
    run_id = await ask_suite(SUITE, bot, store)
    other = ScriptedBot({"a?": "14 days", "b?": "30 days"}, states=[SILENT])

    with pytest.raises(SettingsError, match="the bot has changed since run"):
        await ask_suite(SUITE, other, store, resume=run_id)


async def test_a_bot_of_which_nothing_is_known_is_told(store: Store) -> None:
    """Where no answer repeats itself either, the run says that nobody can know."""
    restless = {f"{name}?": [f"{n}" for n in range(9)] for name in "ab"}
    run_id = await ask_suite(SUITE, ScriptedBot(restless, states=[SILENT]), store)

    told = store.load_run(run_id, bare=True).provenance["bot after the run"]
    assert "nothing shows whether it changed" in told
