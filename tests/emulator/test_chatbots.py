from typing import Any

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.request import TEXT_CHARACTERS
from harness.emulator.state import DEFAULT_KEY, State
from harness.wire.chatbots import read_chatbot_id, read_chatbots
from harness.wire.reading import read_failure

SEED = {"chatbotId", "chatbotName", "model", "temperature", "createdAt"}
VENDOR = {
    *("id", "name", "status", "model", "instructions", "visibility", "created_at", "updated_at"),
}
LIVE = {"last_trained_at", "num_of_characters", "temp", "last_message_at"}


async def create(api: httpx.AsyncClient, name: str = "Shop", text: str = "We sell bells.") -> str:
    """Make a bot and return its id."""
    reply = await api.post("/create-chatbot", json={"chatbotName": name, "sourceText": text})
    assert reply.status_code == 200
    return read_chatbot_id(reply.json())


async def delete(api: httpx.AsyncClient, dialect: str, bot_id: str) -> httpx.Response:
    """Delete a bot as its dialect says: named in the query, or in the body."""
    named = {"chatbotId": bot_id}
    if dialect == "seed":
        return await api.request("DELETE", "/delete-chatbot", json=named)
    return await api.delete("/delete-chatbot", params=named)


async def test_a_bot_is_made_listed_retrained_and_deleted(
    api: httpx.AsyncClient, dialect: str
) -> None:
    """The whole life of a bot, read as every client reads it."""
    bot_id = await create(api)
    body = {"chatbotId": bot_id, "chatbotName": "New name", "sourceText": "We sell lamps."}
    retrained = await api.post("/update-chatbot-data", json=body)
    assert read_chatbot_id(retrained.json()) == bot_id
    (bot,) = read_chatbots((await api.get("/get-chatbots")).json())
    assert (bot.id, bot.name, bot.model) == (bot_id, "New name", "emulator-standard")
    deleted = await delete(api, dialect, bot_id)
    assert deleted.json()["message"] == "Deleted successfully"
    assert read_chatbots((await api.get("/get-chatbots")).json()) == ()


async def test_replies_have_the_shape_of_their_dialect(
    api: httpx.AsyncClient, dialect: str
) -> None:
    """Fields and envelopes are those that each dialect promises."""
    made = (
        await api.post("/create-chatbot", json={"chatbotName": "Shop", "sourceText": "Text."})
    ).json()
    listed: Any = (await api.get("/get-chatbots")).json()["chatbots"]
    if dialect == "live":
        assert listed["error"] is None
        listed = listed["data"]
    fields = {"seed": SEED, "vendor": VENDOR, "live": VENDOR | LIVE}[dialect]
    assert fields <= set(listed[0])
    assert dialect == "live" or set(listed[0]) == fields
    assert set(made) == (SEED if dialect == "seed" else {"chatbotId"})
    deleted = await delete(api, dialect, made["chatbotId"])
    status = {"status": "success"} if dialect == "seed" else {}
    assert deleted.json() == status | {"message": "Deleted successfully"}


async def test_a_retrain_shows_until_it_is_done() -> None:
    """The live list tells status, length and time of training, which change at its end only."""
    now = 1000.0
    with State(clock=lambda: now) as state:
        transport = httpx.ASGITransport(create_app(state, dialect="live", retrain_seconds=60))
        headers = {"Authorization": f"Bearer {DEFAULT_KEY}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://emulator/api/v1", headers=headers
        ) as api:
            bot_id = await create(api, text="1234")
            seen = []
            for later in (0, 60, 60):
                now += later
                (bot,) = read_chatbots((await api.get("/get-chatbots")).json())
                seen.append((bot.status, bot.num_of_characters, bot.last_trained_at))
                if later and len(seen) == 2:
                    body = {"chatbotId": bot_id, "chatbotName": "Shop", "sourceText": "12345"}
                    await api.post("/update-chatbot-data", json=body)
                    (bot,) = read_chatbots((await api.get("/get-chatbots")).json())
                    assert (bot.status, bot.num_of_characters) == ("training", 4)
    assert [status for status, _, _ in seen] == ["training", "ready", "ready"]
    assert [length for _, length, _ in seen] == [0, 4, 5]
    assert len({trained for _, _, trained in seen}) == 3


@pytest.mark.parametrize("path", ["/create-chatbot", "/update-chatbot-data"])
@pytest.mark.parametrize("name", [None, "", "ab", "   "])
async def test_a_name_is_required(
    api: httpx.AsyncClient, dialect: str, path: str, name: str | None
) -> None:
    """A missing, short or blank name is refused; to retrain, the seed may leave it out."""
    body = {"chatbotId": await create(api), "sourceText": "text"}
    if name is not None:
        body["chatbotName"] = name
    reply = await api.post(path, json=body)
    if dialect == "seed" and name is None and path == "/update-chatbot-data":
        assert reply.status_code == 200
    else:
        assert reply.status_code == 400
        assert read_failure(reply.json()).startswith("Chatbot name is required")


async def test_only_the_seed_wants_a_text_at_once(api: httpx.AsyncClient, dialect: str) -> None:
    """Elsewhere a bot may begin without knowledge."""
    reply = await api.post("/create-chatbot", json={"chatbotName": "Shop"})
    assert reply.status_code == (400 if dialect == "seed" else 200)


async def test_a_text_has_a_limit(api: httpx.AsyncClient) -> None:
    """The longest text is taken, one character more is refused and changes nothing."""
    bot_id = await create(api)
    for extra, status in ((0, 200), (1, 400)):
        text = "\U0001f600" + "x" * (TEXT_CHARACTERS - 1 + extra)
        for path in ("/create-chatbot", "/update-chatbot-data"):
            body = {"chatbotId": bot_id, "chatbotName": "Shop", "sourceText": text}
            assert (await api.post(path, json=body)).status_code == status


async def test_a_body_beyond_any_text_is_not_even_read(api: httpx.AsyncClient) -> None:
    """A body that cannot hold an allowed text is refused as too large."""
    reply = await api.post("/create-chatbot", content=b" " * (16 * TEXT_CHARACTERS + 1))
    assert reply.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'"text"', b"\xff", b'{"chatbotName": "\\ud800aaa"}'),
        *(b"[" * 100_000, b'{"a":' * 100_000, b'{"chatbotName": 12345}', b"\xef\xbb\xbf{}"),
        *(b'{"chatbotName": "Shop", "sourceText": ["a"]}', b'{"chatbotName": null}', b"NaN"),
        b'{"chatbotName": "Shop", "sourceText": {}}',
    ],
)
@pytest.mark.parametrize(
    "path", ["/create-chatbot", "/update-chatbot-data", "/update-chatbot-settings", "/chat"]
)
async def test_a_body_that_is_not_what_it_should_be_is_a_400(
    api: httpx.AsyncClient, dialect: str, path: str, body: bytes
) -> None:
    """Malformed, mistyped and hostile bodies are refused with a message, by every operation."""
    if dialect == "vendor" or path == "/update-chatbot-data":
        reply = await api.post(path, content=body)
        assert reply.status_code == 400
        assert read_failure(reply.json())


@pytest.mark.parametrize("bot_id", ["nobody", "", "\x00", "x" * 10_000, "' OR 1=1 --"])
async def test_a_bot_that_is_not_there_is_a_404(
    api: httpx.AsyncClient, dialect: str, bot_id: str
) -> None:
    """Every operation on an unknown bot says so."""
    await create(api)
    body = {"chatbotId": bot_id, "chatbotName": "Shop", "sourceText": "text"}
    chat = {"chatbotId": bot_id, "messages": [{"role": "user", "content": "Hi"}]}
    for reply in (
        await api.post("/update-chatbot-data", json=body),
        await api.post("/update-chatbot-settings", json=body),
        await api.post("/chat", json=chat),
        await delete(api, dialect, bot_id),
    ):
        assert reply.status_code == 404
        assert read_failure(reply.json()) == "Chatbot not found"
    assert len(read_chatbots((await api.get("/get-chatbots")).json())) == 1


async def test_deleting_needs_an_id(api: httpx.AsyncClient) -> None:
    """Neither in the query nor in a body: refused."""
    assert (await api.delete("/delete-chatbot")).status_code == 400
    assert (await api.request("DELETE", "/delete-chatbot", json={})).status_code == 400


async def test_settings_are_saved_without_a_retrain(api: httpx.AsyncClient, dialect: str) -> None:
    """Each dialect has its names for them; what is out of range is refused."""
    bot_id = await create(api)
    seed = dialect == "seed"
    names = {"chatbotName": "Renamed", "temperature": 0.5} if seed else {"name": "Renamed"}
    given = {"chatbotId": bot_id, "model": "m"} | names | ({} if seed else {"temp": 0.5})
    saved = await api.post("/update-chatbot-settings", json=given)
    assert saved.status_code == (200 if seed else 202)
    assert saved.json().get("message") == (None if seed else "Your changes are saved.")
    (bot,) = read_chatbots((await api.get("/get-chatbots")).json())
    assert (bot.name, bot.model) == ("Renamed", "m")
    assert bot.temperature == (None if dialect == "vendor" else 0.5)
    for wrong in ({"temp": 1.5, "temperature": 1.5}, {"name": " ", "chatbotName": " "}):
        reply = await api.post("/update-chatbot-settings", json={"chatbotId": bot_id} | wrong)
        assert reply.status_code == 400


async def test_a_name_in_the_words_of_another_dialect_does_nothing(
    api: httpx.AsyncClient, dialect: str
) -> None:
    """The vendor's settings know no chatbotName: it is taken, and the old name stays."""
    bot_id = await create(api, name="Old")
    foreign = "name" if dialect == "seed" else "chatbotName"
    given = {"chatbotId": bot_id, foreign: "New"}
    assert (await api.post("/update-chatbot-settings", json=given)).is_success
    assert [bot.name for bot in read_chatbots((await api.get("/get-chatbots")).json())] == ["Old"]


SETTINGS = {
    "instructions": "Be brief.",
    "initialMessages": ["Hi!"],
    "suggestedMessages": ["Opening hours?"],
    "visibility": "public",
    "domains": ["shop.example"],
    "onlyAllowOnAddedDomains": True,
    "ipLimit": 20,
    "ipLimitTimeframe": 240,
    "ipLimitMessage": "Too many.",
    "model": "emulator-brief",
    "styles": {"theme": "dark", "alignChatButton": "left", "autoOpenChatWindowAfter": 3},
    "collectCustomerInformation": {"title": "You?", "email": {"active": True, "label": "Mail"}},
}


async def test_every_documented_setting_is_kept_and_shown_live(state: State) -> None:
    """What the vendor documents is taken by all dialects; the live list shows it."""
    for dialect in ("vendor", "seed", "live"):
        transport = httpx.ASGITransport(create_app(state, dialect=dialect, retrain_seconds=0))
        headers = {"Authorization": f"Bearer {DEFAULT_KEY}"}
        url = "http://emulator/api/v1"
        async with httpx.AsyncClient(transport=transport, base_url=url, headers=headers) as api:
            bot_id = await create(api)
            given = SETTINGS | {"chatbotId": bot_id}
            assert (await api.post("/update-chatbot-settings", json=given)).is_success
            part = {"chatbotId": bot_id, "styles": {"theme": "light"}}
            await api.post("/update-chatbot-settings", json=part)
    (live,) = [bot for bot in (await _live_list(state)) if bot["id"] == bot_id]
    assert live["initial_messages"] == ["Hi!"]
    assert live["suggested_messages"] == ["Opening hours?"]
    assert (live["domains"], live["only_allow_on_added_domains"]) == (["shop.example"], True)
    assert (live["ip_limit"], live["ip_limit_timeframe"], live["ip_limit_message"]) == (
        *(20, 240),
        "Too many.",
    )
    assert live["styles"] == {
        "theme": "light",
        "align_chat_button": "left",
        "auto_open_chat_window_after": 3,
    }
    assert live["collect_customer_information"] == SETTINGS["collectCustomerInformation"]
    assert (live["instructions"], live["visibility"]) == ("Be brief.", "public")


async def _live_list(state: State) -> list[dict[str, Any]]:
    transport = httpx.ASGITransport(create_app(state, dialect="live"))
    async with httpx.AsyncClient(transport=transport, base_url="http://emulator/api/v1") as api:
        reply = await api.get("/get-chatbots", headers={"Authorization": f"Bearer {DEFAULT_KEY}"})
    found: list[dict[str, Any]] = reply.json()["chatbots"]["data"]
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        *({"initialMessages": "Hi"}, {"domains": [1]}, {"ipLimit": "1"}, {"ipLimit": -1}),
        *({"visibility": "secret"}, {"styles": {"theme": "red"}}, {"instructions": None}),
        *({"onlyAllowOnAddedDomains": 1}, {"collectCustomerInformation": {"email": True}}),
        {"collectCustomerInformation": {"email": {"active": "yes"}}},
    ],
)
async def test_a_wrong_setting_is_refused(api: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    """Types and choices are taken at their word."""
    given = {"chatbotId": await create(api)} | wrong
    reply = await api.post("/update-chatbot-settings", json=given)
    assert reply.status_code == 400
    assert next(iter(wrong)) in read_failure(reply.json())


async def test_addresses_are_kept_and_nothing_is_learnt_from_them(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """The seed's urlsToScrape stands in the state; the bot knows its text alone."""
    urls = ["https://shop.example/help"]
    body = {"chatbotName": "Shop", "sourceText": "We sell bells.", "urlsToScrape": urls}
    bot_id = read_chatbot_id((await api.post("/create-chatbot", json=body)).json())
    bot = state.bot("emulator", bot_id)
    assert bot is not None
    assert bot.settings.get("urlsToScrape") == (urls if dialect == "seed" else None)
    assert state.text(bot) == "We sell bells."
    if dialect == "seed":
        wrong = await api.post("/create-chatbot", json=body | {"urlsToScrape": "one"})
        assert wrong.status_code == 400
