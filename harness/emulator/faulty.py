"""Trouble on the way: requests that are refused, delayed, cut off or answered with nonsense."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .dialect import Dialect
from .faults import Chance, Faults

__all__ = ["CUT", "Faulty"]

CUT = "harness.cut"
"""The server's ASGI extension that cuts a connection: a function without arguments."""
BUFFER_BYTES = 16 * 1_048_576
"""So much of a body is read to recognise a request that came before."""
CHUNKS = 8
"""A stream is cut within so many chunks."""
_IDS = frozenset({"chatbotId", "chatId", "conversationId", "contactId"})
_NONSENSE = (
    ("application/json", b"[]"),
    ("application/json", b'"ok"'),
    ("application/json", b'{"text": null, "data": null}'),
    ("application/json", b'{"text": "It is cut of'),
    ("application/json", b""),
    ("text/html", b"<!doctype html><title>502</title><h1>Bad gateway</h1>"),
)


class _Severed(Exception):
    """The reply is to be cut off here."""


class Faulty:
    """An application whose requests meet trouble on their way."""

    def __init__(
        self, app: ASGIApp, *, prefix: str, dialect: Dialect, faults: Faults, chance: Chance
    ) -> None:
        """Make trouble for requests below `prefix`."""
        self._app = app
        self._prefix = prefix
        self._dialect = dialect
        self._faults = faults
        self._chance = chance
        self._arrivals = count(1)
        self._quota = _Quota(faults.quota)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or not."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(self._prefix + "/"):
            await self._app(scope, receive, send)
            return
        body, again = await _buffered(receive)
        place = path[len(self._prefix) :]
        occasion = self._chance.occasion(_fingerprint(scope, place, body))
        if self._chance.hits("slow", occasion, self._faults.slow_share):
            await asyncio.sleep(self._faults.slow_seconds)
        early = self._instead(occasion)
        if early is not None:
            await early(scope, again, send)
        elif place == "/chat" and not self._quota.take():
            refusal = self._error(HTTPStatus.FORBIDDEN, "Access denied or quota exceeded")
            await refusal(scope, again, send)
        else:
            await self._through(scope, again, send, occasion)

    def _instead(self, occasion: bytes) -> Response | None:
        """Return what is said without a look at the request, None if it gets through."""
        faults, hits = self._faults, self._chance.hits
        every = faults.rate_limited_every
        limited = every > 0 and next(self._arrivals) % every == 0
        if limited or hits("rate_limited", occasion, faults.rate_limited_share):
            reply = self._error(HTTPStatus.TOO_MANY_REQUESTS, "Rate limit exceeded")
            reply.headers["Retry-After"] = str(faults.retry_after_seconds)
            return reply
        if hits("error", occasion, faults.error_share):
            return self._error(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal server error")
        if hits("wrong_shape", occasion, faults.wrong_shape_share):
            kind, body = self._chance.dice("nonsense", occasion).choice(_NONSENSE)
            return Response(body, media_type=kind)
        return None

    def _error(self, status: HTTPStatus, message: str) -> Response:
        return JSONResponse(self._dialect.error(status, message), status)

    async def _through(self, scope: Scope, receive: Receive, send: Send, occasion: bytes) -> None:
        cutting = _Cutting(send, self._faults, self._chance, occasion)
        answered = False

        async def watched(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = message["status"] == HTTPStatus.OK
            await cutting(message)

        try:
            await self._app(scope, receive, watched)
        except _Severed:
            await _sever(scope, receive)
        finally:
            if scope["path"] == f"{self._prefix}/chat" and not answered:
                self._quota.give_back()


class _Quota:
    """So many answers, then none."""

    def __init__(self, answers: int | None) -> None:
        self._left = answers
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            if self._left == 0:
                return False
            if self._left is not None:
                self._left -= 1
            return True

    def give_back(self) -> None:
        with self._lock:
            if self._left is not None:
                self._left += 1


@dataclass(slots=True)
class _Cutting:
    """Sends a reply, or a part of it and then raises `_Severed`."""

    send: Send
    faults: Faults
    chance: Chance
    occasion: bytes
    middle: bool = False
    chunks: int = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._decide(message)
        elif self.middle:
            await self._cut(message)
        await self.send(message)

    def _decide(self, start: Message) -> None:
        headers = dict(start["headers"])
        streamed = b"content-length" not in headers and start["status"] == HTTPStatus.OK
        dice = self.chance.dice("where", self.occasion)
        if self.chance.hits("cut", self.occasion, self.faults.cut_share):
            if dice.random() < 0.5:  # noqa: PLR2004 (one half early, the other late)
                raise _Severed
            self.middle = True
        elif streamed:
            share = self.faults.cut_stream_share
            self.middle = self.chance.hits("cut_stream", self.occasion, share)
        self.chunks = dice.randint(1, CHUNKS) if streamed else 0

    async def _cut(self, message: Message) -> None:
        if self.chunks == 0:
            body = message.get("body", b"")
            half = {"type": "http.response.body", "body": body[: len(body) // 2]}
            await self.send(half | {"more_body": True})
            raise _Severed
        self.chunks -= 1
        if self.chunks == 0 or not message.get("more_body", False):
            raise _Severed


async def _sever(scope: Scope, receive: Receive) -> None:
    """Cut the connection, and return when it is gone; without a server there is but an error."""
    cut: Callable[[], None] | None = scope.get("extensions", {}).get(CUT)
    if cut is None:
        raise ConnectionResetError("the emulator cut the connection, as it was told to")
    await asyncio.sleep(0)  # what was sent before goes out
    cut()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _buffered(receive: Receive) -> tuple[bytes, Receive]:
    """Read the body and return it, and a `receive` that begins with it again."""
    kept: list[Message] = []
    size, more = 0, True
    while more and size <= BUFFER_BYTES:
        message = await receive()
        kept.append(message)
        size += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    body = b"".join(message.get("body", b"") for message in kept)

    async def again() -> Message:
        return kept.pop(0) if kept else await receive()

    return body, again


def _fingerprint(scope: Scope, place: str, body: bytes) -> bytes:
    """Return what makes two requests equal: all but the ids, which differ from state to state."""
    words = place.split("/")
    if len(words) > 2 and words[1] == "chatbots":  # noqa: PLR2004 ("", "chatbots", id)
        words[2] = ""
    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
    told = sorted((name, value) for name, value in query if name not in _IDS)
    return repr((scope["method"], words, told, _without_ids(body))).encode()


def _without_ids(body: bytes) -> Any:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if isinstance(read, dict):
        read = {name: value for name, value in read.items() if name not in _IDS}
    return json.dumps(read, sort_keys=True)
