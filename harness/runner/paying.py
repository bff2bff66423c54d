"""A bot whose every question comes off a budget: for questions that are no trials."""

from __future__ import annotations

from harness.errors import BotError
from harness.model.run import Answer, BotState, Message, Setting

from .budget import Budget
from .conversation import Conversation, ToldBot

__all__ = ["PayingBot"]


class PayingBot:
    """Asks another bot, and takes what each question costs from a budget before it is sent."""

    def __init__(self, bot: ToldBot, budget: Budget, own_model: str = "") -> None:
        """Wrap a bot; `own_model` prices the answers where a setting names no model."""
        self._bot = bot
        self._budget = budget
        self._own_model = own_model

    async def state(self) -> BotState:
        """Return what is known of the bot; that costs nothing."""
        return await self._bot.state()

    def converse(
        self,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> Conversation:
        """Begin a new chat whose questions are paid one by one."""
        chat = self._bot.converse(setting, conversation_id, contact=contact, history=history)
        return _PayingChat(chat, self._budget, setting.model or self._own_model)


class _PayingChat:
    def __init__(self, chat: Conversation, budget: Budget, model: str) -> None:
        self._chat = chat
        self._budget = budget
        self._model = model

    async def ask(self, text: str) -> Answer:
        """Pay for a question and ask it; one without an answer costs a request, but no credits.

        Raises:
            BotError: there is no answer.
            BudgetReached: the budget does not allow it; nothing was sent.
        """
        self._budget.take(1, self._model)
        try:
            return await self._chat.ask(text)
        except BotError:
            self._budget.give_back(unanswered=1, model=self._model)
            raise
