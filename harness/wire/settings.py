"""POST /update-chatbot-settings: how a bot answers and looks, apart from what it knows."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from harness.errors import SettingsError

from .chatbots import NAME_LENGTH, Chatbot
from .dialect import Dialect
from .reading import fit, unexpected

__all__ = ["ChatbotSettings", "read_saved", "settings_body", "settings_of"]

_VENDOR_NAMES = {
    "name": "name",
    "instructions": "instructions",
    "initial_messages": "initialMessages",
    "suggested_messages": "suggestedMessages",
    "visibility": "visibility",
    "domains": "domains",
    "only_allow_on_added_domains": "onlyAllowOnAddedDomains",
    "ip_limit": "ipLimit",
    "ip_limit_timeframe": "ipLimitTimeframe",
    "ip_limit_message": "ipLimitMessage",
    "model": "model",
    "temperature": "temp",
    "styles": "styles",
    "collect_customer_information": "collectCustomerInformation",
}
_SEED_NAMES = {**_VENDOR_NAMES, "name": "chatbotName", "temperature": "temperature"}
"""The seed documents five of them, and forbids none of the others."""


def _read(name: str, *others: str) -> Any:
    return Field(None, validation_alias=AliasChoices(name, _VENDOR_NAMES[name], *others))


class ChatbotSettings(BaseModel):
    """The settings of a bot; None is not told, or not to be changed."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)
    name: str | None = _read("name", "chatbotName")
    model: str | None = None
    temperature: float | None = _read("temperature")
    """0 to 1."""
    instructions: str | None = None
    visibility: str | None = None
    """`public` or `private`; the service knows more than it documents."""
    initial_messages: tuple[str, ...] | None = _read("initial_messages")
    suggested_messages: tuple[str, ...] | None = _read("suggested_messages")
    domains: tuple[str, ...] | None = None
    only_allow_on_added_domains: bool | None = _read("only_allow_on_added_domains")
    ip_limit: int | None = _read("ip_limit")
    """So many messages of one address within the timeframe."""
    ip_limit_timeframe: int | None = _read("ip_limit_timeframe")
    """Seconds."""
    ip_limit_message: str | None = _read("ip_limit_message")
    styles: dict[str, Any] | None = None
    collect_customer_information: dict[str, Any] | None = _read("collect_customer_information")
    """The lead form: a title, and of name, email and phone `{active, label}`."""


def settings_body(dialect: Dialect, chatbot_id: str, settings: ChatbotSettings) -> dict[str, Any]:
    """Return what changes the settings that are not None.

    Raises:
        SettingsError: There are none, one cannot be, or the API has none of this name.
    """
    if settings.name is not None and len(settings.name) < NAME_LENGTH:
        raise SettingsError(f"the name of a chatbot has {NAME_LENGTH} characters or more")
    if settings.temperature is not None and not 0 <= settings.temperature <= 1:
        raise SettingsError(f"a temperature is 0 to 1, not {settings.temperature}")
    given = settings.model_dump(mode="json", exclude_none=True)
    names = _SEED_NAMES if dialect is Dialect.SEED else _VENDOR_NAMES
    if homeless := sorted(given.keys() - names.keys()):
        raise SettingsError(f"the API has no setting {', '.join(homeless)}")
    if not given:
        raise SettingsError("no setting is to be changed")
    return {"chatbotId": chatbot_id} | {names[key]: value for key, value in given.items()}


def settings_of(bot: Chatbot) -> ChatbotSettings:
    """Return the settings that a list of bots tells of one, and nothing else of it."""
    told = fit(ChatbotSettings, bot.model_dump(mode="json"), "a bot's settings")
    return ChatbotSettings.model_construct(
        **{name: getattr(told, name) for name in ChatbotSettings.model_fields}
    )


def read_saved(body: object) -> None:
    """Read that settings were saved: a message, or the whole bot (seed)."""
    if not isinstance(body, dict) or not {"message", "status", "chatbotId", "id"} & body.keys():
        raise unexpected(body, "a confirmation")
