"""The bytes of a reply as JSON: strict about form, patient about half characters."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import from_json

__all__ = ["parse"]

ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w"  # a whole pair, as it must be
    r"|(u[dD][89a-fA-F]\w\w)"  # half of one: JavaScript cuts texts so
    r"|.)",
    re.DOTALL,
)


def parse(raw: bytes) -> Any:
    """Return the JSON value; nothing in it is nested deeper than 200 levels.

    Raises:
        ValueError: It is not UTF-8, or not JSON (NaN and Infinity are not).
    """
    text = raw.decode("utf-8-sig")
    if r"\ud" in text.lower():
        text = ESCAPE.sub(lambda found: r"\ufffd" if found[1] else found[0], text)
    return from_json(text, allow_inf_nan=False)
