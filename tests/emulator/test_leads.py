from typing import Any

import httpx

from harness.emulator.state import State


async def chat(api: httpx.AsyncClient, bot: str, text: str, **more: Any) -> None:
    """Say something to a bot."""
    messages = [{"role": "user", "content": text}]
    reply = await api.post("/chat", json={"chatbotId": bot, "messages": messages} | more)
    assert reply.status_code == 200


async def leads(api: httpx.AsyncClient, dialect: str, bot: str, **query: Any) -> list[Any]:
    """Return a page of leads out of the dialect's envelope."""
    body = (await api.get("/get-leads", params={"chatbotId": bot} | query)).json()
    if dialect == "seed":
        return list(body["data"])
    found = body["collectedCustomers"]
    return list(found["data"] if dialect == "live" else found)


async def form(api: httpx.AsyncClient, bot: str, *names: str) -> None:
    """Let the bot ask for some of name, email and phone."""
    fields = {name: {"active": True, "label": name} for name in names}
    body = {"chatbotId": bot, "collectCustomerInformation": {"title": "You?"} | fields}
    assert (await api.post("/update-chatbot-settings", json=body)).is_success


async def test_a_visitor_who_tells_of_himself_becomes_a_lead(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """One lead a conversation; what is told later is added, what was not told stays out."""
    bot = state.create("emulator", "Shop", "Text.", after=0).id
    await form(api, bot, "name", "email", "phone")
    await chat(api, bot, "My name is Ann.", conversationId="c")
    (first,) = await leads(api, dialect, bot)
    await chat(api, bot, "It is ann@shop.example", conversationId="c")
    (lead,) = await leads(api, dialect, bot)
    assert first["id"] == lead["id"]
    assert "email" not in first
    assert (lead["name"], lead["email"]) == ("Ann", "ann@shop.example")
    names = {"id", "name", "email"}
    seed, vendor = {"chatbotId", "createdAt"}, {"chatbot_id", "created_at", "account_id"}
    assert set(lead) == names | (seed if dialect == "seed" else vendor)


async def test_without_a_form_or_a_conversation_there_is_no_lead(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """Nobody is collected who was not asked, and nothing of a chat that is not kept."""
    bot = state.create("emulator", "Shop", "Text.", after=0).id
    await chat(api, bot, "My name is Ann, ann@shop.example", conversationId="c")
    assert await leads(api, dialect, bot) == []
    await form(api, bot, "phone")
    await chat(api, bot, "My name is Ann, ann@shop.example", conversationId="c")
    await chat(api, bot, "0170 1234567")
    assert await leads(api, dialect, bot) == []


async def test_leads_come_page_by_page(api: httpx.AsyncClient, state: State, dialect: str) -> None:
    """Each once, and only of sources that are asked for."""
    bot = state.create("emulator", "Shop", None, after=0)
    for number in range(12):
        state.conversations.keep(bot, f"c{number}", "q", "a")
        state.leads.keep(bot, f"c{number}", {"name": f"Ann {number}"})
    pages = [await leads(api, dialect, bot.id, page=page, size=5) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert [lead["name"] for page in pages for lead in page] == [f"Ann {n}" for n in range(12)]
    assert await leads(api, dialect, bot.id, filteredSources="WhatsApp") == []
