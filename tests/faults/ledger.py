"""What the bot's server saw: which questions came, and which were answered to the end."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Ledger"]


class Ledger:
    """An application around the emulator's; counts the answers of `/chat`, by question."""

    def __init__(self, app: ASGIApp) -> None:
        """Count nothing yet."""
        self._app = app
        self._lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        """Questions whose whole answer was sent."""
        self.retrains = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and note it."""
        if scope.get("path", "").endswith("/update-chatbot-data"):
            self.retrains += 1
        if scope["type"] != "http" or not scope["path"].endswith("/chat"):
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        question = str(json.loads(body)["messages"][-1]["content"])
        with self._lock:
            self.asked[question] += 1
        hung_up = asyncio.ensure_future(receive())
        given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return given.pop() if given else await asyncio.shield(hung_up)

        reply = _Reply()

        async def watched(message: Message) -> None:
            reply.take(message)
            await send(message)
            if reply.is_answer and not hung_up.done():
                self._note(question)

        try:
            await self._app(scope, again, watched)
        finally:
            hung_up.cancel()

    def _note(self, question: str) -> None:
        with self._lock:
            self.answered[question] += 1


class _Reply:
    """A reply as it goes by."""

    def __init__(self) -> None:
        self._ok = self._over = False
        self._kind = b""
        self._body = b""

    def take(self, message: Message) -> None:
        """Note one more piece of it."""
        if message["type"] == "http.response.start":
            self._ok = message["status"] == HTTPStatus.OK
            self._kind = dict(message["headers"]).get(b"content-type", b"")
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self._over = not message.get("more_body", False)

    @property
    def is_answer(self) -> bool:
        """Tell a whole answer from errors, pieces, and the nonsense sent on purpose."""
        if not (self._ok and self._over) or self._kind.startswith(b"text/html"):
            return False
        if not self._kind.startswith(b"application/json"):
            return True
        try:
            value = json.loads(self._body)
        except ValueError:
            return False
        return isinstance(value, dict) and isinstance(value.get("text"), str)
