"""When a request may go: how many at once, how fast, and how long after trouble."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from http import HTTPStatus
from math import isfinite
from types import TracebackType
from typing import Self, TypeVar

import httpx
from tenacity import AsyncRetrying

from harness.errors import BotError, BotUnavailable, BotUnreachable, SettingsError

from .attempts import asked_seconds, retrying
from .breaker import Breaker
from .figures import Figures
from .rate import Rate
from .window import Window

__all__ = ["Clock", "Pace", "Turn"]

T = TypeVar("T")
SHORTEST_PAUSE_SECONDS = 1.0
"""The pause after a 429 that does not say how long."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the client sees it, in seconds; tests bring their own."""

    now: Callable[[], float] = time.perf_counter
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


def _always() -> bool:
    return True


class Pace:
    """The pace of one client: shared by all its requests."""

    def __init__(
        self,
        *,
        attempts: int,
        requests_per_second: float | None,
        concurrency: int,
        clock: Clock,
        may_repeat: Callable[[], bool] = _always,
        rate: Rate | None = None,
    ) -> None:
        """Refuse what cannot be.

        Args:
            attempts: how often to try one request.
            requests_per_second: evenly spaced; None does not limit.
            concurrency: how many requests may be under way at once, at most.
            clock: time.
            may_repeat: asked before a paid request is made again; may spend a budget.
            rate: the rate of several clients together; None for one of its own.

        Raises:
            SettingsError: A number is not positive.
        """
        per_second = requests_per_second
        if attempts < 1 or concurrency < 1:
            raise SettingsError(
                f"attempts ({attempts}) and concurrency ({concurrency}) must be at least 1"
            )
        if per_second is not None and not (isfinite(per_second) and per_second > 0):
            raise SettingsError(f"requests_per_second must be more than 0, not {per_second}")
        self.clock = clock
        self.figures = Figures(clock.now)
        self.window = Window(concurrency)
        self.breaker = Breaker(clock.now, clock.sleep)
        self.rate = rate or Rate(clock.now)
        self.seconds_apart = 1 / per_second if per_second is not None else 0.0
        self.processes = 1
        """How many processes, at most, shared the limit since the figures were told."""
        self._attempts = attempts
        self._may_repeat = may_repeat
        self._narrowed_at = -1.0
        self._worked = False

    def attempts(self, *, repeatable: bool, paid: bool = False) -> AsyncRetrying:
        """Return the loop over the attempts at one request; the last error is raised.

        Args:
            repeatable: whether it may be made again although the server may have done it.
            paid: whether the user pays for each.
        """
        return retrying(
            self._attempts,
            sleep=self.clock.sleep,
            repeatable=repeatable,
            may_repeat=self._may_repeat if paid else _always,
            worked=lambda: self._worked,
        )

    async def attempted(
        self, once: Callable[[int], Awaitable[T]], *, repeatable: bool, paid: bool = False
    ) -> T:
        """Return what an attempt brings, after as many as it needs; each waits for its turn itself.

        Args:
            once: makes one attempt; is given its number, from 1.
            repeatable: as in `attempts`.
            paid: as in `attempts`.

        Raises:
            BotError: none of them brought anything.
        """
        try:
            return await once(1)
        except BotError as error:
            failed = error
        async for attempt in self.attempts(repeatable=repeatable, paid=paid):
            with attempt:
                number = attempt.retry_state.attempt_number
                if number == 1:
                    raise failed  # it was made already, without the price of this loop
                return await once(number)
        raise AssertionError("the loop returns or raises")  # pragma: no cover

    def turn(self) -> AbstractAsyncContextManager[object]:
        """Return what waits, as a context manager, until one more attempt may go."""
        return Turn(self)

    def told(self) -> Mapping[str, str]:
        """Return the figures since the last call, as text by name."""
        past, self.figures = self.figures, Figures(self.clock.now)
        found = dict(past.told(self.window.narrowest, self.window.most))
        if self.processes > 1:
            found["limit shared"] = f"by up to {self.processes} processes"
        self.processes = 1
        self.window.begin_anew()
        return found

    def share(self, places: int, per_second: float | None, processes: int) -> None:
        """Take no more than a share of what all processes with the same key may take.

        Args:
            places: how many requests may be under way at once; with 0 all wait.
            per_second: evenly spaced, in proportion to the places; None does not limit.
            processes: how many share the limit now, this one included.
        """
        if per_second is None:
            self.seconds_apart = 0.0
        elif places:
            self.seconds_apart = 1 / per_second
        self.processes = max(self.processes, processes)
        self.window.share(places)

    def good(self) -> None:
        """Note that the server did what it was asked for."""
        self._worked = True
        self.breaker.good()
        self.window.widen()

    def trouble(self, error: BotError, begun: float, *, probe: bool) -> None:
        """Note an attempt that failed; begun at that time.

        Raises:
            BotDown: no further one is worth it.
        """
        limited = isinstance(error, BotUnavailable) and (
            error.status == HTTPStatus.TOO_MANY_REQUESTS
        )
        if limited:
            pause = asked_seconds(error) or SHORTEST_PAUSE_SECONDS
            self.rate.pause(self.clock.now() + pause)
        if (limited or _is_timeout(error)) and begun >= self._narrowed_at:
            # Those that were under way with the one that narrowed it tell nothing new.
            self._narrowed_at = self.clock.now()
            self.window.narrow()
        if limited:
            self.figures.limited += 1
            self.breaker.limited(error)
        elif isinstance(error, BotUnavailable | BotUnreachable):
            self.figures.failed += 1
            self.breaker.bad(error, probe=probe)
        else:
            self.good()  # it refuses, or speaks another language: but it speaks


class Turn:
    """One attempt: waits for its turn when it is entered, and reports how it ended."""

    __slots__ = ("_begun", "_pace", "_probe")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._begun = 0.0
        self._probe = False

    async def __aenter__(self) -> Self:
        pace = self._pace
        if pace.window.is_free or pace.window.limit == pace.window.most:
            await pace.window.enter()
        else:
            with pace.figures.held():
                await pace.window.enter()
        try:
            await self._clearance()
        except BaseException:
            pace.window.leave()
            raise
        self._begun = pace.clock.now()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pace = self._pace
        pace.window.leave()
        if error is None:
            pace.figures.answered(pace.clock.now() - self._begun)
            pace.good()
        elif isinstance(error, BotError):
            pace.trouble(error, self._begun, probe=self._probe)
        elif self._probe:
            pace.breaker.dropped()

    async def _clearance(self) -> None:
        """Sit out pauses, then take a place in the rate; a new pause begins this anew."""
        pace = self._pace
        if pace.breaker.is_closed and not pace.rate.holds_back(pace.seconds_apart):
            return
        with pace.figures.held():
            self._probe = await pace.breaker.passed()
            await self._wait()

    async def _wait(self) -> None:
        rate, clock = self._pace.rate, self._pace.clock
        seen = None
        while seen != rate.paused_until:
            seen = rate.paused_until
            left = seen - clock.now()
            if left > 0:
                await clock.sleep(left)
            if self._pace.seconds_apart:
                place = rate.reserve(self._pace.seconds_apart) - clock.now()
                if place > 0:
                    await clock.sleep(place)


def _is_timeout(error: BotError) -> bool:
    return isinstance(error.__cause__, httpx.TimeoutException | TimeoutError)
