"""Asking: POST /chat, plain or streamed."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from harness.model.run import Answer
from harness.wire.chat import ChatRequest, read_chat
from harness.wire.reading import unexpected

from .call import Call
from .operations import Operations
from .reply import Reply
from .streaming import EVENT_STREAM, TextStream

__all__ = ["ChatOperations"]

JSON = "application/json"
PAGES = {"text/html", "application/xhtml+xml"}
"""What a proxy or a login page sends; no bot does."""


class ChatOperations(Operations):
    """The chat operations of the client."""

    async def chat(self, request: ChatRequest) -> Answer:
        """Ask, and return the complete answer; an empty one is an answer too.

        A streamed request gives the complete answer as well, and when its first piece came.

        Raises:
            BotError: There is no complete answer after all attempts.
        """
        call = _call(request)

        async def read(reply: Reply) -> Answer:
            if request.stream:
                text, extra = "".join([piece async for piece in self._pieces(reply)]), {}
            else:
                plain = self._transport.understand(await reply.body(), read_chat)
                text, extra = plain.text, plain.model_extra or {}
            return Answer(
                text=text,
                seconds=reply.seconds,
                first_chunk_seconds=reply.first_chunk_seconds if request.stream else None,
                attempts=reply.attempt,
                sent=call.body or {},
                extra=extra,
            )

        return await self._transport.send(call, read)

    async def stream_chat(self, request: ChatRequest) -> AsyncGenerator[str, None]:
        """Ask, and give the pieces of the answer as they come.

        Only what happens before the first piece is attempted again. Whoever stops before the
        end closes the generator (`contextlib.aclosing`), which frees the connection.

        Raises:
            BotError: No answer begins after all attempts, or it breaks off.
        """
        async with (
            self._transport.open(_call(request.model_copy(update={"stream": True}))) as reply,
            aclosing(self._pieces(reply)) as pieces,
        ):
            async for piece in pieces:
                yield piece

    async def _pieces(self, reply: Reply) -> AsyncGenerator[str, None]:
        """Give the text of a reply to a streamed request; no piece is empty."""
        if reply.media_type == JSON:  # a server that does not stream
            yield self._transport.understand(await reply.body(), read_chat).text
            return
        if reply.media_type in PAGES:
            page = self._transport.failures.hide((await reply.body()).decode(errors="replace"))
            raise unexpected(page, "a streamed answer")
        stream = TextStream(reply.media_type)
        async for chunk in reply.chunks():
            if piece := stream.feed(chunk):
                yield piece
        if piece := stream.finish():
            yield piece


def _call(request: ChatRequest) -> Call:
    """Build the call; repeating it is harmless, as the API keeps no context."""
    accept = f"text/plain, {EVENT_STREAM};q=0.9, {JSON};q=0.8" if request.stream else JSON
    return Call("ask the chatbot", "POST", "/chat", body=request.body(), accept=accept, paid=True)
