"""The pace of a client that somebody else tells when to ask."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

from .pacing import Pace

__all__ = ["Unpaced"]


class Unpaced(Pace):
    """Lets each attempt go at once, and draws nothing from how it ends."""

    def turn(self) -> AbstractAsyncContextManager[object]:
        """Return what waits for nothing."""
        return nullcontext()
