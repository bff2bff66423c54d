"""A chatbot API as small as can be: one raw protocol, every answer after a fixed time.

    python benchmarks/standin.py 0.1      # prints its base URL; GET /stats tells what it saw

It costs some tens of microseconds a request, so that a benchmark measures its client.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

BOTS = json.dumps(
    {"chatbots": [{"id": "bench", "name": "Bench", "last_trained_at": "2026-01-01T00:00:00Z"}]}
).encode()
ANSWER = json.dumps(
    {"text": "The refund is on its way 5 working days after the parcel has arrived here."}
).encode()
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
CHAT = REPLY % (len(ANSWER), ANSWER)
LIST = REPLY % (len(BOTS), BOTS)


class Seen:
    """What the server saw: when, and how many requests at once."""

    def __init__(self) -> None:
        self.requests = self.now = self.most = 0
        self.first = self.last = 0.0
        self.area = 0.0
        """Requests under way, summed over time: in request seconds."""

    def change(self, by: int) -> None:
        """Note that a request came (1) or was answered (-1)."""
        moment = time.time()
        if self.requests == 0:
            self.first = moment
        self.area += self.now * (moment - self.last) if self.last else 0.0
        self.now += by
        self.requests += by == 1
        self.most = max(self.most, self.now)
        self.last = moment

    def told(self) -> bytes:
        """Return the figures as JSON, and forget them."""
        span = self.last - self.first
        figures = {
            "requests": self.requests,
            "first": self.first,
            "span": span,
            "most": self.most,
            "mean": self.area / span if span else 0.0,
        }
        self.__init__()  # type: ignore[misc]
        return json.dumps(figures).encode()


class Wire(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self, latency: float, seen: Seen) -> None:
        self._latency = latency
        self._seen = seen
        self._raw = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._way = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._raw += data
        end = self._raw.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._raw[:end].lower()
        size = 0
        if (at := head.find(b"content-length:")) >= 0:
            size = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._raw) < end + 4 + size:
            return
        self._raw = self._raw[end + 4 + size :]
        if b"/chat " in head[:100]:
            self._seen.change(1)
            asyncio.get_running_loop().call_later(self._latency, self._answer)
        elif b"/stats " in head[:100]:
            told = self._seen.told()
            self._way.write(REPLY % (len(told), told))
        else:
            self._way.write(LIST)

    def _answer(self) -> None:
        self._seen.change(-1)
        if not self._way.is_closing():
            self._way.write(CHAT)


async def serve(latency: float) -> None:
    """Serve until the process is ended."""
    seen = Seen()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(latency, seen), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
