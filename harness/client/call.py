"""One request of the API, before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Call"]


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
    accept: str = "application/json"
