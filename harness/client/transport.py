"""One request: wait for its turn, send it, and map whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from math import isfinite
from typing import TypeVar

import httpx

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.reading import unexpected

from .address import read_address
from .body import parse
from .call import Call
from .connection import Connections, carrier_to, read_key
from .failures import Failures
from .pacing import Clock, Pace
from .reply import Reply

__all__ = ["Transport"]

T = TypeVar("T")


class Transport:
    """Sends calls to one server with one key."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        pace: Pace,
        *,
        timeout_seconds: float,
        concurrency: int,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet.

        Raises:
            SettingsError: The base URL, the key, the timeout or the environment cannot be.
        """
        if not (isfinite(timeout_seconds) and timeout_seconds > 0):
            raise SettingsError(f"timeout_seconds must be more than 0, not {timeout_seconds}")
        key = read_key(api_key)
        address = read_address(base_url)
        self.host = address.netloc.decode("ascii")
        self.failures = Failures(self.host, key, timeout_seconds)
        self._pace = pace
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        carrier = transport or carrier_to(
            address, timeout_seconds=timeout_seconds, concurrency=concurrency
        )
        self._connections = Connections(address, key, carrier, timeout_seconds)

    async def close(self) -> None:
        """Close all connections."""
        await self._connections.close()

    async def send(self, call: Call, read: Callable[[Reply], Awaitable[T]]) -> T:
        """Return what `read` makes of the reply, after as many attempts as it needs.

        Raises:
            BotError: None of the attempts brought a reply that `read` could read.
        """
        return await self._pace.attempted(
            lambda number: self._once(call, number, read),
            repeatable=call.repeatable,
            paid=call.paid,
        )

    async def _once(self, call: Call, number: int, read: Callable[[Reply], Awaitable[T]]) -> T:
        async with self._sent(call, number, self._timeout_seconds) as reply:
            return await read(reply)

    async def fetch(self, call: Call, read: Callable[[object], T]) -> T:
        """Send a call whose reply is JSON, and return what `read` makes of it."""

        async def from_json(reply: Reply) -> T:
            return self.understand(await reply.body(), read)

        return await self.send(call, from_json)

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncIterator[Reply]:
        """Give the reply as soon as it begins; only its beginning is attempted again.

        The timeout counts for each silence, not for the whole reply.
        """
        async with AsyncExitStack() as stack:
            yield await self._opened(call, stack)

    def understand(self, raw: bytes, read: Callable[[object], T]) -> T:
        """Return what a reader of `harness.wire` makes of JSON.

        Raises:
            UnexpectedReply: It is not JSON, or not what the reader wants.
        """
        hide = self.failures.hide
        if not raw.strip():
            raise UnexpectedReply("the reply is empty")
        try:
            body = parse(raw)
        except ValueError:
            text = raw.decode("utf-8", errors="backslashreplace")
            raise unexpected(hide(text), "JSON") from None
        try:
            return read(body)
        except UnexpectedReply:
            # Read again without the key: an echo of it must not stand in the error.
            read(hide(body))
            raise UnexpectedReply("the reply holds the key") from None

    async def _opened(self, call: Call, stack: AsyncExitStack) -> Reply:
        async for attempt in self._pace.attempts(repeatable=call.repeatable, paid=call.paid):
            with attempt:
                number = attempt.retry_state.attempt_number
                return await stack.enter_async_context(self._sent(call, number, None))
        raise AssertionError("the loop returns or raises")  # pragma: no cover

    @asynccontextmanager
    async def _sent(
        self, call: Call, number: int, limit_seconds: float | None
    ) -> AsyncIterator[Reply]:
        """Make one attempt; the reply is given only if its status is good."""
        async with self._pace.turn():
            with self.failures.mapped(call):
                async with asyncio.timeout(limit_seconds):
                    started = self._clock.now()
                    response = await self._connections.send(call)
                    try:
                        reply = Reply(response, number, started, self._clock.now)
                        if not (reply.is_good or _is_gone_already(call, reply)):
                            raw = await reply.beginning()
                            raise self.failures.of_status(call, response, raw)
                        yield reply
                    finally:
                        await response.aclose()


def _is_gone_already(call: Call, reply: Reply) -> bool:
    """Tell whether an earlier attempt has deleted it, although no answer said so."""
    return call.method == "DELETE" and reply.attempt > 1 and reply.status == HTTPStatus.NOT_FOUND
