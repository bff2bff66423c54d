from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.faults import Faults
from harness.emulator.server import serve
from harness.emulator.state import DEFAULT_KEY, State
from harness.wire.reading import read_failure

HEADERS = {"Authorization": f"Bearer {DEFAULT_KEY}"}
TEXT = "# Opening hours\n\n" + "We are open from nine to five on every day of the week. " * 4


@contextmanager
def troubled(state: State, faults: Faults, dialect: str = "vendor") -> Iterator[httpx.Client]:
    """Serve an emulator with faults on a real port."""
    app = create_app(state, dialect=dialect, retrain_seconds=0, faults=faults)
    with serve(app) as url, httpx.Client(base_url=url, headers=HEADERS, timeout=10) as client:
        yield client


def asking(state: State, question: str = "Opening hours?", **more: Any) -> dict[str, Any]:
    """Return a request to a bot of the state."""
    bots = state.bots("emulator") or [state.create("emulator", "Shop", TEXT, after=0)]
    messages = [{"role": "user", "content": question}]
    return {"chatbotId": bots[0].id, "messages": messages} | more


def outcome(api: httpx.Client, body: dict[str, Any]) -> str:
    """Return the status of a chat, or how it was lost."""
    try:
        reply = api.post("/chat", json=body)
    except httpx.TransportError as error:
        return type(error).__name__
    return str(reply.status_code)


@pytest.mark.parametrize("dialect", ["vendor", "seed"])
def test_every_nth_is_told_to_come_back(state: State, dialect: str) -> None:
    """429 with Retry-After, in the words of the dialect."""
    with troubled(state, Faults(rate_limited_every=3, retry_after_seconds=7), dialect) as api:
        replies = [api.get("/get-chatbots") for _ in range(6)]
    assert [reply.status_code for reply in replies] == [200, 200, 429] * 2
    assert replies[2].headers["retry-after"] == "7"
    assert replies[2].json()["message"] == "Rate limit exceeded"
    assert ("error" in replies[2].json()) == (dialect == "seed")


def test_trouble_is_repeatable_whatever_the_ids() -> None:
    """Two emulators with one seed fail at the same requests; another seed fails at others."""

    def outcomes(seed: int) -> list[str]:
        faults = Faults(seed=seed, rate_limited_share=0.3, error_share=0.3, cut_share=0.2)
        with State() as state, troubled(state, faults) as api:
            bodies = [asking(state, f"Question {n}?", conversationId=f"{seed}") for n in range(40)]
            return [outcome(api, body) for body in bodies]

    first = outcomes(1)
    assert outcomes(1) == first != outcomes(2)
    assert set(first) == {"200", "429", "500", "RemoteProtocolError"}


def test_a_repeated_request_is_drawn_anew(state: State) -> None:
    """So that trying again can help."""
    with troubled(state, Faults(error_share=0.5)) as api:
        assert {outcome(api, asking(state)) for _ in range(20)} == {"200", "500"}


def test_after_the_quota_chat_is_forbidden(state: State) -> None:
    """Only answers count, not refusals; what is not a chat goes on."""
    with troubled(state, Faults(quota=2)) as api:
        assert api.post("/chat", json={}).status_code == 400
        assert [outcome(api, asking(state)) for _ in range(4)] == ["200", "200", "403", "403"]
        refused = api.post("/chat", json=asking(state))
        assert refused.json() == {"message": "Access denied or quota exceeded"}
        assert api.get("/get-chatbots").status_code == 200


def test_a_cut_connection_is_really_cut_and_the_request_done(state: State) -> None:
    """Some before the first byte, some in the middle of the body; what was asked for happened."""
    lost: set[str] = set()
    with troubled(state, Faults(cut_share=1)) as api:
        for number in range(20):
            with pytest.raises(httpx.RemoteProtocolError) as error:
                api.post("/create-chatbot", json={"chatbotName": f"Bot {number}"})
            lost.add(str(error.value).split("(")[0].strip())
    assert lost == {
        "Server disconnected without sending a response.",
        "peer closed connection without sending complete message body",
    }
    assert len(state.bots("emulator")) == 20


def test_a_stream_is_cut_in_the_middle(state: State) -> None:
    """Some words arrive, then the connection ends; whole answers are not touched."""
    with troubled(state, Faults(cut_stream_share=1)) as api:
        whole = api.post("/chat", json=asking(state)).json()["text"]
        for _ in range(10):
            heard = b""
            with api.stream("POST", "/chat", json=asking(state, stream=True)) as reply:
                assert reply.status_code == 200
                with pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012 (in the middle of it)
                    for chunk in reply.iter_raw():
                        heard += chunk
            assert whole.encode().startswith(heard)
            assert len(heard) < len(whole.encode())
        assert api.post("/chat", json=asking(state)).status_code == 200


def test_a_slow_answer_comes_late(state: State) -> None:
    """An impatient client gives up, a patient one is answered."""
    with troubled(state, Faults(slow_seconds=0.3)) as api:
        with pytest.raises(httpx.ReadTimeout):
            api.get("/get-chatbots", timeout=0.05)
        assert api.get("/get-chatbots").status_code == 200


def test_a_wrong_shape_is_a_200_that_fits_nothing(state: State) -> None:
    """Lists, half JSON, HTML, nothing: never an answer with a text."""
    seen = set()
    with troubled(state, Faults(wrong_shape_share=1)) as api:
        for number in range(60):
            reply = api.post("/chat", json=asking(state, f"{number}?"))
            assert reply.status_code == 200
            assert '"text": "We' not in reply.text
            seen.add((reply.headers["content-type"].split(";")[0], reply.content))
    assert len(seen) == 6


def test_a_failed_retrain_leaves_the_old_text(state: State) -> None:
    """The status says failed, and the bot answers as before; a later training may succeed."""
    bot = asking(state)["chatbotId"]
    with troubled(state, Faults(failed_retrain_share=1)) as api:
        body = {"chatbotId": bot, "chatbotName": "Shop", "sourceText": "# Opening hours\n\nNever."}
        assert api.post("/update-chatbot-data", json=body).status_code == 200
        assert api.get("/get-chatbots").json()["chatbots"][0]["status"] == "failed"
        assert "nine to five" in api.post("/chat", json=asking(state)).json()["text"]
    with troubled(state, Faults()) as api:
        api.post("/update-chatbot-data", json=body)
        assert api.get("/get-chatbots").json()["chatbots"][0]["status"] == "ready"
        assert api.post("/chat", json=asking(state)).json()["text"] == "Never."


async def test_ready_may_mean_old_then_half_then_new() -> None:
    """The status is ready all the while; answers are old, then mixed by section, then new."""
    now = 100.0
    old = "# Bells\n\nA bell costs 5 EUR.\n\n# Lamps\n\nA lamp costs 20 EUR."
    new = "# Bells\n\nA bell costs 6 EUR.\n\n# Lamps\n\nA lamp costs 30 EUR."
    with State(clock=lambda: now) as state:
        bot = state.create("emulator", "Shop", old, after=0)
        faults = Faults(stale_seconds=10, half_seconds=20)
        transport = httpx.ASGITransport(create_app(state, retrain_seconds=5, faults=faults))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://emulator/api/v1", headers=HEADERS
        ) as api:

            async def prices() -> tuple[str, ...]:
                said = []
                for thing in ("bell", "lamp"):
                    asked = [{"role": "user", "content": f"What does a {thing} cost?"}]
                    body = {"chatbotId": bot.id, "messages": asked}
                    said.append((await api.post("/chat", json=body)).json()["text"].split()[3])
                listed = (await api.get("/get-chatbots")).json()["chatbots"]
                return (listed[0]["status"], *said)

            body = {"chatbotId": bot.id, "chatbotName": "Shop", "sourceText": new}
            await api.post("/update-chatbot-data", json=body)
            seen = []
            for now in (101.0, 105.0, 116.0, 136.0):  # noqa: B007 (the clock reads it)
                seen.append(await prices())  # noqa: PERF401 (time passes in between)
    assert seen == [
        ("training", "5", "20"),
        ("ready", "5", "20"),
        ("ready", "6", "20"),
        ("ready", "6", "30"),
    ]


async def test_without_a_server_a_cut_is_a_lost_connection(state: State) -> None:
    """In process there is nothing to cut, so the error comes through."""
    app = create_app(state, faults=Faults(cut_share=1))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://emulator/api/v1", headers=HEADERS
    ) as api:
        for _ in range(10):  # some before the first byte, some in the middle
            with pytest.raises(ConnectionResetError):
                await api.get("/get-chatbots")


def test_a_long_body_comes_through_whole(state: State) -> None:
    """Reading it to recognise the request loses nothing, and too long is still too long."""
    with troubled(state, Faults(seed=1, error_share=1e-9)) as api:
        body = {"chatbotName": "Shop", "sourceText": "word " * 200_000}
        assert api.post("/create-chatbot", json=body).status_code == 200
        reply = api.post("/create-chatbot", content=b" " * (17 * 1_048_576))
    assert len(state.text(state.bots("emulator")[0])) == 1_000_000
    assert (reply.status_code, read_failure(reply.json())) == (413, "Request body too large")


def test_what_is_not_the_api_knows_no_trouble(state: State) -> None:
    """One can always see what is running here."""
    with troubled(state, Faults(error_share=1)) as api:
        root = str(api.base_url).removesuffix("/api/v1/")
        assert api.get(f"{root}/").status_code == 200
        assert api.get(f"{root}/openapi.json").status_code == 200
        assert api.get("/get-chatbots").status_code == 500
