import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import SettingsError

Serve = Callable[..., Awaitable[str]]
ClientOf = Callable[..., ChatbotClient]

KEY = "sk-3f9c1a7e-key"


async def test_what_every_request_carries(client_of: ClientOf) -> None:
    """The key is a bearer token, the program names itself, no cookie comes back."""
    seen: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={"chatbots": []}, headers={"set-cookie": "who=me; Path=/"})

    client = client_of(handler)
    await client.get_chatbots()
    await client.get_chatbots()
    assert [headers["authorization"] for headers in seen] == [f"Bearer {KEY}"] * 2
    assert seen[0]["user-agent"].startswith("chatbot-harness/")
    assert "cookie" not in seen[1]


@pytest.mark.parametrize("key", ["", "  ", "two words", "schl\u00fcssel", "line\nbreak", "\x00"])
def test_a_key_that_cannot_be_sent_is_refused(key: str) -> None:
    """An empty key or one with strange characters is a SettingsError that does not show it."""
    with pytest.raises(SettingsError, match="CHATBASE_API_KEY") as caught:
        ChatbotClient("http://bots.test", key)
    assert not key.strip() or key not in str(caught.value)


async def test_blanks_around_the_key_do_not_count(client_of: ClientOf) -> None:
    """A line break at the end of the key, as files have it, is not sent."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(200, json={"chatbots": []})

    await client_of(handler, api_key=f" {KEY}\n").get_chatbots()
    assert seen == [f"Bearer {KEY}"]


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_cannot_be_is_refused(seconds: float) -> None:
    """The timeout is a positive number of seconds."""
    with pytest.raises(SettingsError, match="timeout_seconds"):
        ChatbotClient("http://bots.test", KEY, timeout_seconds=seconds)


async def test_this_machine_is_asked_without_a_proxy(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in the environment is not asked for the way to loopback."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    body = b'{"chatbots": []}'

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()

    async with ChatbotClient(await serve(script), KEY, attempts=1) as client:
        assert await client.get_chatbots() == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "ftp://me:hunter2@proxy.test"),
        ("HTTPS_PROXY", "http://me:hunter2@proxy\n.test"),
        ("SSL_CERT_FILE", "/nowhere/hunter2.pem"),
    ],
)
def test_a_broken_environment_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Proxies and certificates that cannot be are a SettingsError that does not show them."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        ChatbotClient("https://bots.test", KEY)
    assert "hunter2" not in str(caught.value)
