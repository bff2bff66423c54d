import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import (
    BotError,
    BotRefused,
    BotUnavailable,
    BotUnreachable,
    SettingsError,
    UnexpectedReply,
)
from harness.wire.dialect import Dialect
from harness.wire.settings import ChatbotSettings

ClientOf = Callable[..., ChatbotClient]


class Server:
    """Gives replies in turn and keeps what was asked."""

    def __init__(self, *replies: httpx.Response | Exception) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        body = json.loads(request.content) if request.content else None
        self.asked.append((request.method, request.url.raw_path.decode(), body))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def ok(body: Any) -> httpx.Response:
    """Return a good reply with this JSON."""
    return httpx.Response(200, json=body)


@pytest.mark.parametrize(
    "body", [{"chatbotId": "b1"}, {"chatbotId": "b1", "chatbotName": "Shop", "createdAt": "x"}]
)
async def test_creating(client_of: ClientOf, body: Any) -> None:
    """The id comes back from every dialect's reply."""
    server = Server(ok(body))
    assert await client_of(server).create_chatbot("Shop", "We open at 9.") == "b1"
    sent = {"chatbotName": "Shop", "sourceText": "We open at 9."}
    assert server.asked == [("POST", "/api/v1/create-chatbot", sent)]


async def test_retraining(client_of: ClientOf) -> None:
    """Id, name and text are sent together."""
    server = Server(ok({"chatbotId": "b1"}))
    assert await client_of(server).update_chatbot_data("b1", "Shop", "Closed.") == "b1"
    sent = {"chatbotId": "b1", "chatbotName": "Shop", "sourceText": "Closed."}
    assert server.asked == [("POST", "/api/v1/update-chatbot-data", sent)]


@pytest.mark.parametrize(
    ("name", "text", "error", "fact"),
    [
        ("ab", "x", SettingsError, "chatbotName"),
        ("", "x", SettingsError, "chatbotName"),
        ("Shop", "half \ud83d", BotError, "half a character"),
    ],
)
async def test_what_cannot_be_taken_is_not_sent(
    client_of: ClientOf, name: str, text: str, error: type[Exception], fact: str
) -> None:
    """Short names and texts that are no Unicode are errors before anything is sent."""
    server = Server()
    client = client_of(server)
    with pytest.raises(error, match=fact):
        await client.create_chatbot(name, text)
    with pytest.raises(error, match=fact):
        await client.update_chatbot_data("b1", name, text)
    assert server.asked == []


async def test_a_creation_of_unknown_fate_is_not_repeated(client_of: ClientOf) -> None:
    """After a cut or a 500 nobody knows whether the bot exists, so it is not created again."""
    for reply, error in (
        (httpx.ReadError("cut"), BotUnreachable),
        (httpx.Response(500), BotUnavailable),
    ):
        server = Server(reply, ok({"chatbotId": "b2"}))
        with pytest.raises(error):
            await client_of(server).create_chatbot("Shop", "x")
        assert len(server.asked) == 1


async def test_a_creation_that_surely_failed_is_repeated(client_of: ClientOf) -> None:
    """A refused connection and a 429 did nothing: the third attempt creates the only bot."""
    server = Server(httpx.ConnectError("refused"), httpx.Response(429), ok({"chatbotId": "b1"}))
    assert await client_of(server).create_chatbot("Shop", "x") == "b1"


@pytest.mark.parametrize(
    "body",
    [
        {"chatbots": [{"id": "b1", "name": "Shop"}]},
        {"chatbots": [{"chatbotId": "b1", "chatbotName": "Shop"}]},
        {"chatbots": {"data": [{"id": "b1", "name": "Shop"}], "error": None}},
    ],
)
async def test_listing(client_of: ClientOf, body: Any) -> None:
    """All three dialects give the same bots."""
    server = Server(ok(body))
    (bot,) = await client_of(server).get_chatbots()
    assert (bot.id, bot.name) == ("b1", "Shop")
    assert server.asked == [("GET", "/api/v1/get-chatbots", None)]


async def test_deleting_speaks_to_every_dialect(client_of: ClientOf) -> None:
    """The id is in the query, as one contract wants it, and in the body, as another does."""
    server = Server(ok({"message": "Deleted successfully"}))
    await client_of(server).delete_chatbot("b 1&x")
    path = "/api/v1/delete-chatbot?chatbotId=b+1%26x"
    assert [(m, p.replace("%20", "+"), b) for m, p, b in server.asked] == [
        ("DELETE", path, {"chatbotId": "b 1&x"})
    ]


@pytest.mark.parametrize("reply", [ok({"status": "success"}), httpx.Response(204)])
async def test_every_confirmation_of_a_deletion_counts(
    client_of: ClientOf, reply: httpx.Response
) -> None:
    """An object or nothing at all confirms."""
    server = Server(reply)
    await client_of(server).delete_chatbot("b1")
    assert server.replies == []


async def test_a_page_does_not_confirm_a_deletion(client_of: ClientOf) -> None:
    """A login page with status 200 does not mean that the bot is gone."""
    with pytest.raises(UnexpectedReply):
        await client_of(Server(httpx.Response(200, html="<html>"))).delete_chatbot("b1")
    with pytest.raises(UnexpectedReply, match="confirmation"):
        await client_of(Server(ok([]))).delete_chatbot("b1")


async def test_a_deletion_of_what_is_not_there_is_refused(client_of: ClientOf) -> None:
    """A 404 on the first attempt is an error."""
    with pytest.raises(BotRefused) as caught:
        await client_of(Server(httpx.Response(404))).delete_chatbot("b1")
    assert caught.value.status == 404


async def test_a_deletion_found_done_on_repeating_is_done(client_of: ClientOf) -> None:
    """When the first attempt's answer was lost, a 404 on the second one says that it worked."""
    server = Server(httpx.ReadError("cut"), httpx.Response(404, json={"message": "not found"}))
    await client_of(server).delete_chatbot("b1")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("dialect", "path", "body"),
    [
        (Dialect.SEED, "/api/v1/delete-chatbot", {"chatbotId": "b1"}),
        (Dialect.VENDOR, "/api/v1/delete-chatbot?chatbotId=b1", None),
        (Dialect.LIVE, "/api/v1/delete-chatbot?chatbotId=b1", None),
    ],
)
async def test_deleting_in_a_known_dialect(
    client_of: ClientOf, dialect: Dialect, path: str, body: Any
) -> None:
    """Only that dialect's way is taken."""
    server = Server(ok({"message": "Deleted successfully"}))
    await client_of(server, dialect=dialect).delete_chatbot("b1")
    assert server.asked == [("DELETE", path, body)]


async def test_pages_to_scrape(client_of: ClientOf) -> None:
    """The seed takes addresses; elsewhere they would be dropped, so nothing is created."""
    server = Server(ok({"chatbotId": "b1"}))
    client = client_of(server, dialect=Dialect.SEED)
    await client.create_chatbot("Shop", "x", urls_to_scrape=["https://a.test"])
    assert server.asked[0][2] == {
        "chatbotName": "Shop",
        "sourceText": "x",
        "urlsToScrape": ["https://a.test"],
    }
    client = client_of(server, dialect=Dialect.VENDOR)
    with pytest.raises(SettingsError, match="only the seed dialect"):
        await client.create_chatbot("Shop", "x", urls_to_scrape=["https://a.test"])
    assert len(server.asked) == 1


async def test_a_bot_may_begin_without_a_text(client_of: ClientOf) -> None:
    """Not in the seed; elsewhere the text stays out of the request."""
    server = Server(ok({"chatbotId": "b1"}))
    await client_of(server, dialect=Dialect.VENDOR).create_chatbot("Shop")
    assert server.asked[0][2] == {"chatbotName": "Shop"}
    with pytest.raises(SettingsError, match="without a text"):
        await client_of(server, dialect=Dialect.SEED).create_chatbot("Shop")


async def test_renaming_only(client_of: ClientOf) -> None:
    """Without a text the bot keeps what it knows."""
    server = Server(ok({"chatbotId": "b1"}))
    await client_of(server).update_chatbot_data("b1", "Store", None)
    assert server.asked[0][2] == {"chatbotId": "b1", "chatbotName": "Store"}


@pytest.mark.parametrize(
    "reply",
    [httpx.Response(202, json={"message": "Your changes are saved."}), ok({"chatbotId": "b1"})],
)
async def test_changing_settings(client_of: ClientOf, reply: httpx.Response) -> None:
    """Accepted with a sentence, or answered with the bot: the settings are saved."""
    server = Server(reply)
    client = client_of(server, dialect=Dialect.VENDOR)
    await client.update_chatbot_settings("b1", ChatbotSettings(temperature=0.5))
    sent = {"chatbotId": "b1", "temp": 0.5}
    assert server.asked == [("POST", "/api/v1/update-chatbot-settings", sent)]
