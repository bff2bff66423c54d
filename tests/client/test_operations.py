import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import BotRefused, BotUnavailable, UnexpectedReply
from harness.wire.dialect import Dialect
from harness.wire.settings import ChatbotSettings

ClientOf = Callable[..., ChatbotClient]
SEED = {"chatbots": [{"chatbotId": "b1", "chatbotName": "Shop"}]}
VENDOR = {"chatbots": [{"id": "b1", "name": "Shop", "status": "ready"}]}
LIVE = {"chatbots": {"data": [{"id": "b1", "name": "Shop"}], "error": None}}
NAMED = ChatbotSettings(name="Shop")


@pytest.mark.parametrize(
    ("bots", "dialect", "field"),
    [
        (SEED, Dialect.SEED, "chatbotName"),
        (VENDOR, Dialect.VENDOR, "name"),
        (LIVE, Dialect.LIVE, "name"),
    ],
)
async def test_the_dialect_is_found_before_it_matters(
    client_of: ClientOf, server_of: Any, bots: Any, dialect: Dialect, field: str
) -> None:
    """The list of bots is asked once; then everything is written as that server wants it."""
    server = server_of(bots, {"message": "saved"}, {"message": "saved"})
    client = client_of(server)
    before = client.dialect
    await client.update_chatbot_settings("b1", NAMED)
    await client.update_chatbot_settings("b1", NAMED)
    assert (before, client.dialect) == (None, dialect)
    written = {"chatbotId": "b1", field: "Shop"}
    assert [each[1] for each in server.asked] == [
        "/get-chatbots",
        "/update-chatbot-settings",
        "/update-chatbot-settings",
    ]
    assert [each[2] for each in server.asked[1:]] == [written, written]


async def test_any_list_tells_the_dialect(client_of: ClientOf, server_of: Any) -> None:
    """What was asked for anyway saves the question."""
    server = server_of({"data": [{"id": "l1", "chatbotId": "b1"}]}, {"message": "saved"})
    client = client_of(server)
    await client.get_leads("b1")
    await client.update_chatbot_settings("b1", NAMED)
    assert (client.dialect, len(server.asked)) == (Dialect.SEED, 2)


async def test_a_given_dialect_is_kept(client_of: ClientOf, server_of: Any) -> None:
    """Whoever names a dialect knows better than any guess; nothing is asked."""
    server = server_of(SEED, {"message": "saved"})
    client = client_of(server, dialect=Dialect.VENDOR)
    await client.get_chatbots()
    await client.update_chatbot_settings("b1", NAMED)
    assert client.dialect is Dialect.VENDOR
    assert server.asked[1][2] == {"chatbotId": "b1", "name": "Shop"}


@pytest.mark.parametrize(
    "reply", [{"chatbots": []}, httpx.Response(404), httpx.Response(200, json=[])]
)
async def test_where_nothing_can_be_found(client_of: ClientOf, server_of: Any, reply: Any) -> None:
    """Without bots, or without a list of them, the vendor's dialect is written; asked once."""
    server = server_of(reply, {"message": "saved"}, {"message": "saved"})
    client = client_of(server)
    await client.update_chatbot_settings("b1", NAMED)
    await client.update_chatbot_settings("b1", NAMED)
    assert client.dialect is None
    assert [each[2] for each in server.asked[1:]] == [{"chatbotId": "b1", "name": "Shop"}] * 2


async def test_a_wrong_key_is_told_at_once(client_of: ClientOf, server_of: Any) -> None:
    """With 401 nothing else would work: nothing more is sent."""
    server = server_of(httpx.Response(401, json={"message": "Unauthorized access"}))
    with pytest.raises(BotRefused, match="Unauthorized access"):
        await client_of(server).update_chatbot_settings("b1", NAMED)
    assert len(server.asked) == 1


async def test_a_server_in_trouble_is_not_guessed_at(client_of: ClientOf, server_of: Any) -> None:
    """When the list does not come, nothing is written in a dialect that may be wrong."""
    server = server_of(httpx.Response(503))
    with pytest.raises(BotUnavailable):
        await client_of(server, attempts=1).update_chatbot_settings("b1", NAMED)


async def test_many_at_once_look_once(client_of: ClientOf) -> None:
    """Twenty requests that need the dialect make one question of it."""
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json=SEED if "get" in request.url.path else {"message": "ok"})

    client = client_of(handler)
    await asyncio.gather(*(client.update_chatbot_settings("b1", NAMED) for _ in range(20)))
    assert asked.count("/api/v1/get-chatbots") == 1


async def test_an_unread_reply_teaches_nothing(client_of: ClientOf, server_of: Any) -> None:
    """What fits nothing is an error with its beginning, and no dialect."""
    client = client_of(server_of({"chatbots": {"data": None, "error": {"message": "denied"}}}))
    with pytest.raises(UnexpectedReply, match="denied"):
        await client.get_chatbots()
    assert client.dialect is None
