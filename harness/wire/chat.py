"""POST /chat: its request and its reply."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .reading import Reply, fit

__all__ = ["ChatMessage", "ChatReply", "ChatRequest", "read_chat"]


class ChatMessage(BaseModel):
    """One message; the API keeps no context, so every request carries all of them."""

    model_config = ConfigDict(frozen=True)
    role: Literal["user", "assistant"]
    content: str


class ChatRequest(BaseModel):
    """What `/chat` takes; temperature is 0..1."""

    model_config = ConfigDict(frozen=True)
    chatbotId: str  # noqa: N815 (the API's own spelling)
    messages: Annotated[tuple[ChatMessage, ...], Field(min_length=1)]
    temperature: Annotated[float, Field(ge=0, le=1)] | None = None
    model: str | None = None
    stream: bool = False
    conversationId: str | None = None  # noqa: N815
    contactId: str | None = None  # noqa: N815

    def body(self) -> dict[str, Any]:
        """Return the JSON object to send: what is None stays out."""
        return self.model_dump(mode="json", exclude_none=True)


class ChatReply(Reply):
    """The seed dialect adds `conversationId`; the others have `text` alone."""

    text: str


def read_chat(body: object) -> ChatReply:
    """Read a plain (not streamed) reply of any dialect."""
    return fit(ChatReply, body, "an answer with a 'text'")
