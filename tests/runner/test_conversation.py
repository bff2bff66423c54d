from __future__ import annotations

import pytest
from fakes import COLD, ScriptedBot, case

from harness.errors import BotRefused, BotUnavailable
from harness.model.run import Message, Outcome, TrialKey
from harness.model.suite import Case, Turn
from harness.runner.conversation import play

KEY = TrialKey("refund", COLD, 0)


async def test_an_answer_is_kept_with_its_question() -> None:
    """A trial holds what was asked and what was said."""
    bot = ScriptedBot({"refund?": "30 days"})

    trial = await play(KEY, case(), bot)

    assert [("refund?", "30 days")] == [(x.prompt, x.answer.text) for x in trial.exchanges]
    assert trial.error is None


async def test_later_turns_see_the_earlier_ones() -> None:
    """The history of an exchange is what both sides said before it."""
    talk = Case(id="refund", turns=(Turn(user="hello"), Turn(user="and then?")))
    bot = ScriptedBot({"hello": "hi", "and then?": "nothing"})

    trial = await play(KEY, talk, bot)

    assert (Message("user", "hello"), Message("assistant", "hi")) == trial.exchanges[1].history


async def test_an_error_is_never_an_answer() -> None:
    """A bot that cannot be asked makes the trial errored, and keeps the turns before."""
    talk = Case(id="refund", turns=(Turn(user="hello"), Turn(user="and then?")))
    bot = ScriptedBot({"hello": "hi", "and then?": BotUnavailable("503", status=503)})

    trial = await play(KEY, talk, bot)

    assert trial.outcome is Outcome.ERRORED
    assert trial.answer is None
    assert 1 == len(trial.exchanges)
    assert "BotUnavailable: 503" == trial.error


async def test_a_refused_question_is_one_errored_trial() -> None:
    """A 400 concerns this question only."""
    bot = ScriptedBot({"refund?": BotRefused("too long", status=400)})

    assert Outcome.ERRORED is (await play(KEY, case(), bot)).outcome


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_stops_everything(status: int) -> None:
    """After 401 and 403 every further question would be refused too, so the error goes up."""
    bot = ScriptedBot({"refund?": BotRefused("no", status=status)})

    with pytest.raises(BotRefused):
        await play(KEY, case(), bot)


async def test_history_and_contact_open_the_conversation() -> None:
    """What was said before is part of the chat and of the exchange's history."""
    before = (Message("user", "hello"), Message("assistant", "hi"))
    asked = case().model_copy(update={"history": before, "contact": "contact-1"})
    bot = ScriptedBot({"refund?": "30 days"})

    trial = await play(KEY, asked, bot)

    assert [("contact-1", before)] == bot.openings
    assert before == trial.exchanges[0].history
