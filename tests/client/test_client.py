import asyncio
import gc
import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from harness.client.bot import ApiBot
from harness.client.client import ChatbotClient
from harness.errors import BotError
from harness.model.run import Setting
from harness.wire.chat import ChatMessage, ChatRequest
from harness.wire.contacts import ContactInput
from harness.wire.dialect import Dialect
from harness.wire.settings import ChatbotSettings

ClientOf = Callable[..., ChatbotClient]

KEY = "sk-3f9c1a7e-key"


def things_within(root: object) -> list[object]:
    """Return every object that can be reached from one, short of classes, modules and frames."""
    found: dict[int, object] = {}
    todo = [root]
    while todo:
        thing = todo.pop()
        if id(thing) in found or isinstance(thing, type) or inspect.ismodule(thing):
            continue
        if inspect.isroutine(thing) or inspect.isframe(thing) or inspect.iscode(thing):
            continue
        found[id(thing)] = thing
        if hasattr(thing, "__dict__") or isinstance(thing, dict | list | tuple | set):
            todo += gc.get_referents(thing)
    return list(found.values())


async def test_the_key_is_in_no_repr(client_of: ClientOf) -> None:
    """Neither the client, nor any object it is made of, nor an answer, shows the key."""
    client = client_of(lambda request: httpx.Response(200, json={"text": "Yes"}))
    bot = ApiBot(client, "b1")
    conversation = bot.converse(Setting(0))
    answer = await conversation.ask("Open?")
    transport = client._transport
    for thing in (client, bot, conversation, answer, transport, transport._connections,
                  transport.failures, transport._pace, *vars(transport._connections).values(),
                  *vars(transport).values(), *vars(transport.failures).values()):  # fmt: skip
        assert KEY not in repr(thing)
    holders = [
        thing
        for thing in things_within(conversation)
        if not isinstance(thing, str | bytes | list | tuple | dict) and KEY in repr(thing)
    ]
    assert holders == []
    assert repr(client) == "<ChatbotClient of bots.test>"


async def test_a_429_of_one_request_holds_back_the_others(client_of: ClientOf, time: Any) -> None:
    """Requests that begin after a 429 go only when Retry-After has passed."""
    went: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        went.append(time.seconds)
        if len(went) == 1:
            return httpx.Response(429, headers={"retry-after": "30"})
        return httpx.Response(200, json={"chatbots": []})

    client = client_of(handler, concurrency=1)
    await asyncio.gather(*(client.get_chatbots() for _ in range(3)))
    assert len(went) == 4
    assert all(later - went[0] >= 30 for later in went[1:])


async def test_one_connection_serves_many_requests() -> None:
    """With a concurrency of 1, requests one after the other share a connection."""
    connections: list[asyncio.Task[None] | None] = []
    body = b'{"chatbots": []}'

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(asyncio.current_task())
        while await reader.readline():
            while (await reader.readline()).strip():
                pass
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        async with ChatbotClient(base_url, KEY, concurrency=1) as client:
            await asyncio.gather(*(client.get_chatbots() for _ in range(5)))
        await asyncio.gather(*(task for task in connections if task))
    assert len(connections) == 1


@pytest.mark.parametrize("status", [200, 400, 500])
async def test_every_operation_maps_its_failures(client_of: ClientOf, status: int) -> None:
    """No operation lets a strange reply out as anything but a BotError with its name in it."""
    client = client_of(
        lambda request: httpx.Response(status, json=["?"]), attempts=1, dialect=Dialect.VENDOR
    )
    request = ChatRequest(chatbotId="b", messages=(ChatMessage(role="user", content="?"),))
    operations = {
        "ask": client.chat(request),
        "create": client.create_chatbot("Shop", "x"),
        "retrain": client.update_chatbot_data("b", "Shop", "x"),
        "list": client.get_chatbots(),
        "delete": client.delete_chatbot("b"),
        "list the conversations": client.get_conversations("b"),
        "list the leads": client.get_leads("b"),
        "create the contacts": client.create_contacts("b", [ContactInput(name="Ada")]),
        "list the contacts": client.list_contacts("b"),
        "get the contact": client.get_contact("b", "c"),
        "change the contact": client.update_contact("b", "c", ContactInput(name="Ada")),
        "delete the contact": client.delete_contact("b", "c"),
        "change the settings": client.update_chatbot_settings("b", ChatbotSettings(model="m")),
        "create the custom attribute": client.create_custom_attribute("b", "plan", "text"),
        "list the custom attributes": client.get_custom_attributes("b"),
        "change the custom attribute": client.update_custom_attribute("b", "plan", label="P"),
    }
    assert len(operations) == 16
    for name, operation in operations.items():
        with pytest.raises(BotError, match=f"could not {name}"):
            await operation
