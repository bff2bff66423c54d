"""When a request may go: how many at once, how fast, and how long after trouble."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from math import inf, isfinite

from aiolimiter import AsyncLimiter
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential_jitter,
)

from harness.errors import BotUnavailable, BotUnreachable, SettingsError

from .failures import NEVER_SENT

__all__ = ["LONGEST_PAUSE_SECONDS", "Clock", "Pace"]

LONGEST_PAUSE_SECONDS = 120.0
"""A Retry-After beyond this is cut: better a failed trial than a run that seems to hang."""
LONGEST_BACK_OFF_SECONDS = 30.0
SHORTEST_PAUSE_SECONDS = 1.0
"""The pause after a 429 that does not say how long."""

_back_off = wait_exponential_jitter(max=LONGEST_BACK_OFF_SECONDS)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the client sees it, in seconds; tests bring their own."""

    now: Callable[[], float] = time.perf_counter
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Pace:
    """The pace of one client: shared by all its requests."""

    def __init__(
        self,
        *,
        attempts: int,
        requests_per_second: float | None,
        concurrency: int,
        clock: Clock,
    ) -> None:
        """Refuse what cannot be.

        Raises:
            SettingsError: A number is not positive.
        """
        rate = requests_per_second
        if attempts < 1 or concurrency < 1:
            raise SettingsError(
                f"attempts ({attempts}) and concurrency ({concurrency}) must be at least 1"
            )
        if rate is not None and not (isfinite(rate) and rate > 0):
            raise SettingsError(f"requests_per_second must be more than 0, not {rate}")
        self._attempts = attempts
        self._slots = asyncio.Semaphore(concurrency)
        # One request each 1/rate seconds: a bucket of `rate` would let that many go at once.
        self._limiter = AsyncLimiter(1, 1 / rate) if rate is not None else None
        self._clock = clock
        self._paused_until = -inf

    def attempts(self, *, repeatable: bool) -> AsyncRetrying:
        """Return the loop over the attempts at one request; the last error is raised."""

        def worth_repeating(error: BaseException) -> bool:
            if isinstance(error, BotUnavailable):
                return repeatable or error.status == HTTPStatus.TOO_MANY_REQUESTS
            if isinstance(error, BotUnreachable):
                return repeatable or isinstance(error.__cause__, NEVER_SENT)
            return False

        return AsyncRetrying(
            stop=stop_after_attempt(self._attempts),
            retry=retry_if_exception(worth_repeating),
            wait=_wait_seconds,
            sleep=self._clock.sleep,
            reraise=True,
        )

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until one more attempt may go; a 429 within pauses every request."""
        async with self._slots:
            await self._clearance()
            try:
                yield
            except BotUnavailable as error:
                if error.status == HTTPStatus.TOO_MANY_REQUESTS:
                    pause = _asked_seconds(error) or SHORTEST_PAUSE_SECONDS
                    self._paused_until = max(self._paused_until, self._clock.now() + pause)
                raise

    async def _clearance(self) -> None:
        """Sit out the pause, then take a place in the rate; a new pause begins this anew."""
        seen: float | None = None
        while seen != self._paused_until:
            seen = self._paused_until
            left = seen - self._clock.now()
            if left > 0:
                await self._clock.sleep(left)
            if self._limiter is not None:
                await self._limiter.acquire()


def _asked_seconds(error: BaseException | None) -> float | None:
    asked = error.retry_after_seconds if isinstance(error, BotUnavailable) else None
    return None if asked is None else min(asked, LONGEST_PAUSE_SECONDS)


def _wait_seconds(state: RetryCallState) -> float:
    """Wait as long as the server asks, else longer after each failure."""
    error = state.outcome.exception() if state.outcome is not None else None
    return _asked_seconds(error) or _back_off(state)
