"""The bots of an account: create, retrain, list, delete."""

from __future__ import annotations

from pydantic import ValidationError

from harness.errors import SettingsError
from harness.wire.chatbots import (
    Chatbot,
    CreateChatbotRequest,
    UpdateChatbotDataRequest,
    read_chatbot_id,
    read_chatbots,
)
from harness.wire.reading import unexpected

from .call import Call
from .reply import Reply
from .transport import Transport

__all__ = ["ChatbotOperations"]


class ChatbotOperations:
    """The operations of the client on chatbots."""

    _transport: Transport

    async def create_chatbot(self, name: str, source_text: str) -> str:
        """Create a bot that knows `source_text`, and return its id.

        A failed attempt is repeated only if the server surely did nothing with it.

        Raises:
            SettingsError: The name is shorter than 3 characters; nothing was sent.
            BotError: It did not work, or nobody knows whether it did.
        """
        try:
            request = CreateChatbotRequest(chatbotName=name, sourceText=source_text)
        except ValidationError as error:
            raise _unsendable(error) from None
        call = Call(
            "create the chatbot",
            "POST",
            "/create-chatbot",
            body=request.body(),
            repeatable=False,
        )
        return await self._transport.fetch(call, read_chatbot_id)

    async def update_chatbot_data(self, chatbot_id: str, name: str, source_text: str) -> str:
        """Replace all that the bot knows by `source_text`, name it `name`, and return its id.

        The training goes on after the reply. A failed attempt is repeated only if the server
        surely did nothing with it.

        Raises:
            SettingsError: The name is shorter than 3 characters; nothing was sent.
            BotError: It did not work, or nobody knows whether it did.
        """
        try:
            request = UpdateChatbotDataRequest(
                chatbotId=chatbot_id, chatbotName=name, sourceText=source_text
            )
        except ValidationError as error:
            raise _unsendable(error) from None
        call = Call(
            "retrain the chatbot",
            "POST",
            "/update-chatbot-data",
            body=request.body(),
            repeatable=False,
        )
        return await self._transport.fetch(call, read_chatbot_id)

    async def get_chatbots(self) -> tuple[Chatbot, ...]:
        """Return all bots that the key knows.

        Raises:
            BotError: There is no list after all attempts.
        """
        return await self._transport.fetch(
            Call("list the chatbots", "GET", "/get-chatbots"), read_chatbots
        )

    async def delete_chatbot(self, chatbot_id: str) -> None:
        """Delete a bot and all that belongs to it, for ever.

        Raises:
            BotError: It was not deleted, or does not exist.
        """
        # One dialect reads the query, another the body.
        named = {"chatbotId": chatbot_id}
        call = Call("delete the chatbot", "DELETE", "/delete-chatbot", body=named, query=named)

        async def read(reply: Reply) -> None:
            raw = await reply.body()
            if reply.is_good and raw.strip():
                self._transport.understand(raw, _read_confirmation)

        await self._transport.send(call, read)


def _read_confirmation(body: object) -> None:
    if not isinstance(body, dict):
        raise unexpected(body, "a confirmation")


def _unsendable(error: ValidationError) -> SettingsError:
    """Say what is wrong with a request, without repeating a whole text."""
    first = error.errors(include_input=False, include_url=False)[0]
    return SettingsError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
