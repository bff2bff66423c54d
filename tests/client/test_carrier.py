from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from harness.client.carrier import AiohttpCarrier
from harness.client.client import ChatbotClient
from harness.errors import BotUnreachable

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Script], Awaitable[str]]

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def carrier(silence: float = 5) -> AiohttpCarrier:
    """Return a carrier of two connections."""
    return AiohttpCarrier(concurrency=2, connect_seconds=1, silence_seconds=silence, context=None)


def says(raw: bytes) -> Script:
    """Return a server that writes these bytes and hangs up."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return script


async def reply_of(url: str, silence: float = 5) -> tuple[httpx.Response, bytes]:
    """Return a reply and its body."""
    carried = carrier(silence)
    try:
        response = await carried.handle_async_request(httpx.Request("GET", url))
        try:
            return response, await response.aread()
        finally:
            await response.aclose()
    finally:
        await carried.aclose()


async def test_a_reply_keeps_its_status_headers_and_body(serve: Serve) -> None:
    """Nothing is added, nothing decoded on the way: httpx does that."""
    raw = b"HTTP/1.1 418 Teapot\r\nX-Odd: caf\xe9\r\nContent-Length: 3\r\n\r\nabc"
    response, body = await reply_of(await serve(says(raw)))

    assert (418, b"caf\xe9", b"abc") == (response.status_code, response.headers.raw[0][1], body)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", httpx.RemoteProtocolError),
        (b"SSH-2.0-OpenSSH\r\n\r\n", httpx.RemoteProtocolError),
    ],
)
async def test_a_server_that_hangs_up_has_seen_the_request(
    serve: Serve, raw: bytes, kind: type[Exception]
) -> None:
    """It is no failed connection: what was sent may have been done."""
    with pytest.raises(kind):
        await reply_of(await serve(says(raw)))


async def test_nobody_listening_is_a_failed_connection(unused_tcp_port: int) -> None:
    """So the request was surely never sent."""
    with pytest.raises(httpx.ConnectError):
        await reply_of(f"http://127.0.0.1:{unused_tcp_port}/")


async def test_silence_is_a_read_timeout(serve: Serve) -> None:
    """A server that takes the request and says nothing may have done it."""

    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    with pytest.raises(httpx.ReadTimeout):
        await reply_of(await serve(silent), silence=0.05)


async def test_a_creation_is_not_sent_again_to_a_server_that_hung_up(serve: Serve) -> None:
    """A chatbot must not be made twice."""
    served = 0

    async def hangs_up(writer: asyncio.StreamWriter) -> None:
        nonlocal served
        served += 1

    async with ChatbotClient(await serve(hangs_up), "key", attempts=3) as client:
        with pytest.raises(BotUnreachable, match="hung up"):
            await client.create_chatbot("Shop", "text")

    assert 1 == served
