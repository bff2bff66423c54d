"""Dialects: what the API's replies look like, as the vendor documents them and as seen live."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from harness.errors import SettingsError, did_you_mean

from .state import Bot

__all__ = ["DIALECTS", "Dialect", "Live", "Seed", "dialect_of"]


class Dialect:
    """The vendor's documentation; the others differ from it in places."""

    name = "vendor"
    name_needed_to_update = True
    text_needed_to_create = False
    settings_status = HTTPStatus.ACCEPTED

    def error(self, status: int, message: str) -> dict[str, Any]:
        """Return the body of an error."""
        return {"message": message}

    def chat(self, text: str, conversation_id: str | None) -> dict[str, Any]:
        """Return the reply to `/chat`."""
        return {"text": text}

    def changed(self, bot: Bot) -> dict[str, Any]:
        """Return the reply to creating a bot and to giving it a new text."""
        return {"chatbotId": bot.id}

    def settings(self, bot: Bot) -> dict[str, Any]:
        """Return the reply to new settings."""
        return {"message": "Your changes are saved."}

    def deleted(self) -> dict[str, Any]:
        """Return the reply to deleting a bot."""
        return {"message": "Deleted successfully"}

    def chatbots(self, bots: Sequence[Bot]) -> dict[str, Any]:
        """Return the list of bots."""
        return {"chatbots": [self.chatbot(bot) for bot in bots]}

    def chatbot(self, bot: Bot) -> dict[str, Any]:
        """Return one bot of the list."""
        return {
            "id": bot.id,
            "name": bot.name,
            "status": bot.status,
            "model": bot.model,
            "instructions": bot.instructions,
            "visibility": bot.visibility,
            "created_at": _time(bot.created_at),
            "updated_at": _time(bot.updated_at),
        }


class Live(Dialect):
    """What people saw who ran against the service: a list in an envelope, and more fields."""

    name = "live"

    def chatbots(self, bots: Sequence[Bot]) -> dict[str, Any]:
        """Return the list of bots, wrapped as it was seen."""
        return {"chatbots": {"data": [self.chatbot(bot) for bot in bots], "error": None}}

    def chatbot(self, bot: Bot) -> dict[str, Any]:
        """Return one bot with the fields that only the live service has."""
        return super().chatbot(bot) | {
            "last_trained_at": _time(bot.trained_at),
            "last_message_at": _time(bot.last_message_at),
            "num_of_characters": bot.characters,
            "temp": bot.temperature,
            "index_name": None,
            "initial_messages": [],
            "ip_limit": None,
            "ip_limit_message": None,
            "ip_limit_timeframe": None,
            "only_allow_on_added_domains": False,
            "styles": {},
        }


class Seed(Dialect):
    """The contract that the harness was first asked to work with."""

    name = "seed"
    name_needed_to_update = False
    text_needed_to_create = True
    settings_status = HTTPStatus.OK

    def error(self, status: int, message: str) -> dict[str, Any]:
        """Return the kind of error and its message."""
        return {"error": HTTPStatus(status).phrase, "message": message}

    def chat(self, text: str, conversation_id: str | None) -> dict[str, Any]:
        """Return the answer with an id to go on with; a new one stands for nothing kept so far."""
        return {"text": text, "conversationId": conversation_id or secrets.token_urlsafe(16)}

    def changed(self, bot: Bot) -> dict[str, Any]:
        """Return the whole bot."""
        return self.chatbot(bot)

    def settings(self, bot: Bot) -> dict[str, Any]:
        """Return the whole bot."""
        return self.chatbot(bot)

    def deleted(self) -> dict[str, Any]:
        """Return a status."""
        return {"status": "success", "message": "Deleted successfully"}

    def chatbot(self, bot: Bot) -> dict[str, Any]:
        """Return one bot; this contract knows no status of training."""
        return {
            "chatbotId": bot.id,
            "chatbotName": bot.name,
            "model": bot.model,
            "temperature": bot.temperature,
            "createdAt": _time(bot.created_at),
        }


DIALECTS = {dialect.name: dialect for dialect in (Dialect(), Live(), Seed())}


def dialect_of(name: str) -> Dialect:
    """Return a dialect by name, or raise SettingsError."""
    if name not in DIALECTS:
        hint = did_you_mean(name, DIALECTS) or f" (known: {', '.join(sorted(DIALECTS))})"
        raise SettingsError(f"no dialect of the API is called '{name}'{hint}")
    return DIALECTS[name]


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
