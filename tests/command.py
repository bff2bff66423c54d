"""What a command line said, for the tests that run one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Harness", "Said"]


@dataclass(frozen=True)
class Said:
    """The output of a command, and how it ended."""

    code: int
    out: str
    err: str


Harness = Callable[..., Said]
