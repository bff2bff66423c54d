import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from harness.client.bot import ApiBot
from harness.client.client import ChatbotClient
from harness.errors import BotError, BotRefused, RetrainError
from harness.model.run import BotState, Message, Setting
from harness.runner.conversation import Bot

ClientOf = Callable[..., ChatbotClient]


class Service:
    """A service with some bots that repeats the last word, and keeps what was asked."""

    def __init__(self, *bots: dict[str, Any]) -> None:
        self.bots = bots
        self.asked: list[tuple[str, Any]] = []
        self.trouble: list[httpx.Response] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = request.url.path.rpartition("/")[2]
        body: Any = json.loads(request.content) if request.content else None
        self.asked.append((path, body))
        if self.trouble:
            return self.trouble.pop(0)
        if path == "get-chatbots":
            return httpx.Response(200, json={"chatbots": {"data": self.bots, "error": None}})
        if path == "update-chatbot-data":
            return httpx.Response(200, json={"chatbotId": body["chatbotId"]})
        said = body["messages"][-1]["content"]
        if body["stream"]:
            return httpx.Response(200, text=f"you said {said}")
        return httpx.Response(200, json={"text": f"you said {said}"})


async def test_all_turns_are_sent_each_time(client_of: ClientOf) -> None:
    """The second question carries the first one and its answer: the API remembers nothing."""
    service = Service()
    bot: Bot = ApiBot(client_of(service), "b1")
    chat = bot.converse(Setting(0))
    await chat.ask("one")
    await chat.ask("two")
    assert [body["messages"] for _, body in service.asked] == [
        [{"role": "user", "content": "one"}],
        [
            {"role": "user", "content": "one"},
            {"role": "assistant", "content": "you said one"},
            {"role": "user", "content": "two"},
        ],
    ]


async def test_conversations_know_nothing_of_each_other(client_of: ClientOf) -> None:
    """A new conversation begins empty."""
    service = Service()
    bot = ApiBot(client_of(service), "b1")
    await bot.converse(Setting(0)).ask("one")
    await bot.converse(Setting(0)).ask("two")
    assert len(service.asked[1][1]["messages"]) == 1


async def test_what_got_no_answer_is_forgotten(client_of: ClientOf) -> None:
    """After a failed question the next one is sent as if it had not been asked."""
    service = Service()
    chat = ApiBot(client_of(service), "b1").converse(Setting(0))
    service.trouble = [httpx.Response(400)]
    with pytest.raises(BotRefused):
        await chat.ask("lost")
    await chat.ask("kept")
    assert service.asked[1][1]["messages"] == [{"role": "user", "content": "kept"}]


@pytest.mark.parametrize(
    ("setting", "conversation_id", "fields"),
    [
        (Setting(0), None, {"temperature": 0, "stream": False}),
        (
            Setting(0.7, model="gpt-5", stream=True),
            "run-1",
            {"temperature": 0.7, "model": "gpt-5", "stream": True, "conversationId": "run-1"},
        ),
    ],
)
async def test_what_a_setting_sends(
    client_of: ClientOf, setting: Setting, conversation_id: str | None, fields: dict[str, Any]
) -> None:
    """Temperature goes always, model and conversation only if given."""
    service = Service()
    answer = await ApiBot(client_of(service), "b1").converse(setting, conversation_id).ask("hi")
    messages = [{"role": "user", "content": "hi"}]
    assert service.asked == [("chat", {"chatbotId": "b1", "messages": messages, **fields})]
    assert answer.text == "you said hi"
    assert (answer.first_chunk_seconds is not None) is setting.stream


@pytest.mark.parametrize(("text", "temperature"), [("half \ud83d", 0), ("hi", 1.5)])
async def test_what_cannot_be_sent_is_an_error_of_the_question(
    client_of: ClientOf, text: str, temperature: float
) -> None:
    """A question that is no Unicode, or a temperature beyond 1, is a BotError; nothing is sent."""
    service = Service()
    with pytest.raises(BotError, match="cannot be sent"):
        await ApiBot(client_of(service), "b1").converse(Setting(temperature)).ask(text)
    assert service.asked == []


async def test_the_state_is_what_the_api_tells(client_of: ClientOf) -> None:
    """All that is told arrives; what is not told is None."""
    full = {
        "id": "b1", "name": "Shop", "status": "ready", "last_trained_at": "2026-01-01",
        "updated_at": "2026-01-02", "num_of_characters": 42, "model": "m", "instructions": "Be.",
    }  # fmt: skip
    client = client_of(Service({"id": "b0"}, full))
    assert await ApiBot(client, "b1").state() == BotState(
        "b1", "Shop", "ready", "2026-01-01", "2026-01-02", 42, "m", "Be."
    )
    assert await ApiBot(client, "b0").state() == BotState("b0")


async def test_an_unknown_bot_names_the_known_ones(client_of: ClientOf) -> None:
    """The refusal lists five bots of the key, with cleaned names, and how many more there are."""
    bots = [{"id": f"b{n}", "name": f"Shop\x1b {n}"} for n in range(7)]
    with pytest.raises(BotRefused) as caught:
        await ApiBot(client_of(Service(*bots)), "b9").state()
    assert caught.value.status == 404
    assert "'b9'" in str(caught.value)
    assert "'b4' (Shop 4) and 2 more" in str(caught.value)
    assert "b5" not in str(caught.value)


async def test_a_key_without_bots_says_so(client_of: ClientOf) -> None:
    """An empty account is told apart from a wrong id."""
    with pytest.raises(BotRefused, match="none at all"):
        await ApiBot(client_of(Service()), "b1").state()


async def test_retraining_keeps_the_name(client_of: ClientOf) -> None:
    """The current name is read first and sent unchanged, blanks included."""
    service = Service({"id": "b1", "name": " Shop  "})
    await ApiBot(client_of(service), "b1").retrain("New text.")
    sent = {"chatbotId": "b1", "chatbotName": " Shop  ", "sourceText": "New text."}
    assert service.asked == [("get-chatbots", None), ("update-chatbot-data", sent)]


@pytest.mark.parametrize(
    ("bot", "fact"),
    [({"id": "b1"}, "does not tell its name"), ({"id": "b1", "name": "ab"}, "'ab'")],
)
async def test_a_bot_that_would_be_renamed_is_left_alone(
    client_of: ClientOf, bot: dict[str, Any], fact: str
) -> None:
    """Without a name that the API takes back, no text is sent."""
    service = Service(bot)
    with pytest.raises(RetrainError, match=fact):
        await ApiBot(client_of(service), "b1").retrain("New text.")
    assert [path for path, _ in service.asked] == ["get-chatbots"]


async def test_an_unknown_bot_is_not_retrained(client_of: ClientOf) -> None:
    """Nothing is sent to a bot that the key does not know."""
    service = Service({"id": "b0", "name": "Shop"})
    with pytest.raises(BotRefused, match="knows no chatbot"):
        await ApiBot(client_of(service), "b1").retrain("New text.")
    assert [path for path, _ in service.asked] == ["get-chatbots"]


async def test_history_and_contact_are_sent_with_each_question(client_of: ClientOf) -> None:
    """What both sides said before comes first, every time, and the contact's id goes along."""
    service = Service()
    before = (Message("user", "hello"), Message("assistant", "hi"))
    bot = ApiBot(client_of(service), "b1")
    chat = bot.converse(Setting(0), contact="contact-1", history=before)
    await chat.ask("one")
    await chat.ask("two")
    first, second = (body for _, body in service.asked)
    assert [m["content"] for m in first["messages"]] == ["hello", "hi", "one"]
    assert [m["content"] for m in second["messages"]] == [
        "hello",
        "hi",
        "one",
        "you said one",
        "two",
    ]
    assert {first["contactId"], second["contactId"]} == {"contact-1"}
