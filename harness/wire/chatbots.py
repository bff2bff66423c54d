"""The chatbot operations: create, retrain, list, delete."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from .reading import Reply, fit, unexpected

__all__ = [
    "NAME_LENGTH",
    "Chatbot",
    "CreateChatbotRequest",
    "UpdateChatbotDataRequest",
    "read_chatbot_id",
    "read_chatbots",
]

NAME_LENGTH = 3
"""The vendor refuses shorter names."""


class _NamedRequest(BaseModel):
    model_config = ConfigDict(frozen=True)
    chatbotName: Annotated[str, Field(min_length=NAME_LENGTH)]  # noqa: N815 (the API's spelling)
    sourceText: str | None = None  # noqa: N815

    def body(self) -> dict[str, Any]:
        """Return the JSON object to send: what is None stays out."""
        return self.model_dump(mode="json", exclude_none=True)


class CreateChatbotRequest(_NamedRequest):
    """What `/create-chatbot` takes."""

    urlsToScrape: tuple[str, ...] | None = None  # noqa: N815
    """In the seed dialect alone."""


class UpdateChatbotDataRequest(_NamedRequest):
    """What `/update-chatbot-data` takes. The name is obligatory, and renames the bot."""

    chatbotId: str  # noqa: N815


class _Created(Reply):
    chatbot_id: str = Field(validation_alias=AliasChoices("chatbotId", "id"))


class Chatbot(Reply):
    """One bot as any dialect lists it; None where a dialect does not tell."""

    # Nobody promises that times are text: elsewhere the API gives them as numbers.
    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str = Field(validation_alias=AliasChoices("id", "chatbotId"))
    name: str | None = Field(None, validation_alias=AliasChoices("name", "chatbotName"))
    status: str | None = None
    model: str | None = None
    instructions: str | None = None
    visibility: str | None = None
    temperature: float | None = Field(None, validation_alias=AliasChoices("temp", "temperature"))
    created_at: str | None = Field(None, validation_alias=AliasChoices("created_at", "createdAt"))
    updated_at: str | None = Field(None, validation_alias=AliasChoices("updated_at", "updatedAt"))
    last_trained_at: str | None = None
    num_of_characters: int | None = None


class _Listed(Reply):
    chatbots: list[Chatbot]


def read_chatbot_id(body: object) -> str:
    """Read the id from a reply to create or retrain: alone, or inside the whole bot."""
    return fit(_Created, body, "an object with a 'chatbotId'").chatbot_id


def read_chatbots(body: object) -> tuple[Chatbot, ...]:
    """Read `{chatbots: [...]}` (documented) or `{chatbots: {data: [...]}}` (seen live)."""
    inner = body.get("chatbots") if isinstance(body, dict) else None
    if isinstance(inner, dict):
        if inner.get("data") is None:
            raise unexpected(body, "a list of chatbots")
        body = {"chatbots": inner["data"]}
    return tuple(fit(_Listed, body, "a list of chatbots").chatbots)
