"""One request of the API, before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from harness.errors import SettingsError

__all__ = ["Call", "path_of"]


@dataclass(frozen=True, slots=True)
class Call:
    """What to send, and whether sending it twice does harm."""

    operation: str
    """For messages, after "could not": "ask the chatbot"."""
    method: str
    path: str
    """Below the base URL, beginning with a slash."""
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True
    """False: sent again only when the server surely did nothing with it."""
    paid: bool = False
    """The user pays for it, each time it is sent."""
    accept: str = "application/json"
    subject: str = "chatbot"
    """What there is not when the server answers 404: "chatbot or contact"."""


def path_of(*parts: str) -> str:
    """Return the path of these parts; whatever an id holds, it stays one part.

    Raises:
        SettingsError: A part is empty, "." or "..", which no server takes for an id, or holds
            half a character.
    """
    return "".join(f"/{_quoted(part)}" for part in parts)


def _quoted(part: str) -> str:
    if part in {"", ".", ".."}:
        raise SettingsError(f"{part!r} is no id and no name")
    try:
        return quote(part, safe="")
    except UnicodeEncodeError:
        raise SettingsError("an id or a name holds half a character (a lone surrogate)") from None
