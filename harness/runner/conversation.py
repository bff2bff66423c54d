"""What can be questioned, and how one case is played against it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from harness.errors import BotError
from harness.model.run import Answer, BotState, Exchange, Message, Setting, Trial, TrialKey
from harness.model.suite import Case

__all__ = ["Bot", "Conversation", "ToldBot", "play"]


class Conversation(Protocol):
    """One chat with a bot; it remembers what was said."""

    async def ask(self, text: str) -> Answer:
        """Say `text` and return the answer, or raise BotError."""
        ...


class Bot(Protocol):
    """Something that answers questions."""

    def converse(
        self,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> Conversation:
        """Begin a new chat.

        Args:
            setting: what to ask with.
            conversation_id: where given, the bot is asked to keep the chat in its own log.
            contact: the id of the contact in whose name is asked.
            history: what both sides are taken to have said before.
        """
        ...


class ToldBot(Bot, Protocol):
    """A bot that also tells of itself."""

    async def state(self) -> BotState:
        """Return what is known of the bot, or raise BotError."""
        ...


async def play(key: TrialKey, case: Case, bot: Bot, conversation_id: str | None = None) -> Trial:
    """Ask all turns of a case in one fresh conversation.

    A BotError becomes the error of the trial (and keeps the turns before it), never an answer.

    Raises:
        BotError: where no further question would be answered (key, credits, a bot that is down).
    """
    asked_at = datetime.now(UTC)
    conversation = bot.converse(
        key.setting, conversation_id, contact=case.contact, history=case.history
    )
    exchanges: list[Exchange] = []
    history = list(case.history)
    error: str | None = None
    for turn in case.turns:
        try:
            answer = await conversation.ask(turn.user)
        except BotError as failure:
            if failure.stops_the_run:
                raise
            error = f"{type(failure).__name__}: {failure}"
            break
        exchanges.append(Exchange(turn.user, answer, tuple(history)))
        history += [Message("user", turn.user), Message("assistant", answer.text)]
    return Trial(key, case.digest, tuple(exchanges), asked_at, error)
