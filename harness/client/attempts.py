"""Whether a failed request is made again, how often, and after which pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_exponential_jitter,
)

from harness.errors import BotUnavailable, BotUnreachable

from .breaker import IN_A_ROW, PAUSES_SECONDS
from .failures import NEVER_SENT

__all__ = ["LONGEST_PAUSE_SECONDS", "asked_seconds", "retrying"]

LONGEST_PAUSE_SECONDS = 120.0
"""A Retry-After beyond this is cut: better a failed trial than a run that seems to hang."""
LONGEST_BACK_OFF_SECONDS = 30.0
ATTEMPTS_AT_NOBODY = 2
"""Where nothing listens and nothing ever answered, the address is wrong: say so in seconds."""
ATTEMPTS_AT_A_RESTART = IN_A_ROW + len(PAUSES_SECONDS)
"""Where nothing listens any more, the server may be restarting, and that says nothing of the
request: it is made again until the breaker has given up."""

_back_off = wait_exponential_jitter(max=LONGEST_BACK_OFF_SECONDS)
_brief = wait_exponential_jitter(max=2.0)
"""Where nothing listens; the breaker soon lets one request pass at a time."""


def retrying(
    most: int,
    *,
    sleep: Callable[[float], Awaitable[None]],
    repeatable: bool,
    may_repeat: Callable[[], bool],
    worked: Callable[[], bool],
) -> AsyncRetrying:
    """Return the loop over the attempts at one request; the last error is raised.

    Args:
        most: how often it is tried.
        sleep: waits so many seconds.
        repeatable: whether it may be made again although the server may have done it.
        may_repeat: asked before each further attempt.
        worked: whether the server has ever answered.
    """

    def worth_repeating(error: BaseException) -> bool:
        if isinstance(error, BotUnavailable):
            return repeatable or error.status == HTTPStatus.TOO_MANY_REQUESTS
        if isinstance(error, BotUnreachable):
            return repeatable or isinstance(error.__cause__, NEVER_SENT)
        return False

    def over(state: RetryCallState) -> bool:
        limit = most
        if _is_refused(_error(state)):
            limit = ATTEMPTS_AT_A_RESTART if worked() else min(most, ATTEMPTS_AT_NOBODY)
        return state.attempt_number >= limit or not may_repeat()

    return AsyncRetrying(
        stop=over,
        retry=retry_if_exception(worth_repeating),
        wait=_wait_seconds,
        sleep=sleep,
        reraise=True,
    )


def asked_seconds(error: BaseException | None) -> float | None:
    """Return how long the server asks to wait, at most LONGEST_PAUSE_SECONDS; None: it does not."""
    asked = error.retry_after_seconds if isinstance(error, BotUnavailable) else None
    return None if asked is None else min(asked, LONGEST_PAUSE_SECONDS)


def _wait_seconds(state: RetryCallState) -> float:
    """Wait as long as the server asks, else longer after each failure."""
    error = _error(state)
    if _is_refused(error):
        return _brief(state)
    return asked_seconds(error) or _back_off(state)


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome is not None else None


def _is_refused(error: BaseException | None) -> bool:
    return error is not None and isinstance(error.__cause__, httpx.ConnectError)
