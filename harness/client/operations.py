"""What all operations share: the way to the server, and the dialect to write to it in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from harness.errors import BotRefused, SettingsError, UnexpectedReply
from harness.wire.dialect import Dialect, recognise
from harness.wire.reading import unexpected

from .call import Call
from .reply import Reply
from .transport import Transport

__all__ = ["LIST_CHATBOTS", "Operations", "unsendable"]

T = TypeVar("T")
LIST_CHATBOTS = Call("list the chatbots", "GET", "/get-chatbots")


class Operations:
    """The base of the client's operations, one class a resource."""

    def __init__(self, transport: Transport, dialect: Dialect | None) -> None:
        self._transport = transport
        self._dialect = dialect
        self._has_looked = False
        self._looking = asyncio.Lock()

    @property
    def dialect(self) -> Dialect | None:
        """The dialect that was given, or else found in a reply; None while nobody knows."""
        return self._dialect

    async def _fetch(self, call: Call, read: Callable[[object], T]) -> T:
        """Send a call whose reply is JSON, and learn the dialect from it."""

        def heard(body: object) -> T:
            value = read(body)
            self._dialect = self._dialect or recognise(body)
            return value

        return await self._transport.fetch(call, heard)

    async def _confirmed(self, call: Call, read: Callable[[object], None]) -> None:
        """Send a call whose reply is JSON or nothing at all."""

        async def empty_or_read(reply: Reply) -> None:
            raw = await reply.body()
            if reply.is_good and raw.strip():
                self._transport.understand(raw, read)

        await self._transport.send(call, empty_or_read)

    async def _spoken(self) -> Dialect:
        """Return the dialect to write in: where nobody knows it, the list of bots may tell.

        What is written in the wrong one is dropped without a word, so this is worth a request.
        """
        async with self._looking:
            if self._dialect is None and not self._has_looked:
                try:
                    await self._fetch(LIST_CHATBOTS, _anything)
                except (BotRefused, UnexpectedReply) as error:
                    if error.stops_the_run:
                        raise
                self._has_looked = True
        return self._dialect or Dialect.VENDOR


def _anything(body: object) -> None:
    if not isinstance(body, dict):
        raise unexpected(body, "a list of chatbots")


def unsendable(error: ValidationError) -> SettingsError:
    """Say what is wrong with a request, without repeating a whole text."""
    first = error.errors(include_input=False, include_url=False)[0]
    return SettingsError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
