"""One chatbot of the API, as something to question and to retrain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Protocol

from pydantic import ValidationError

from harness.errors import BotError, BotRefused, RetrainError
from harness.model.run import Answer, BotState, Message, Setting
from harness.wire.chat import ChatMessage, ChatRequest
from harness.wire.chatbots import NAME_LENGTH, Chatbot

from .client import ChatbotClient
from .failures import clean

__all__ = ["ApiBot", "ApiConversation", "Chats"]

SHOWN = 5
"""So many known bots are named when one is not known."""


class Chats(Protocol):
    """What takes questions to `/chat`."""

    async def chat(self, request: ChatRequest) -> Answer:
        """Return the complete answer, or raise BotError."""
        ...


class ApiConversation:
    """One chat; it remembers what was said, as the API does not."""

    def __init__(
        self,
        chats: Chats,
        chatbot_id: str,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> None:
        self._chats = chats
        self._chatbot_id = chatbot_id
        self._setting = setting
        self._conversation_id = conversation_id
        self._contact = contact
        self._history = history
        self._said: tuple[ChatMessage, ...] = ()

    async def ask(self, text: str) -> Answer:
        """Say `text` after all that was said, and return the answer.

        What got no answer is not remembered.

        Raises:
            BotError: There is no answer.
        """
        try:
            request = self._request(text)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise BotError(f"the question cannot be sent: {first['msg']}") from None
        answer = await self._chats.chat(request)
        reply = ChatMessage(role="assistant", content=answer.text)
        self._said = (*request.messages[len(self._history) :], reply)
        return answer

    def _request(self, text: str) -> ChatRequest:
        before = [ChatMessage.model_validate(asdict(message)) for message in self._history]
        return ChatRequest(
            chatbotId=self._chatbot_id,
            messages=(*before, *self._said, ChatMessage(role="user", content=text)),
            temperature=self._setting.temperature,
            model=self._setting.model or None,
            stream=self._setting.stream,
            conversationId=self._conversation_id,
            contactId=self._contact,
        )


class ApiBot:
    """One chatbot of one account."""

    def __init__(self, client: ChatbotClient, chatbot_id: str, chats: Chats | None = None) -> None:
        """Open nothing.

        Args:
            client: the account.
            chatbot_id: which of its bots.
            chats: what takes the questions there, instead of the client.
        """
        self._client = client
        self._chatbot_id = chatbot_id
        self._chats = chats or client

    def converse(
        self,
        setting: Setting,
        conversation_id: str | None = None,
        *,
        contact: str | None = None,
        history: tuple[Message, ...] = (),
    ) -> ApiConversation:
        """Begin a new chat, after a history; with an id, the service keeps it in its own log."""
        return ApiConversation(
            self._chats,
            self._chatbot_id,
            setting,
            conversation_id,
            contact=contact,
            history=history,
        )

    async def state(self) -> BotState:
        """Return what the API tells of the bot.

        Raises:
            BotRefused: The key knows no such bot (status 404).
            BotError: There is no list of bots.
        """
        bot = await self._find()
        return BotState(
            chatbot_id=bot.id,
            name=bot.name,
            status=bot.status,
            last_trained_at=bot.last_trained_at,
            updated_at=bot.updated_at,
            characters=bot.num_of_characters,
            model=bot.model,
            instructions=bot.instructions,
        )

    def figures(self) -> Mapping[str, str]:
        """Return latencies and the time that limits took since the last call, as text by name."""
        return self._client.pace.told()

    async def retrain(self, source_text: str) -> None:
        """Replace all that the bot knows; its name stays. The training goes on afterwards.

        Raises:
            RetrainError: Its name is not known or too short to be sent; nothing was sent.
            BotError: The server did not take the text.
        """
        name = (await self._find()).name
        if name is None:
            raise RetrainError(
                f"the chatbot '{clean(self._chatbot_id)}' was not retrained: the API does not tell "
                "its name, and a retrain without the name would rename it"
            )
        if len(name) < NAME_LENGTH:
            raise RetrainError(
                f"the chatbot '{clean(self._chatbot_id)}' was not retrained: its name "
                f"'{clean(name)}' is shorter than the {NAME_LENGTH} characters that the API "
                "demands; give it a longer one first"
            )
        await self._client.update_chatbot_data(self._chatbot_id, name, source_text)

    async def _find(self) -> Chatbot:
        bots = await self._client.get_chatbots()
        for bot in bots:
            if bot.id == self._chatbot_id:
                return bot
        raise BotRefused(
            f"this key knows no chatbot '{clean(self._chatbot_id)}'; {_known(bots)}",
            status=HTTPStatus.NOT_FOUND,
        )


def _known(bots: tuple[Chatbot, ...]) -> str:
    if not bots:
        return "it knows none at all"
    names = [f"'{clean(bot.id)}' ({clean(bot.name or 'no name')})" for bot in bots[:SHOWN]]
    more = f" and {len(bots) - SHOWN} more" if len(bots) > SHOWN else ""
    return f"it knows {', '.join(names)}{more}"
