import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import (
    BotRefused,
    BotUnavailable,
    BotUnreachable,
    UnexpectedReply,
)

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[Script], Awaitable[str]]
ClientOf = Callable[..., ChatbotClient]

KEY = "sk-3f9c1a7e-key"


def writes(raw: bytes) -> Script:
    """Return a server that writes these bytes and hangs up."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return script


async def hangs(writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def drips(writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, for ever: no single silence is long."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!doctype html><html>Sign in</html>", "Sign in"),
        (b"{broken", "broken"),
        (b'{"chatbots": "caf\xe9"}', "xe9"),
        ('{"chatbots": []}'.encode("utf-16"), "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b'{"chatbots": NaN}', "NaN"),
        (b'{"message": "maintenance"}', "maintenance"),
        (b'{"chatbots": {"data": null, "error": "denied"}}', "denied"),
        (b"null", "null"),
    ],
)
async def test_a_good_status_with_anything_else(
    client_of: ClientOf, content: bytes, fact: str
) -> None:
    """200 without the promised shape is an UnexpectedReply that shows its beginning, once."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=content)

    with pytest.raises(UnexpectedReply, match=fact) as caught:
        await client_of(handler).get_chatbots()
    assert str(caught.value).startswith("could not list the chatbots: bots.test answered, but ")
    assert len(str(caught.value)) < 400
    assert len(asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(200, json={"headers": {"authorization": f"Bearer {KEY}"}}),
        httpx.Response(200, json={"chatbots": [{"key": "x" * 170 + KEY}]}),
        httpx.Response(200, text=f"<html>{KEY}</html>"),
        httpx.Response(200, text="<html>" + "x" * 185 + KEY),
        httpx.Response(400, json={"message": KEY}),
        httpx.Response(500, text=f"trace: {KEY}"),
        httpx.Response(302, headers={"location": f"https://{KEY}.test/{KEY}"}),
    ],
)
async def test_an_echo_of_the_key_stays_out_of_errors(
    client_of: ClientOf, reply: httpx.Response
) -> None:
    """Whatever the server repeats, no part of the key that matters is in the error."""
    client = client_of(lambda request: reply, attempts=1)
    with pytest.raises((UnexpectedReply, BotRefused, BotUnavailable)) as caught:
        await client.get_chatbots()
    assert KEY[:8] not in str(caught.value)
    assert KEY[:8] not in repr(caught.value)


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        ("http://bots.test", "http://bots.test/get-chatbots"),
        ("http://bots.test:81/", "http://bots.test:81/get-chatbots"),
        ("http://bots.test/api/v1/", "http://bots.test/api/v1/get-chatbots"),
        ("http://bots.test/a%2Fb", "http://bots.test/a%2Fb/get-chatbots"),
    ],
)
async def test_paths_are_below_the_base_url(client_of: ClientOf, base_url: str, asked: str) -> None:
    """The path of the base URL stays as it was written."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json={"chatbots": []})

    await client_of(handler, base_url).get_chatbots()
    assert seen == [asked]


async def test_redirects_are_not_followed(client_of: ClientOf) -> None:
    """The key does not travel to where a redirect points."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://elsewhere.test/"})

    with pytest.raises(BotRefused, match=r"elsewhere\.test"):
        await client_of(handler).get_chatbots()
    assert seen == ["bots.test"]


@pytest.mark.parametrize("kind", [httpx.ReadError, httpx.InvalidURL, httpx.DecodingError])
async def test_exceptions_of_the_network_are_mapped(
    client_of: ClientOf, kind: type[Exception]
) -> None:
    """What the carrier raises comes out as ours, whichever method was called."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise kind("broke")

    with pytest.raises((BotUnreachable, UnexpectedReply), match="broke"):
        await client_of(handler).get_chatbots()


@pytest.mark.parametrize("script", [hangs, drips])
async def test_the_timeout_is_for_the_whole_attempt(serve: Serve, script: Script) -> None:
    """A server that says nothing, or never comes to an end, is unreachable after the timeout."""
    base_url = await serve(script)
    async with ChatbotClient(base_url, KEY, timeout_seconds=0.2, attempts=1) as client:
        with pytest.raises(BotUnreachable, match=r"did not answer within 0\.2 s"):
            await client.get_chatbots()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"chatbots"',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n',
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\xff\xfe\xfd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
    ],
)
async def test_cuts_and_foreign_tongues_are_unreachable(serve: Serve, raw: bytes) -> None:
    """A connection that breaks off, or does not speak HTTP, is BotUnreachable."""
    async with ChatbotClient(await serve(writes(raw)), KEY, attempts=1) as client:
        with pytest.raises(BotUnreachable, match="broke off"):
            await client.get_chatbots()


async def test_a_broken_encoding_is_unexpected(serve: Serve) -> None:
    """A body that says gzip but is not is a reply that cannot be read."""
    raw = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
    async with ChatbotClient(await serve(writes(raw)), KEY, attempts=1) as client:
        with pytest.raises(UnexpectedReply, match="cannot be read"):
            await client.get_chatbots()


async def test_a_cut_error_still_has_its_status(serve: Serve) -> None:
    """When an error's body breaks off, its status is reported nevertheless."""
    raw = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\nNo cre"
    async with ChatbotClient(await serve(writes(raw)), KEY) as client:
        with pytest.raises(BotRefused, match=r"403 Forbidden \(No cre\)"):
            await client.get_chatbots()


async def test_a_closed_port_is_unreachable(unused_tcp_port: int) -> None:
    """Where nothing listens, the sentence says to check the URL."""
    base_url = f"http://127.0.0.1:{unused_tcp_port}"
    async with ChatbotClient(base_url, KEY, attempts=1) as client:
        with pytest.raises(BotUnreachable, match="check the base URL"):
            await client.get_chatbots()


async def test_cancelling_frees_the_place(serve: Serve) -> None:
    """A cancelled request ends at once, is not repeated, and the next one can go."""
    served = 0
    body = b'{"chatbots": []}'
    answer = writes(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    begun = asyncio.Event()

    async def script(writer: asyncio.StreamWriter) -> None:
        nonlocal served
        served += 1
        begun.set()
        await (hangs if served == 1 else answer)(writer)

    async with ChatbotClient(await serve(script), KEY, concurrency=1) as client:
        task = asyncio.create_task(client.get_chatbots())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await client.get_chatbots() == ()
    assert served == 2


def test_json_is_sent_as_utf8(client_of: ClientOf) -> None:
    """Requests hold the characters themselves, declared as JSON."""
    seen: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers["content-type"], json.loads(request.content)))
        return httpx.Response(200, json={"chatbotId": "b"})

    asyncio.run(client_of(handler).create_chatbot("Läden", "日本"))
    assert seen == [("application/json", {"chatbotName": "Läden", "sourceText": "日本"})]
