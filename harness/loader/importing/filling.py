"""Filling promptfoo's variables in, so that what is imported says what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harness.loader.template import Fault, parse

from .writing import literal

__all__ = ["fill", "fill_all"]

_ENVIRONMENT = re.compile(r"\{\{\s*env\.(\w+)\s*\}\}")
_DEEPEST = 3
"""So often are variables filled in that stand inside of variables."""


def fill(text: str, variables: Mapping[str, Any]) -> str:
    """Return a text of promptfoo with its variables filled in; those of the environment stay.

    Raises:
        Fault: it cannot be filled in.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(f"{{{{ env.{match[1]} }}}}")
        return f"\ue000{len(kept) - 1}\ue001"

    filled = _ENVIRONMENT.sub(keep, text)
    for depth in range(_DEEPEST):
        if "{{" not in filled and "{%" not in filled:
            break
        template = parse(filled)
        missing = template.names - variables.keys()
        if missing and depth:
            break  # what a value holds may look like a variable and be none
        if missing:
            raise Fault(f"there is no variable '{min(missing)}'")
        before, filled = filled, template.fill(variables)
        if filled == before:
            break
    return re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], literal(filled))


def fill_all(value: Any, variables: Mapping[str, Any]) -> Any:
    """Return a value with every text in it filled in."""
    if isinstance(value, str):
        return fill(value, variables)
    if isinstance(value, list):
        return [fill_all(item, variables) for item in value]
    if isinstance(value, dict):
        return {key: fill_all(item, variables) for key, item in value.items()}
    return value
