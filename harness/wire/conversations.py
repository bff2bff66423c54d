"""GET /get-conversations: what was said to a bot, and where."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from .listing import Page, read_rows
from .reading import Moment, Row

__all__ = ["Conversation", "ConversationMessage", "read_conversations"]


class ConversationMessage(Row):
    """One message of a conversation; the service logs more than people's words."""

    id: str | None = None
    role: str = ""
    """`user`, `assistant`, or what else the service logs."""
    content: Any = None
    """Mostly text; calls of tools are lists or objects."""
    type: str | None = None
    score: float | None = None
    """How sure the bot was, where the service tells."""
    source: str | None = None
    created_at: Moment = Field(None, validation_alias=AliasChoices("created_at", "createdAt"))

    @property
    def text(self) -> str:
        """The words of the message; JSON where there are none, empty where there is nothing."""
        return _text(self.content)


class Conversation(Row):
    """One conversation as any dialect lists it; None where a dialect does not tell."""

    id: str
    chatbot_id: str | None = Field(None, validation_alias=AliasChoices("chatbot_id", "chatbotId"))
    source: str | None = None
    created_at: Moment = Field(None, validation_alias=AliasChoices("created_at", "createdAt"))
    updated_at: Moment = Field(None, validation_alias=AliasChoices("updated_at", "updatedAt"))
    last_message_at: Moment = None
    country: str | None = None
    messages: Annotated[
        tuple[ConversationMessage, ...],
        BeforeValidator(lambda value: () if value is None else value),
    ] = ()


def read_conversations(body: object) -> Page[Conversation]:
    """Read a page of conversations; the API never says how many there are."""
    return Page(read_rows(Conversation, body, ("data",), "a list of conversations"))


def _text(content: object) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, dict) and isinstance(content.get("text"), str):
        return str(content["text"])
    if isinstance(content, list):
        return " ".join(filter(None, map(_text, content)))
    return json.dumps(content, ensure_ascii=False)
