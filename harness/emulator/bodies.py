"""Bodies of requests about chats and bots: what each dialect takes, and so documents."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from harness.wire.chatbots import NAME_LENGTH

__all__ = [
    "Asked",
    "Chat",
    "Create",
    "Delete",
    "SeedCreate",
    "SeedSettings",
    "SeedUpdate",
    "Settings",
    "Update",
]

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Filled = Annotated[str, Field(pattern=r"\S")]
Name = Annotated[str, Field(min_length=NAME_LENGTH, pattern=r"\S")]
Share = Annotated[float, Field(ge=0, le=1)]


class Asked(BaseModel):
    """A JSON object; what is optional may be left out, but is never null unless it says so.

    So defaults only fill the place, and `given()` tells what really was sent.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=False)

    def given(self) -> dict[str, Any]:
        """Return what was sent, under our own names."""
        return self.model_dump(exclude_unset=True)


class Message(Asked):
    """One message; every request carries the whole conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class Chat(Asked):
    """What `/chat` takes. Some clients, and the vendor's own streaming sample, say `chatId`."""

    chatbotId: str = Field(validation_alias=AliasChoices("chatbotId", "chatId"))  # noqa: N815 (the API's spelling)
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    conversationId: str = ""  # noqa: N815
    contactId: str = ""  # noqa: N815
    model: str = ""
    temperature: Share = 0.0
    stream: bool = False


class Create(Asked):
    """What `/create-chatbot` takes; a bot may begin without a text."""

    chatbotName: Name  # noqa: N815
    sourceText: str = ""  # noqa: N815


class SeedCreate(Asked):
    """The seed wants a text at once, and takes addresses, which the emulator never fetches."""

    chatbotName: Name  # noqa: N815
    sourceText: str  # noqa: N815
    urlsToScrape: tuple[str, ...] = ()  # noqa: N815


class Update(Create):
    """What `/update-chatbot-data` takes: the name is obligatory, and renames the bot."""

    chatbotId: str  # noqa: N815


class SeedUpdate(Asked):
    """The seed's way to retrain: the name may be left out, and then stays."""

    chatbotId: str  # noqa: N815
    chatbotName: Name = "..."  # noqa: N815
    sourceText: str = ""  # noqa: N815


class Delete(Asked):
    """The seed names the bot to delete in the body."""

    chatbotId: str  # noqa: N815


class Styles(Asked):
    """How the widget looks."""

    theme: Literal["light", "dark"] = "light"
    buttonColor: str = ""  # noqa: N815
    displayName: str = ""  # noqa: N815
    alignChatButton: Literal["left", "right"] = "right"  # noqa: N815
    userMessageColor: str = ""  # noqa: N815
    autoOpenChatWindowAfter: int = Field(0, ge=-1, le=2**31 - 1)  # noqa: N815


class LeadField(Asked):
    """Whether the lead form asks for something, and how it is called there."""

    active: bool = False
    label: str = ""


class LeadForm(Asked):
    """What visitors are asked to tell of themselves."""

    title: str = ""
    name: LeadField = LeadField()
    email: LeadField = LeadField()
    phone: LeadField = LeadField()


class _Settings(Asked):
    """What all dialects let change without a retrain; only the keys that are sent do."""

    chatbotId: str  # noqa: N815
    instructions: str = ""
    initialMessages: tuple[str, ...] = ()  # noqa: N815
    suggestedMessages: tuple[str, ...] = ()  # noqa: N815
    visibility: Literal["public", "private"] = "private"
    domains: tuple[str, ...] = ()
    onlyAllowOnAddedDomains: bool = False  # noqa: N815
    ipLimit: Count = 0  # noqa: N815
    ipLimitTimeframe: Count = 0  # noqa: N815
    ipLimitMessage: str = ""  # noqa: N815
    model: Filled = "..."
    styles: Styles = Styles()
    collectCustomerInformation: LeadForm = LeadForm()  # noqa: N815


class Settings(_Settings):
    """The vendor's names."""

    name: Filled = "..."
    temperature: Share = Field(0.0, alias="temp")


class SeedSettings(_Settings):
    """The seed's names; of the rest it documents but a few, and forbids none."""

    name: Filled = Field("...", alias="chatbotName")
    temperature: Share = 0.0
