"""A candidate: a second bot on the new text, so that the old one stays askable."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from harness.errors import BotError, HarnessError, RetrainError, SettingsError
from harness.wire.chatbots import NAME_LENGTH, Chatbot
from harness.wire.settings import ChatbotSettings, settings_of

__all__ = ["Stage", "Workshop", "candidate", "copied_settings"]

NAME_CHARACTERS = 60
"""So much of the bot's name stands in that of its candidate."""
DECISIVE = {"model": "its model", "instructions": "its instructions"}
"""What decides how a bot answers, apart from its text."""


class Workshop(Protocol):
    """An account in which bots are made and deleted."""

    async def get_chatbots(self) -> tuple[Chatbot, ...]:
        """Return all bots of the account."""
        ...

    async def create_chatbot(self, name: str, source_text: str | None = None) -> str:
        """Make a bot that knows a text; return its id."""
        ...

    async def update_chatbot_settings(self, chatbot_id: str, settings: ChatbotSettings) -> None:
        """Change the settings that are not None."""
        ...

    async def delete_chatbot(self, chatbot_id: str) -> None:
        """Delete a bot for ever."""
        ...


class Stage(Protocol):
    """Someone who is told what happens."""

    def stage(self, sentence: str) -> None:
        """Note what happens next or has just happened."""


@asynccontextmanager
async def candidate(
    workshop: Workshop, original_id: str, text: str, watcher: Stage, *, keep: bool = False
) -> AsyncIterator[str]:
    """Make a bot like the original that knows `text`; give its id, and delete it at the end.

    It is deleted after an error and after an interruption too, unless `keep` says otherwise. Where
    that fails, the watcher is told its id, because somebody pays for it.

    Raises:
        SettingsError: the account has no such original.
        BotError: the candidate could not be made.
    """
    original = await _original(workshop, original_id)
    name = f"{(original.name or original.id)[:NAME_CHARACTERS]} candidate {secrets.token_hex(3)}"
    candidate_id = await _created(workshop, name, text)
    watcher.stage(f"Made the candidate {candidate_id} ({name})")
    try:
        await _furnish(workshop, original, candidate_id, watcher)
        yield candidate_id
    finally:
        if keep:
            watcher.stage(f"The candidate {candidate_id} is kept, as asked")
        else:
            await _removed(workshop, candidate_id, watcher)


def copied_settings(original: Chatbot) -> ChatbotSettings:
    """Return what a candidate takes over: all that the API tells, but name and visibility.

    Nobody but us shall find the candidate.
    """
    told = settings_of(original)
    return told.model_copy(update={"name": None, "visibility": None})


async def _original(workshop: Workshop, original_id: str) -> Chatbot:
    for bot in await workshop.get_chatbots():
        if bot.id == original_id:
            return bot
    raise SettingsError(f"this key knows no chatbot '{original_id}': no candidate was made")


async def _created(workshop: Workshop, name: str, text: str) -> str:
    """Make the bot; if nobody knows whether it was made, see that it is not left behind."""
    try:
        return await workshop.create_chatbot(name.ljust(NAME_LENGTH), text)
    except BotError:
        with suppress(BotError):
            for bot in await workshop.get_chatbots():
                if bot.name == name:
                    await workshop.delete_chatbot(bot.id)
        raise


async def _furnish(
    workshop: Workshop, original: Chatbot, candidate_id: str, watcher: Stage
) -> None:
    """Give the candidate the settings of the original, and say what could not be copied."""
    settings = copied_settings(original)
    given = settings.model_dump(exclude_none=True)
    if given:
        try:
            await workshop.update_chatbot_settings(candidate_id, settings)
        except HarnessError as error:
            raise RetrainError(
                f"the candidate could not be given the settings of {original.id}: {error}"
            ) from error
    hidden = [words for name, words in DECISIVE.items() if name not in given]
    if hidden:
        watcher.stage(
            f"The API does not tell {' and '.join(hidden)}: the candidate has the service's "
            "defaults there, and what changes may come from that"
        )


async def _removed(workshop: Workshop, candidate_id: str, watcher: Stage) -> None:
    """Delete the candidate, even while an interruption is under way."""
    deletion = asyncio.ensure_future(workshop.delete_chatbot(candidate_id))
    try:
        await asyncio.shield(deletion)
    except asyncio.CancelledError:  # a second interruption: the deletion still goes on
        with suppress(BotError):
            await deletion
        raise
    except BotError as error:
        watcher.stage(
            f"The candidate {candidate_id} could not be deleted ({error}); delete it with: "
            f"harness api chatbots delete --chatbot-id {candidate_id}"
        )
    else:
        watcher.stage(f"The candidate {candidate_id} is deleted")
