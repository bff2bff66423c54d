"""The live dialect: what people saw who ran against the service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .bot import Bot
from .conversation_table import SOURCE, Conversation, Said
from .dialect import Dialect, Json, moment
from .lead_table import Lead

__all__ = ["Live"]

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Live(Dialect):
    """Lists in envelopes, and more fields than are documented."""

    name = "live"

    def chatbots(self, bots: Sequence[Bot]) -> Json:
        """Return the list of bots, wrapped as it was seen."""
        return {"chatbots": {"data": [self.chatbot(bot) for bot in bots], "error": None}}

    def chatbot(self, bot: Bot) -> Json:
        """Return one bot with the fields that only the live service has."""
        given = bot.settings
        return super().chatbot(bot) | {
            "last_trained_at": moment(bot.trained_at),
            "last_message_at": moment(bot.last_message_at),
            "num_of_characters": bot.characters,
            "temp": bot.temperature,
            "index_name": None,
            "initial_messages": given.get("initialMessages", []),
            "suggested_messages": given.get("suggestedMessages", []),
            "domains": given.get("domains", []),
            "only_allow_on_added_domains": given.get("onlyAllowOnAddedDomains", False),
            "ip_limit": given.get("ipLimit"),
            "ip_limit_message": given.get("ipLimitMessage"),
            "ip_limit_timeframe": given.get("ipLimitTimeframe"),
            "styles": _snake(given.get("styles", {})),
            "collect_customer_information": given.get("collectCustomerInformation", {}),
        }

    def conversation(self, bot: Bot, one: Conversation) -> Json:
        """Return one conversation; the bot's messages have no id, the visitor's have."""
        return {
            "id": one.id,
            "created_at": moment(one.created_at),
            "last_message_at": moment(one.updated_at),
            "source": SOURCE,
            "messages": [_message(said) for said in one.messages],
        }

    def leads(self, bot: Bot, found: Sequence[Lead]) -> Json:
        """Return one page of leads, wrapped as it was seen."""
        return {"collectedCustomers": {"data": [self.lead(bot, one) for one in found]}}


def _message(said: Said) -> Json:
    named = {"id": f"m-{said.number}"} if said.role == "user" else {}
    when = {"type": "text", "createdAt": moment(said.created_at)}
    return named | {"role": said.role, "content": said.content} | when


def _snake(given: dict[str, Any]) -> Json:
    return {_CAPITAL.sub("_", name).lower(): value for name, value in given.items()}
