import asyncio
from typing import Any

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.state import DEFAULT_KEY, State
from harness.emulator.style import UNKNOWN
from harness.wire.chat import read_chat
from harness.wire.chatbots import read_chatbot_id
from harness.wire.reading import read_failure

TEXT = """# Returns

You can return any item within 30 days. Refunds are paid within 5 business days. Sale items stay
with you.

# Prices

A bell costs 5 EUR. A lamp costs 20 EUR. A lock costs 40 EUR.
"""


async def create(api: httpx.AsyncClient, text: str = TEXT) -> str:
    """Make a bot and return its id."""
    reply = await api.post("/create-chatbot", json={"chatbotName": "Shop", "sourceText": text})
    return read_chatbot_id(reply.json())


def body(bot_id: str, *asked: str, **more: Any) -> dict[str, Any]:
    """Return a request of user messages."""
    messages = [{"role": "user", "content": question} for question in asked]
    return {"chatbotId": bot_id, "messages": messages} | more


async def say(api: httpx.AsyncClient, bot_id: str, *asked: str, **more: Any) -> str:
    """Ask and return the text of the answer."""
    reply = await api.post("/chat", json=body(bot_id, *asked, **more))
    assert reply.status_code == 200
    return read_chat(reply.json()).text


async def test_the_bot_answers_from_its_text(api: httpx.AsyncClient, dialect: str) -> None:
    """The answer is in the text, and what is not in it is not known."""
    bot_id = await create(api)
    assert await say(api, bot_id, "How long do refunds take?") == (
        "Refunds are paid within 5 business days."
    )
    assert await say(api, bot_id, "Who painted the Mona Lisa?") == UNKNOWN


async def test_a_reply_has_the_fields_of_its_dialect(api: httpx.AsyncClient, dialect: str) -> None:
    """Only the seed names the conversation: the one given, else a new one."""
    bot_id = await create(api)
    given = await api.post("/chat", json=body(bot_id, "Returns?", conversationId="c-1"))
    bare = await api.post("/chat", json=body(bot_id, "Returns?"))
    fields = {"text", "conversationId"} if dialect == "seed" else {"text"}
    assert set(given.json()) == set(bare.json()) == fields
    assert given.json().get("conversationId", "c-1") == "c-1"


async def test_a_retrained_bot_answers_from_the_new_text(api: httpx.AsyncClient) -> None:
    """The new text replaces the old one whole."""
    bot_id = await create(api)
    text = TEXT.replace("5 business days", "9 business days").replace("# Prices", "# Else")
    new = {"chatbotId": bot_id, "chatbotName": "Shop", "sourceText": text.partition("# Else")[0]}
    await api.post("/update-chatbot-data", json=new)
    assert "9 business days" in await say(api, bot_id, "How long do refunds take?")
    assert await say(api, bot_id, "What does a bell cost?") == UNKNOWN


async def test_the_old_text_answers_while_the_new_one_trains() -> None:
    """A question asked too early gets the old answer; after the training, the new one."""
    now = 0.0
    with State(clock=lambda: now) as state:
        async with _client(state, retrain_seconds=60) as api:
            bot_id = await create(api)
            assert await say(api, bot_id, "How long do refunds take?") == UNKNOWN
            now = 60.0
            new = {"chatbotId": bot_id, "chatbotName": "Shop"}
            new["sourceText"] = "Refunds take a month."
            await api.post("/update-chatbot-data", json=new)
            early = await say(api, bot_id, "How long do refunds take?")
            now = 120.0
            late = await say(api, bot_id, "How long do refunds take?")
    assert (early, late) == ("Refunds are paid within 5 business days.", "Refunds take a month.")


async def test_only_a_named_conversation_is_kept(
    api: httpx.AsyncClient, state: State, dialect: str
) -> None:
    """With an id the last message and the answer are appended, without one nothing is stored."""
    bot_id = await create(api)
    bot = state.bot("emulator", bot_id)
    assert bot is not None
    await say(api, bot_id, "Returns?")
    assert state.database.rows("SELECT * FROM messages") == []
    first = await say(api, bot_id, "Returns?", conversationId="c")
    second = await say(api, bot_id, "Returns?", "Prices?", conversationId="c")
    kept = [(said.role, said.content) for said in state.conversations.messages(bot, "c")]
    assert kept == [
        *(("user", "Returns?"), ("assistant", first)),
        *(("user", "Prices?"), ("assistant", second)),
    ]


async def test_a_stream_says_what_the_plain_reply_says(api: httpx.AsyncClient) -> None:
    """Streamed as raw text: no JSON, no framing, nothing added."""
    bot_id = await create(api)
    reply = await api.post("/chat", json=body(bot_id, "Prices?", stream=True))
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.text == await say(api, bot_id, "Prices?")


async def test_errors_of_a_stream_are_json(api: httpx.AsyncClient) -> None:
    """What is refused is refused before the first byte of text."""
    reply = await api.post("/chat", json=body("nobody", "Hi", stream=True))
    assert (reply.status_code, read_failure(reply.json())) == (404, "Chatbot not found")


async def test_the_other_spelling_of_the_id_is_understood(api: httpx.AsyncClient) -> None:
    """The vendor's own sample says chatId."""
    request = body(await create(api), "Prices?")
    request["chatId"] = request.pop("chatbotId")
    assert (await api.post("/chat", json=request)).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        *({"messages": []}, {"messages": None}, {"messages": "Hi"}, {"messages": [{}]}),
        {"messages": [{"role": "system", "content": "Hi"}]},
        {"messages": [{"role": "user", "content": 1}]},
        {"messages": [{"role": "user", "content": " \n"}]},
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hi"}]},
        *({"temperature": 1.1}, {"temperature": -0.1}, {"temperature": "0"}),
        *({"stream": "yes"}, {"model": 1}, {"conversationId": 1}, {"chatbotId": 1}),
    ],
)
async def test_a_wrong_request_is_a_400_that_says_why(
    api: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    """Each wrong value is refused with a message, and is not repeated in it."""
    reply = await api.post("/chat", json=body(await create(api), "Prices?") | wrong)
    assert reply.status_code == 400
    assert read_failure(reply.json())


async def test_a_temperature_that_is_no_number_is_refused(api: httpx.AsyncClient) -> None:
    """JSON that says NaN or a huge number is a 400."""
    for number in (b"NaN", b"Infinity", b"1e999", b"-1e999", b"9" * 5000):
        request = b'{"chatbotId":"x","messages":[{"role":"user","content":"a"}],"temperature":%s}'
        assert (await api.post("/chat", content=request % number)).status_code == 400


@pytest.mark.parametrize(
    "question",
    ["\x00", "\ufeff", "\u202eabc", "'; DROP TABLE bots; --", "<script>", "{{7*7}}", "a" * 300_000],
)
async def test_a_hostile_question_is_a_question(api: httpx.AsyncClient, question: str) -> None:
    """Whatever is asked, the bot answers or does not know."""
    bot_id = await create(api)
    assert await say(api, bot_id, question, conversationId=question[:50]) == UNKNOWN
    assert await say(api, bot_id, question, temperature=1.0)


async def test_model_and_instructions_change_the_answer(api: httpx.AsyncClient) -> None:
    """A model named in the request counts for it alone, instructions from then on."""
    bot_id = await create(api)
    usual = await say(api, bot_id, "Prices?")
    assert await say(api, bot_id, "Prices?", model="some-retired-model") == usual
    assert len(await say(api, bot_id, "Prices?", model="emulator-brief")) < len(usual)
    settings = {"chatbotId": bot_id, "instructions": "Answer in one sentence."}
    await api.post("/update-chatbot-settings", json=settings)
    assert await say(api, bot_id, "Prices?") == "A bell costs 5 EUR."


async def test_the_bots_own_temperature_counts_where_none_is_sent(api: httpx.AsyncClient) -> None:
    """A bot set to be hot varies, unless the request asks for zero."""
    bot_id = await create(api)
    settings = {"chatbotId": bot_id, "temp": 1.0, "temperature": 1.0}
    await api.post("/update-chatbot-settings", json=settings)
    assert len({await say(api, bot_id, "Prices?") for _ in range(20)}) > 1
    assert len({await say(api, bot_id, "Prices?", temperature=0) for _ in range(5)}) == 1


async def test_chance_is_repeatable_whatever_the_order() -> None:
    """Two emulators with one seed answer the same requests alike, one by one or all at once."""
    questions = ["Returns?", "Prices?", "What does a bell cost?"] * 5

    async def answers(seed: int, *, together: bool) -> list[tuple[str, str]]:
        with State() as state:
            async with _client(state, seed=seed) as api:
                bot_id = await create(api)
                asked = [say(api, bot_id, question, temperature=0.7) for question in questions]
                if together:
                    said = await asyncio.gather(*asked)
                else:
                    said = [await one for one in reversed(asked)][::-1]
                return sorted(zip(questions, said, strict=True))

    assert await answers(1, together=True) == await answers(1, together=False)
    assert await answers(1, together=True) != await answers(2, together=True)


def _client(state: State, *, retrain_seconds: float = 0, seed: int = 0) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(
            create_app(state, retrain_seconds=retrain_seconds, seed=seed)
        ),
        base_url="http://emulator/api/v1",
        headers={"Authorization": f"Bearer {DEFAULT_KEY}"},
    )
