"""What contacts may be described by: their custom attributes."""

from __future__ import annotations

from http import HTTPStatus

from harness.errors import BotRefused
from harness.wire.custom_attributes import (
    CustomAttribute,
    attribute_changes,
    new_attribute,
    read_attribute,
    read_attributes,
)
from harness.wire.dialect import Dialect

from .call import Call, path_of
from .failures import clean
from .operations import Operations

__all__ = ["CustomAttributeOperations"]

SUBJECT = "chatbot or custom attribute"


class CustomAttributeOperations(Operations):
    """The operations of the client on custom attributes."""

    async def create_custom_attribute(
        self,
        chatbot_id: str,
        name: str,
        type_: str,
        *,
        label: str | None = None,
        description: str | None = None,
    ) -> CustomAttribute:
        """Create an attribute that holds a text, number, boolean or date, for ever.

        A failed attempt is repeated only if the server surely did nothing with it.

        Raises:
            SettingsError: The seed dialect has neither label nor description.
            BotError: It did not work, or nobody knows whether it did.
        """
        path = path_of("chatbots", chatbot_id, "custom-attributes")
        described = {"label": label, "description": description}
        body = new_attribute(await self._spoken(), name, type_, described)
        call = Call("create the custom attribute", "POST", path, body=body, repeatable=False)
        return await self._fetch(call, read_attribute)

    async def get_custom_attributes(self, chatbot_id: str) -> tuple[CustomAttribute, ...]:
        """Return all attributes of a bot's contacts.

        Raises:
            BotError: There is no list after all attempts.
        """
        path = path_of("chatbots", chatbot_id, "custom-attributes")
        return await self._fetch(Call("list the custom attributes", "GET", path), read_attributes)

    async def update_custom_attribute(
        self,
        chatbot_id: str,
        name: str,
        *,
        new_name: str | None = None,
        label: str | None = None,
        description: str | None = None,
        archived: bool | None = None,
    ) -> CustomAttribute:
        """Change what is not None: the name in the seed dialect, all else in the others.

        Raises:
            SettingsError: Nothing is to be changed, or the dialect cannot change it.
            BotError: It did not work.
        """
        dialect = await self._spoken()
        changes = {"label": label, "description": description, "archived": archived}
        identity: dict[str, str | None] = {"name": new_name}
        if dialect is Dialect.SEED and new_name is not None:
            identity["type"] = await self._type_of(chatbot_id, name)
        call = Call(
            "change the custom attribute",
            "PUT",
            path_of("chatbots", chatbot_id, "custom-attributes", name),
            body=attribute_changes(dialect, identity, changes),
            # Under its new name it would not be found again.
            repeatable=new_name is None,
            subject=SUBJECT,
        )
        return await self._fetch(call, read_attribute)

    async def _type_of(self, chatbot_id: str, name: str) -> str:
        for attribute in await self.get_custom_attributes(chatbot_id):
            if attribute.name == name:
                return attribute.type
        raise BotRefused(
            f"the chatbot has no custom attribute '{clean(name)}'", status=HTTPStatus.NOT_FOUND
        )
