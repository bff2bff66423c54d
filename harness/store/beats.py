"""Telling whether another process still works at what it has taken.

Nothing here goes by the time of the day, which may jump and differs between machines: a process
counts its beat up now and then, and it has gone when a watcher has seen no new beat for a while
by a clock that cannot jump. A process of this machine that is dead has gone at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from .process import is_dead

__all__ = ["BEAT_SECONDS", "LEASE_SECONDS", "Beats"]

LEASE_SECONDS = 45.0
"""So long without a beat, and what a process has may be taken over."""
BEAT_SECONDS = 10.0
"""How often a process should beat."""


class Beats:
    """The beats that were seen, and when each was new."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing seen.

        Args:
            clock: a time in seconds that cannot jump.
        """
        self._clock = clock
        self._seen: dict[Hashable, tuple[str, int, float]] = {}

    def has_ended(self, what: Hashable, owner: str, beat: int) -> bool:
        """Tell whether the owner of something has gone, by the beat that stands there now."""
        if is_dead(owner):
            return True
        now = self._clock()
        seen = self._seen.get(what)
        if seen is None or seen[:2] != (owner, beat):
            self._seen[what] = (owner, beat, now)
            return False
        return now - seen[2] >= LEASE_SECONDS
