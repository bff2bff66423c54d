"""How scorers word their findings."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["listed", "percent"]

_MOST_LISTED = 8
_LONGEST_LISTED = 60


def percent(share: float) -> str:
    """Return a share of 0..1 in whole percent, rounded down: only a whole is "100 %"."""
    return f"{math.floor(share * 100 + 1e-9)} %"


def listed(texts: Sequence[str]) -> str:
    """Return texts as an enumeration; of many only the first, of long ones the beginning."""
    shown = [
        text if len(text) <= _LONGEST_LISTED else f"{text[:_LONGEST_LISTED]}…"
        for text in texts[:_MOST_LISTED]
    ]
    more = len(texts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
