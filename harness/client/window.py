"""How many requests may be under way at once: fewer after trouble, slowly more again."""

from __future__ import annotations

import asyncio
from collections import deque

__all__ = ["Window"]

AFTER_TROUBLE = 0.5
"""What is left of the window after a 429 or a timeout (multiplicative decrease)."""


class Window:
    """A limit that adapts as TCP's does: additive increase, multiplicative decrease.

    Source: D. Chiu, R. Jain, "Analysis of the increase and decrease algorithms for congestion
    avoidance in computer networks", 1989.
    """

    def __init__(self, most: int) -> None:
        """Begin wide open: a server that can take `most` should be asked so."""
        self.most = most
        """What the user allows."""
        self.narrowest = most
        """The smallest the window has been."""
        self.under_way = 0
        self._limit = float(most)
        self._share = most
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def limit(self) -> int:
        """How many requests may be under way now."""
        return min(max(1, int(self._limit)), self._share)

    @property
    def wanted(self) -> int:
        """How many requests could be under way if only there were places."""
        return self.under_way + len(self._waiting)

    @property
    def is_free(self) -> bool:
        """Whether a request could enter without waiting."""
        return not self._waiting and self.under_way < self.limit

    def share(self, most: int) -> None:
        """Take no more than so many, or none: the rest is for other processes."""
        self._share = most
        self._wake()

    async def enter(self) -> None:
        """Wait for a place; first come, first served."""
        if self.is_free:
            self.under_way += 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()  # the place came in the same moment: it goes to the next one
            raise

    def leave(self) -> None:
        """Give the place to the next one."""
        self.under_way -= 1
        self._wake()

    def widen(self) -> None:
        """Note a good reply: a whole window of them makes room for one more."""
        if self._limit < self.most:
            self._limit = min(float(self.most), self._limit + 1 / self._limit)
            self._wake()

    def begin_anew(self) -> None:
        """Forget how narrow it has been before; what others take is no trouble."""
        self.narrowest = max(1, int(self._limit))

    def narrow(self) -> None:
        """Note that the server could not keep up."""
        self._limit = max(1.0, min(self._limit, self._share) * AFTER_TROUBLE)
        self.narrowest = min(self.narrowest, int(self._limit))

    def _wake(self) -> None:
        while self._waiting and self.under_way < self.limit:
            place = self._waiting.popleft()
            if not place.done():
                self.under_way += 1
                place.set_result(None)
