"""Visitors: the name, e-mail address and phone number that somebody gives in a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["asked_for", "told_by"]

READ_CHARACTERS = 5_000
"""Who gives a phone number says it within so many."""
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w@])", re.ASCII
)
_PHONE = re.compile(r"(?<![\w+.])\+?\d[\d ()/.-]{5,24}\d(?!\w)")
_DIGITS = range(7, 16)
"""A phone number has so many digits (E.164: up to 15)."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
_WORD = r"[^\W\d_][\w'’-]{0,40}"
_NAMED = re.compile(
    r"\b(?:my name is|my name's|my name’s|i am called|name:)\s+"
    rf"({_WORD}(?:\s+(?!and\b|or\b|but\b|from\b|i\b){_WORD}){{0,3}})",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:[Ii] am|[Ii]['’]m|[Tt]his is) "
    r"((?=[^\W\d_a-z])[^\W\d_][\w'’-]{0,40}(?: (?=[^\W\d_a-z])[^\W\d_][\w'’-]{0,40}){0,3})"
)


def asked_for(settings: Mapping[str, Any]) -> frozenset[str]:
    """Return what a bot's lead form asks for: those of name, email and phone that are active."""
    form = settings.get("collectCustomerInformation", {})
    return frozenset(
        name for name in ("name", "email", "phone") if form.get(name, {}).get("active") is True
    )


def told_by(message: str, wanted: frozenset[str]) -> dict[str, str]:
    """Return what a message tells of its writer, of what is wanted.

    A name is one after "my name is", or capitalised after "I am" or "this is".
    """
    message = message[:READ_CHARACTERS]
    email = _EMAIL.search(message)
    rest = _EMAIL.sub(" ", message)
    name = _NAMED.search(rest) or _INTRODUCED.search(rest)
    found = {
        "name": name[1].strip() if name else None,
        "email": email[0] if email else None,
        "phone": _phone(rest),
    }
    return {key: value for key, value in found.items() if value and key in wanted}


def _phone(text: str) -> str | None:
    for found in _PHONE.finditer(text):
        number = found[0]
        if sum(map(str.isdigit, number)) in _DIGITS and not _DATE.fullmatch(number):
            return number
    return None
