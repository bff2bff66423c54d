"""A reply while it arrives: its pieces, and when they came."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx

from harness.errors import UnexpectedReply

__all__ = ["LARGEST_BYTES", "Reply"]

LARGEST_BYTES = 16 * 1024 * 1024
"""A longer reply is refused: a server without end must not fill the memory."""
BEGINNING_BYTES = 64 * 1024
"""So much of an error's body is read."""


class Reply:
    """The reply to one attempt, and how long it took on the wire."""

    def __init__(
        self, response: httpx.Response, attempt: int, started: float, now: Callable[[], float]
    ) -> None:
        self.response = response
        self.attempt = attempt
        """Counts from 1."""
        self.first_chunk_seconds: float | None = None
        """From sending the request to the first bytes of the body; None while there are none."""
        self.seconds = 0.0
        """From sending the request to the last bytes that were read."""
        self._started = started
        self._now = now

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def is_good(self) -> bool:
        """Whether the server did what it was asked for (2xx)."""
        return self.response.is_success

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in small letters; empty if there is none."""
        header: str = self.response.headers.get("content-type", "")
        return header.partition(";")[0].strip().lower()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the body as it arrives; no chunk is empty."""
        size = 0
        async for chunk in self._decoded():
            if not chunk:
                continue
            if self.first_chunk_seconds is None:
                self.first_chunk_seconds = self._now() - self._started
            size += len(chunk)
            if size > LARGEST_BYTES:
                raise UnexpectedReply(f"the reply is longer than {LARGEST_BYTES} bytes")
            yield chunk
        self.seconds = self._now() - self._started

    def _decoded(self) -> AsyncIterator[bytes]:
        """Give the body without its encoding; where it has none, without httpx's way through it."""
        stream = self.response.stream
        if "content-encoding" in self.response.headers or not isinstance(
            stream, httpx.AsyncByteStream
        ):
            return self.response.aiter_bytes()
        return aiter(stream)

    async def body(self) -> bytes:
        """Return the whole body."""
        return b"".join([chunk async for chunk in self.chunks()])

    async def beginning(self) -> bytes:
        """Return the beginning of an error's body, as far as it came."""
        raw = b""
        try:
            async for chunk in self.response.aiter_bytes():
                raw += chunk
                if len(raw) >= BEGINNING_BYTES:
                    break
        except httpx.HTTPError:
            pass  # the status has said what matters
        return raw[:BEGINNING_BYTES]
