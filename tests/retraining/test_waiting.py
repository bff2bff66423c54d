from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ScriptedBot

from harness.errors import BotRefused, BotUnreachable, RetrainError
from harness.model.run import BotState
from harness.retraining.canary import Probe, probes_between
from harness.retraining.waiting import (
    Patience,
    usable_probes,
    wait_until_learned,
    wait_until_ready,
    wait_until_taken,
)

BEFORE = BotState("bot-1", "Shop", status="ready", last_trained_at="Monday")
TRAINING = replace(BEFORE, status="training")
AFTER = replace(BEFORE, last_trained_at="Tuesday")
SILENT = BotState("bot-1", "Shop")

(PROBE,) = probes_between("You have 30 days to return.", "You have 14 days to return.")
OLD, NEW = "30 days to return", "14 days to return"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.pauses.append(seconds)
        self.now += seconds

    def patience(self, deadline: float = 60) -> Patience:
        """Return a patience that lives by this clock."""
        return Patience(deadline, sleep=self.sleep, clock=lambda: self.now)


async def wait(bot: ScriptedBot, *probes: Probe, before: BotState = BEFORE) -> str:
    """Wait at most a minute by the fake clock."""
    return await wait_until_taken(bot, before, probes, Clock().patience())


async def test_status_and_time_are_enough_where_nothing_can_be_asked() -> None:
    """training, then ready with a later time: the retrain took."""
    bot = ScriptedBot({}, states=[TRAINING, TRAINING, AFTER])

    assert "API tells of a training" in await wait(bot)


async def test_ready_at_once_is_not_believed() -> None:
    """A status that still says ready, with the old time, proves nothing."""
    bot = ScriptedBot({}, states=[BEFORE])

    with pytest.raises(RetrainError, match="nothing shows that the retrain took after 60 s"):
        await wait(bot)


async def test_the_old_answer_beats_the_status() -> None:
    """A bot that says ready but answers from its old text has not taken the retrain."""
    bot = ScriptedBot({PROBE.ask: OLD}, states=[AFTER])

    with pytest.raises(RetrainError, match="still answers from the old text after 60 s: 1 of 1"):
        await wait(bot, PROBE)


async def test_it_waits_until_the_answer_shows_the_new_text() -> None:
    """Old answers for a while, then the new one: the retrain took."""
    bot = ScriptedBot({PROBE.ask: [OLD, OLD, NEW]}, states=[AFTER])

    assert "1 of 1 canary questions show the new text" in await wait(bot, PROBE)
    assert 3 == len(bot.asked)


async def test_canaries_are_enough_where_the_api_tells_nothing() -> None:
    """Without status and time, an answer from the new text is proof."""
    bot = ScriptedBot({PROBE.ask: [OLD, NEW]}, states=[SILENT])

    assert "canary" in await wait(bot, PROBE, before=SILENT)


async def test_no_canary_is_asked_while_the_bot_trains() -> None:
    """Answers during the training would come from the old text anyway."""
    bot = ScriptedBot({PROBE.ask: NEW}, states=[TRAINING, TRAINING, AFTER])

    await wait(bot, PROBE)

    assert 1 == len(bot.asked)


async def test_a_failed_training_is_said_at_once() -> None:
    """Status failed is final."""
    bot = ScriptedBot({}, states=[TRAINING, replace(BEFORE, status="failed")])

    with pytest.raises(RetrainError, match="training failed"):
        await wait(bot)


async def test_a_passing_fault_is_waited_out() -> None:
    """A bot that cannot be reached once is asked again."""
    bot = ScriptedBot({PROBE.ask: [BotUnreachable("gone"), NEW]}, states=[AFTER])

    assert await wait(bot, PROBE)


async def test_a_refused_key_is_not_waited_out() -> None:
    """401 will not get better by waiting."""
    bot = ScriptedBot({PROBE.ask: BotRefused("no", status=401)}, states=[AFTER])

    with pytest.raises(BotRefused):
        await wait(bot, PROBE)


async def test_the_pauses_grow() -> None:
    """The first look comes soon, later ones at most every 30 seconds."""
    clock = Clock()
    bot = ScriptedBot({}, states=[TRAINING])

    with pytest.raises(RetrainError, match="still training"):
        await wait_until_taken(bot, BEFORE, (), clock.patience(300))

    assert clock.pauses == sorted(clock.pauses)
    assert 0.5 == clock.pauses[0]
    assert 30 == max(clock.pauses)


async def test_only_canaries_that_show_the_old_text_are_kept() -> None:
    """A question that never reaches the passage, or shows the new text already, is dropped."""
    reaching = PROBE
    known = replace(PROBE, ask="known already")
    lost = replace(PROBE, ask="reaches nothing")
    bot = ScriptedBot({reaching.ask: OLD, known.ask: NEW, lost.ask: "who knows"})

    assert (reaching,) == await usable_probes(bot, [reaching, known, lost])


async def test_a_bot_in_training_is_waited_for() -> None:
    """Questions to a bot that is still learning would be wasted."""
    bot = ScriptedBot({}, states=[TRAINING, TRAINING, AFTER])

    assert AFTER == await wait_until_ready(bot, Clock().patience())


async def test_a_bot_that_never_gets_ready_is_an_error() -> None:
    """The wait has an end, and its status is named."""
    with pytest.raises(RetrainError, match="still training after 60 s"):
        await wait_until_ready(ScriptedBot({}, states=[TRAINING]), Clock().patience())


async def test_a_bot_that_tells_no_status_is_taken_as_ready() -> None:
    """The seed's API tells no status at all."""
    assert SILENT == await wait_until_ready(ScriptedBot({}, states=[SILENT]), Clock().patience())


async def test_a_bot_made_anew_is_ready_when_the_api_says_so() -> None:
    """It has no old text that it could still answer from."""
    bot = ScriptedBot({}, states=[TRAINING, TRAINING, AFTER])

    assert "ready" in await wait_until_learned(bot, (), Clock().patience())


async def test_a_bot_made_anew_must_show_its_text_where_a_canary_is_at_hand() -> None:
    """The status may run ahead: it is asked until a canary shows the text."""
    bot = ScriptedBot({PROBE.ask: ["I do not know", "I do not know", NEW]}, states=[AFTER])

    assert "1 of 1 canary" in await wait_until_learned(bot, (PROBE,), Clock().patience())


async def test_a_bot_that_never_shows_its_text_is_an_error() -> None:
    """Comparing with a bot that knows nothing yet would find everything broken."""
    bot = ScriptedBot({PROBE.ask: "I do not know"}, states=[AFTER])

    with pytest.raises(RetrainError, match="nothing shows"):
        await wait_until_learned(bot, (PROBE,), Clock().patience())


async def test_where_nothing_can_be_seen_that_is_said() -> None:
    """No status, no canary: the comparison goes on, and its reader knows."""
    bot = ScriptedBot({}, states=[SILENT])

    assert "nothing can show" in await wait_until_learned(bot, (), Clock().patience())
