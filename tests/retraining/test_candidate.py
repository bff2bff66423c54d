from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from fakes import Quiet

from harness.errors import BotRefused, BotUnreachable, RetrainError, SettingsError
from harness.retraining.candidate import candidate
from harness.wire.chatbots import Chatbot
from harness.wire.settings import ChatbotSettings

SHOP = Chatbot(id="bot-1", name="Shop", model="m", instructions="Be brief.", visibility="public")


@dataclass
class Bench:
    """An account in memory."""

    bots: dict[str, Chatbot] = field(default_factory=lambda: {"bot-1": SHOP})
    settings: dict[str, ChatbotSettings] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    lost_reply: bool = False
    refuses_settings: bool = False
    refuses_deletion: bool = False

    async def get_chatbots(self) -> tuple[Chatbot, ...]:
        """List the bots."""
        return tuple(self.bots.values())

    async def create_chatbot(self, name: str, source_text: str | None = None) -> str:
        """Make a bot, and lose the reply where the test wants it."""
        bot_id = f"bot-{len(self.bots) + 1}"
        self.bots[bot_id] = Chatbot(id=bot_id, name=name)
        self.texts[bot_id] = source_text
        if self.lost_reply:
            raise BotUnreachable("timed out")
        return bot_id

    async def update_chatbot_settings(self, chatbot_id: str, settings: ChatbotSettings) -> None:
        """Remember the settings."""
        if self.refuses_settings:
            raise BotRefused("no", status=400)
        self.settings[chatbot_id] = settings

    async def delete_chatbot(self, chatbot_id: str) -> None:
        """Forget the bot, after a moment."""
        await asyncio.sleep(0)
        if self.refuses_deletion:
            raise BotUnreachable("gone")
        del self.bots[chatbot_id]


async def test_the_candidate_is_like_the_original_and_goes_at_the_end() -> None:
    """It has the new text, the settings that decide, another name, and is not public."""
    bench = Bench()

    async with candidate(bench, "bot-1", "new text", Quiet()) as made:
        settings = bench.settings[made]
        assert "new text" == bench.texts[made]
        assert (bench.bots[made].name or "").startswith("Shop candidate ")
        assert ("m", "Be brief.") == (settings.model, settings.instructions)
        assert (None, None) == (settings.name, settings.visibility)
    assert {"bot-1"} == set(bench.bots)


async def test_it_goes_after_an_error_too() -> None:
    """Whatever happens with it, nobody is left to pay for it."""
    bench = Bench()

    with pytest.raises(RetrainError, match="boom"):
        async with candidate(bench, "bot-1", "new", Quiet()):
            raise RetrainError("boom")
    assert {"bot-1"} == set(bench.bots)


async def test_it_goes_after_an_interruption_too() -> None:
    """Ctrl+C cancels the job; the deletion is still done."""
    bench = Bench()
    there = asyncio.Event()

    async def work() -> None:
        async with candidate(bench, "bot-1", "new", Quiet()):
            there.set()
            await asyncio.sleep(60)

    task = asyncio.ensure_future(work())
    await there.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert {"bot-1"} == set(bench.bots)


async def test_it_stays_where_asked() -> None:
    """`--keep-candidate`: to be looked at, or shipped."""
    bench = Bench()

    async with candidate(bench, "bot-1", "new", Quiet(), keep=True) as made:
        pass
    assert {"bot-1", made} == set(bench.bots)


async def test_a_creation_whose_reply_is_lost_leaves_nothing_behind() -> None:
    """Nobody knows whether it was made: it is looked for by its name, and deleted."""
    bench = Bench(lost_reply=True)

    with pytest.raises(BotUnreachable):
        async with candidate(bench, "bot-1", "new", Quiet()):
            pass
    assert {"bot-1"} == set(bench.bots)


async def test_settings_that_are_refused_end_it() -> None:
    """A candidate with other settings would be another bot, not another text."""
    bench = Bench(refuses_settings=True)

    with pytest.raises(RetrainError, match="could not be given the settings"):
        async with candidate(bench, "bot-1", "new", Quiet()):
            pass
    assert {"bot-1"} == set(bench.bots)


async def test_what_the_api_hides_is_said() -> None:
    """Where it does not tell model and instructions, a change may come from them."""
    bench = Bench(bots={"bot-1": Chatbot(id="bot-1", name="Shop")})
    watcher = Quiet()

    async with candidate(bench, "bot-1", "new", watcher):
        pass
    assert any("does not tell its model and its instructions" in said for said in watcher.stages)


async def test_a_deletion_that_fails_is_said_with_the_command() -> None:
    """Somebody pays for the bot that is left: how to delete it is said."""
    watcher = Quiet()

    async with candidate(Bench(refuses_deletion=True), "bot-1", "new", watcher) as made:
        pass
    assert f"harness api chatbots delete --chatbot-id {made}" in watcher.stages[-1]


async def test_an_unknown_original_makes_nothing() -> None:
    """A wrong id is found before anything is made."""
    bench = Bench()

    with pytest.raises(SettingsError, match="knows no chatbot 'nope'"):
        async with candidate(bench, "nope", "new", Quiet()):
            pass
    assert {"bot-1"} == set(bench.bots)
