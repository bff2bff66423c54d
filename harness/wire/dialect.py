"""The three dialects of the API, and the marks that tell them apart in a reply."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

__all__ = ["Dialect", "recognise"]

_SEED_MARKS = {"chatbotId", "chatbotName", "createdAt", "customAttributes"}
_VENDOR_MARKS = {"chatbot_id", "created_at", "custom_attributes", "external_id", "phonenumber"}
_LIVE_MARKS = {"last_message_at", "last_trained_at", "num_of_characters"}


class Dialect(StrEnum):
    """Whose spelling of the API a server wants; it is read without being told."""

    SEED = "seed"
    """The contract that this project began with."""
    VENDOR = "vendor"
    """What the vendor documents."""
    LIVE = "live"
    """What people saw of the running service: it takes what the vendor's does."""


def recognise(body: object) -> Dialect | None:
    """Return the dialect that a good reply is surely written in, or None."""
    if not isinstance(body, dict):
        return None
    if isinstance(body.get("collectedCustomers"), list):
        return Dialect.VENDOR
    for name in ("chatbots", "collectedCustomers"):
        if isinstance(body.get(name), dict):
            return Dialect.LIVE
    if "chatbotName" in body:
        return Dialect.SEED
    return _of_row(_first_row(body))


def _first_row(body: dict[str, Any]) -> object:
    rows = body.get("chatbots", body.get("data"))
    if isinstance(rows, list):
        return rows[0] if rows else None
    return rows


def _of_row(row: object) -> Dialect | None:
    if not isinstance(row, dict):
        return None
    if _LIVE_MARKS & row.keys():
        return Dialect.LIVE
    if _VENDOR_MARKS & row.keys():
        return Dialect.VENDOR
    if _SEED_MARKS & row.keys():
        return Dialect.SEED
    return Dialect.VENDOR if {"id", "name", "status"} <= row.keys() else None
