"""The circuit breaker: when nothing works any more, stop asking, probe, and in the end give up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from harness.errors import BotDown, BotError

__all__ = ["PAUSES_SECONDS", "Breaker"]

IN_A_ROW = 10
"""After so many failed requests without a good one among them, the server is given a rest."""
PAUSES_SECONDS = (1.0, 2.0, 3.0, *(5.0,) * 11)
"""The rest before each probe. A server that restarts is back within a minute, and is found within
five seconds then; one request in five seconds is no burden."""
LIMITED_IN_A_ROW = 100
"""So many 429 in a row, for LIMITED_SECONDS, mean that no answer will come at all."""
LIMITED_SECONDS = 300.0


class Breaker:
    """Lets requests pass while the server works; else one at a time, after a pause each.

    Source: M. Nygard, "Release It!", 2007, chapter 5.
    """

    def __init__(self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        """Begin closed: requests pass.

        Args:
            now: the time in seconds.
            sleep: waits so many seconds.
        """
        self._now = now
        self._sleep = sleep
        self._failed = self._limited = self._probes = 0
        self._good_at = now()
        self._opened_at: float | None = None
        self._next_probe = 0.0
        self._probing = False
        self._why: BotError | None = None
        self._dead = False
        self._news = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether requests pass."""
        return self._opened_at is None and not self._dead

    async def passed(self) -> bool:
        """Wait until a request may go; tell whether it is a probe.

        Raises:
            BotDown: it was given up.
        """
        while True:
            if self._dead:
                raise self._given_up()
            if self._opened_at is None:
                return False
            if self._probing:
                await self._news.wait()
            elif (left := self._next_probe - self._now()) > 0:
                await self._sleep(left)
            else:
                self._probing = True
                return True

    def good(self) -> None:
        """Note that the server did, or refused, what it was asked for: it works."""
        self._failed = self._limited = self._probes = 0
        self._good_at = self._now()
        if self._opened_at is not None:
            self._opened_at = None
            self._tell()

    def bad(self, error: BotError, *, probe: bool) -> None:
        """Note a request that the server could not answer.

        Raises:
            BotDown: it was the last one.
        """
        self._why = error
        self._failed += 1
        if self._opened_at is None and self._failed >= IN_A_ROW:
            self._opened_at = self._now()
            self._next_probe = self._opened_at + PAUSES_SECONDS[0]
        elif probe:
            self._probes += 1
            self._dead = self._probes >= len(PAUSES_SECONDS)
            if not self._dead:
                self._next_probe = self._now() + PAUSES_SECONDS[self._probes]
            self._tell()
        if self._dead:
            raise self._given_up() from error

    def limited(self, error: BotError) -> None:
        """Note a 429: the server works, but not for us.

        Raises:
            BotDown: there was nothing else for minutes.
        """
        self._why = error
        self._limited += 1
        for_long = self._now() - self._good_at >= LIMITED_SECONDS
        if self._limited >= LIMITED_IN_A_ROW and for_long:
            self._dead = True
            self._tell()
            raise self._given_up() from error

    def dropped(self) -> None:
        """Note a probe that ended without a reply, because nobody wanted it any more."""
        self._tell()

    def _tell(self) -> None:
        self._probing = False
        self._news.set()
        self._news = asyncio.Event()

    def _given_up(self) -> BotDown:
        seconds = self._now() - self._good_at
        return BotDown(
            f"nothing but errors for {seconds:.0f} s, {self._failed + self._limited} in a row; "
            f"the last: {self._why}"
        )
