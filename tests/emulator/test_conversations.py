from typing import Any

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.state import DEFAULT_KEY, State

VENDOR = {"id", "chatbot_id", "created_at", "updated_at", "source", "messages"}
LIVE = {"id", "created_at", "last_message_at", "source", "messages"}
SEED = {"id", "chatbotId", "source", "createdAt", "messages"}


async def chat(api: httpx.AsyncClient, bot: str, text: str, **more: Any) -> None:
    """Say something to a bot."""
    messages = [{"role": "user", "content": text}]
    reply = await api.post("/chat", json={"chatbotId": bot, "messages": messages} | more)
    assert reply.status_code == 200


async def rows(api: httpx.AsyncClient, bot: str, **query: Any) -> list[dict[str, Any]]:
    """Return a page of conversations."""
    reply = await api.get("/get-conversations", params={"chatbotId": bot} | query)
    assert reply.status_code == 200
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def test_a_named_conversation_is_listed_in_the_shape_of_its_dialect(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """Each chat appends its last message and the answer; source and fields are the dialect's."""
    bot = state.create("emulator", "Shop", "We sell bells.", after=0).id
    await chat(api, bot, "Bells?", conversationId="c 1")
    await chat(api, bot, "Lamps?", conversationId="c 1")
    await chat(api, bot, "Unkept?")
    (row,) = await rows(api, bot)
    assert set(row) == {"vendor": VENDOR, "live": LIVE, "seed": SEED}[dialect]
    assert (row["id"], row["source"]) == ("c 1", "api" if dialect == "vendor" else "API")
    said = [(message["role"], message["content"]) for message in row["messages"]]
    assert [role for role, _ in said] == ["user", "assistant"] * 2
    assert (said[0][1], said[2][1]) == ("Bells?", "Lamps?")
    named = ["id" in message for message in row["messages"]]
    assert named == {"vendor": [True] * 4, "live": [True, False] * 2, "seed": [False] * 4}[dialect]


async def test_pages_hold_every_conversation_once_and_end_on_a_short_one(
    api: httpx.AsyncClient, state: State
) -> None:
    """The oldest come first, so that a new one moves no page."""
    bot = state.create("emulator", "Shop", None, after=0)
    for number in range(25):
        state.conversations.keep(bot, f"c{number}", "q", "a")
    seen = []
    for page in (1, 2, 3):
        seen += [row["id"] for row in await rows(api, bot.id, page=page, size=10)]
        state.conversations.keep(bot, "c0", "again", "a")
    assert seen == [f"c{number}" for number in range(25)]
    assert await rows(api, bot.id, page=4, size=10) == []


async def test_the_default_page_is_the_dialects(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """Ten rows, in the seed twenty."""
    bot = state.create("emulator", "Shop", None, after=0)
    for number in range(25):
        state.conversations.keep(bot, f"c{number}", "q", "a")
    assert len(await rows(api, bot.id)) == (20 if dialect == "seed" else 10)


async def test_days_and_sources_choose() -> None:
    """Both days count whole; of another source there is nothing."""
    now = 1_688_947_200.0  # 2023-07-10, midnight in UTC
    with State(clock=lambda: now) as state:
        bot = state.create("emulator", "Shop", None, after=0)
        state.conversations.keep(bot, "monday", "q", "a")
        now += 2 * 86_400 - 1
        state.conversations.keep(bot, "tuesday", "q", "a")
        transport = httpx.ASGITransport(create_app(state))
        headers = {"Authorization": f"Bearer {DEFAULT_KEY}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://emulator/api/v1", headers=headers
        ) as api:

            async def ids(**query: str) -> list[str]:
                return [row["id"] for row in await rows(api, bot.id, **query)]

            assert await ids() == ["monday", "tuesday"]
            assert await ids(startDate="2023-07-11") == ["tuesday"]
            assert await ids(endDate="2023-07-10") == ["monday"]
            assert await ids(startDate="2023-07-11", endDate="2023-07-11") == ["tuesday"]
            assert await ids(startDate="2023-07-12") == []
            assert await ids(filteredSources="api,WhatsApp") == ["monday", "tuesday"]
            assert await ids(filteredSources="WhatsApp") == []


@pytest.mark.parametrize("path", ["/get-conversations", "/get-leads"])
@pytest.mark.parametrize(
    "wrong",
    [
        *("startDate=2023-7-10", "endDate=x", "page=0", "page=-1", "page=a", "page=99999999999"),
        *("size=0", "size=1001", "size=1.5", "size=", "size=1&size=2"),
    ],
)
async def test_a_wrong_query_is_a_400(
    api: httpx.AsyncClient, state: State, path: str, wrong: str
) -> None:
    """The message names what is wrong."""
    bot = state.create("emulator", "Shop", None, after=0)
    reply = await api.get(f"{path}?chatbotId={bot.id}&{wrong}")
    assert reply.status_code == 400
    assert reply.json()["message"].startswith("Invalid request parameters")


@pytest.mark.parametrize("path", ["/get-conversations", "/get-leads"])
async def test_only_bots_of_the_workspace_have_rows(
    api: httpx.AsyncClient, state: State, path: str
) -> None:
    """A bot of another workspace is as unknown as one that never was; none at all is a 400."""
    theirs = state.create("theirs", "Shop", None, after=0)
    state.conversations.keep(theirs, "c", "q", "a")
    for bot_id in (theirs.id, "nobody"):
        reply = await api.get(path, params={"chatbotId": bot_id})
        assert (reply.status_code, reply.json()["message"]) == (404, "Chatbot not found")
    assert (await api.get(path)).status_code == 400
