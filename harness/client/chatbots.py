"""The bots of an account: create, retrain, change, list, delete."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from harness.errors import SettingsError
from harness.wire.chatbots import (
    Chatbot,
    CreateChatbotRequest,
    UpdateChatbotDataRequest,
    read_chatbot_id,
    read_chatbots,
)
from harness.wire.dialect import Dialect
from harness.wire.reading import unexpected
from harness.wire.settings import ChatbotSettings, read_saved, settings_body

from .call import Call
from .operations import LIST_CHATBOTS, Operations, unsendable

__all__ = ["ChatbotOperations"]


class ChatbotOperations(Operations):
    """The operations of the client on chatbots."""

    async def create_chatbot(
        self, name: str, source_text: str | None = None, *, urls_to_scrape: Sequence[str] = ()
    ) -> str:
        """Create a bot that knows a text and, in the seed dialect, pages; return its id.

        A failed attempt is repeated only if the server surely did nothing with it.

        Raises:
            SettingsError: The name is shorter than 3 characters, or the dialect wants a text or
                takes no pages; nothing was created.
            BotError: It did not work, or nobody knows whether it did.
        """
        try:
            request = CreateChatbotRequest(
                chatbotName=name, sourceText=source_text, urlsToScrape=tuple(urls_to_scrape) or None
            )
        except ValidationError as error:
            raise unsendable(error) from None
        if urls_to_scrape and await self._spoken() is not Dialect.SEED:
            raise SettingsError("only the seed dialect takes pages to scrape: give their text")
        if source_text is None and self._dialect is Dialect.SEED:
            raise SettingsError("the seed dialect creates no chatbot without a text")
        call = Call(
            "create the chatbot",
            "POST",
            "/create-chatbot",
            body=request.body(),
            repeatable=False,
        )
        return await self._fetch(call, read_chatbot_id)

    async def update_chatbot_data(self, chatbot_id: str, name: str, source_text: str | None) -> str:
        """Replace all that the bot knows by `source_text`, name it `name`, and return its id.

        Without a text (None) it is only renamed. The training goes on after the reply. A failed
        attempt is repeated only if the server surely did nothing with it.

        Raises:
            SettingsError: The name is shorter than 3 characters; nothing was sent.
            BotError: It did not work, or nobody knows whether it did.
        """
        try:
            request = UpdateChatbotDataRequest(
                chatbotId=chatbot_id, chatbotName=name, sourceText=source_text
            )
        except ValidationError as error:
            raise unsendable(error) from None
        call = Call(
            "retrain the chatbot",
            "POST",
            "/update-chatbot-data",
            body=request.body(),
            repeatable=False,
        )
        return await self._fetch(call, read_chatbot_id)

    async def update_chatbot_settings(self, chatbot_id: str, settings: ChatbotSettings) -> None:
        """Change the settings that are not None; they act at once, without a retrain.

        Raises:
            SettingsError: The dialect has no such setting, or it cannot be so; nothing was sent.
            BotError: It did not work.
        """
        body = settings_body(await self._spoken(), chatbot_id, settings)
        call = Call("change the settings", "POST", "/update-chatbot-settings", body=body)
        await self._fetch(call, read_saved)

    async def get_chatbots(self) -> tuple[Chatbot, ...]:
        """Return all bots that the key knows.

        Raises:
            BotError: There is no list after all attempts.
        """
        return await self._fetch(LIST_CHATBOTS, read_chatbots)

    async def delete_chatbot(self, chatbot_id: str) -> None:
        """Delete a bot and all that belongs to it, for ever.

        Raises:
            BotError: It was not deleted, or does not exist.
        """
        # The seed reads the body, the others the query; while nobody knows, both.
        named = {"chatbotId": chatbot_id}
        is_seed = self._dialect is Dialect.SEED
        call = Call(
            "delete the chatbot",
            "DELETE",
            "/delete-chatbot",
            body=named if is_seed or self._dialect is None else None,
            query={} if is_seed else named,
        )
        await self._confirmed(call, _read_confirmation)


def _read_confirmation(body: object) -> None:
    if not isinstance(body, dict):
        raise unexpected(body, "a confirmation")
