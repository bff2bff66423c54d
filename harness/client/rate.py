"""When the next request may go, by the rate and by what the server asks for."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

__all__ = ["Rate"]


class Rate:
    """Spaces requests evenly, and pauses them all; of one client."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin with nothing to wait for.

        Args:
            now: the time in seconds.
        """
        self._now = now
        self._next = -inf
        self._paused_until = self._asked_until = -inf

    @property
    def paused_until(self) -> float:
        """No request may go before that time."""
        return self._paused_until

    @property
    def asked_seconds(self) -> float:
        """How long, from now on, the server asked this client itself to pause."""
        return max(0.0, self._asked_until - self._now())

    @property
    def taken_until(self) -> float:
        """The first place that is free: those before it are taken, as far apart as they were."""
        return self._next

    def pause(self, until: float) -> None:
        """Let no request go before that time; a shorter pause does not end a longer one."""
        self._asked_until = max(self._asked_until, until)
        self.pause_too(until)

    def pause_too(self, until: float) -> None:
        """Do the same because another process was asked to: this one does not pass it on."""
        self._paused_until = max(self._paused_until, until)

    def holds_back(self, seconds_apart: float) -> bool:
        """Tell whether a request has to wait, or to take a place."""
        return seconds_apart > 0 or self.paused_until > self._now()

    def reserve(self, seconds_apart: float) -> float:
        """Take the next place, and return its time.

        One request each so many seconds: a bucket of a second's requests would let them all go
        at once.
        """
        place = max(self._now(), self._next)
        self._next = place + seconds_apart
        return place
