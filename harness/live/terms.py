"""The terms of a live comparison: its method and its chance."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from harness.model.proof import Method

__all__ = ["Terms"]


@dataclass(frozen=True, slots=True)
class Terms:
    """How two bots are compared; the same terms and answers lead to the same questions."""

    method: Method = field(default_factory=Method)
    seed: int = field(default_factory=lambda: secrets.randbits(32))
    """Of the order in which is asked; fresh for each comparison, kept when it is gone on with."""
    preset: str = "normal"
