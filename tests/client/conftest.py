"""Stand-ins for the service: one in memory, one on a loopback socket, and a clock to turn."""

import asyncio
import contextlib
import json
import selectors
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.client.pacing import Clock

KEY = "sk-3f9c1a7e-key"


class FakeClock:
    """Time that passes only by sleeping, or by `pass_seconds`."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def pass_seconds(self, seconds: float) -> None:
        """Turn the clock."""
        self.seconds += seconds

    async def sleep(self, seconds: float) -> None:
        """Turn the clock after the others had their turn."""
        self.slept.append(seconds)
        wake = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, wake)

    @property
    def clock(self) -> Clock:
        """This clock as the client wants it."""
        return Clock(now=lambda: self.seconds, sleep=self.sleep)


class Server:
    """Gives replies in turn and keeps what was asked."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request: with JSON, a response or an exception."""
        body = json.loads(request.content) if request.content else None
        path = request.url.raw_path.decode().removeprefix("/api/v1")
        self.asked.append((request.method, path, body))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else httpx.Response(200, json=reply)


@pytest.fixture
def server_of() -> type[Server]:
    """Give a maker of servers that reply in turn."""
    return Server


@pytest.fixture
def time() -> FakeClock:
    """Give a clock that only tests turn."""
    return FakeClock()


@pytest.fixture
async def client_of(time: FakeClock) -> AsyncIterator[Callable[..., ChatbotClient]]:
    """Give a maker of clients whose server is a function of the request."""
    async with contextlib.AsyncExitStack() as stack:

        def make(
            handler: Callable[[httpx.Request], Any],
            base_url: str = "http://bots.test/api/v1",
            api_key: str = KEY,
            **options: Any,
        ) -> ChatbotClient:
            options = {"clock": time.clock, "transport": httpx.MockTransport(handler), **options}
            client = ChatbotClient(base_url, api_key, **options)
            stack.push_async_exit(client)
            return client

        yield make


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Give a starter of loopback servers: reads a request, then lets `script` write bytes."""
    servers: list[asyncio.Server] = []
    tasks: set[asyncio.Task[None]] = set()

    async def start(script: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> str:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                if b"content-length: " in head:
                    length = head.split(b"content-length: ")[1].split(b"\r\n")[0]
                    await reader.readexactly(int(length))
                await script(writer)
            finally:
                writer.close()
                with contextlib.suppress(ConnectionError):
                    await writer.wait_closed()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1"

    yield start
    for server in servers:
        server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class _Leap(selectors.DefaultSelector):
    """Never waits: what would be waited for is added to the time instead."""

    leapt = 0.0

    def select(self, timeout: float | None = None) -> Any:
        events = super().select(0)
        if not events and timeout:
            self.leapt += timeout
        return events


class _LeapingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        return self._leap.leapt


@pytest.fixture
def in_leaps() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Give a runner of coroutines whose loop leaps over every wait."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        with asyncio.Runner(loop_factory=_LeapingLoop) as runner:
            return runner.run(coroutine)

    return run
