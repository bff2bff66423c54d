"""The dialects, by name."""

from __future__ import annotations

from types import MappingProxyType

from harness.errors import SettingsError, did_you_mean

from .dialect import Dialect
from .live import Live
from .seed import Seed

__all__ = ["DIALECTS", "dialect_of"]

DIALECTS = MappingProxyType({one.name: one for one in (Dialect(), Live(), Seed())})


def dialect_of(name: str) -> Dialect:
    """Return a dialect by name, or raise SettingsError."""
    if name not in DIALECTS:
        hint = did_you_mean(name, DIALECTS) or f" (known: {', '.join(sorted(DIALECTS))})"
        raise SettingsError(f"no dialect of the API is called '{name}'{hint}")
    return DIALECTS[name]
