import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.server import serve
from harness.emulator.state import DEFAULT_KEY, State
from harness.errors import SettingsError

HEADERS = {"Authorization": f"Bearer {DEFAULT_KEY}"}


def test_it_answers_at_the_url_it_gives_and_stops_after(
    state: State, capfd: pytest.CaptureFixture[str]
) -> None:
    """The API is there within the block and gone after it; nothing is printed, no thread stays."""
    with serve(create_app(state)) as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/api/v1")
        reply = httpx.get(f"{url}/get-chatbots", headers=HEADERS)
        assert (reply.status_code, reply.headers["server"]) == (200, "harness-emulator")
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    assert all(thread.name != "harness-emulator" for thread in threading.enumerate())
    assert capfd.readouterr() == ("", "")


def test_a_stream_comes_word_by_word(state: State) -> None:
    """Chunks are words of raw text, and together they are the answer, all signs intact."""
    text = "# Grüße\n\nZwölf Boxkämpfer jagen Viktor 😀 quer über den Sylter Deich."
    with (
        serve(create_app(state, retrain_seconds=0)) as url,
        httpx.Client(base_url=url, headers=HEADERS) as api,
    ):
        made = api.post("/create-chatbot", json={"chatbotName": "Shop", "sourceText": text})
        body = {
            "chatbotId": made.json()["chatbotId"],
            "messages": [{"role": "user", "content": "Grüße?"}],
            "stream": True,
        }
        with api.stream("POST", "/chat", json=body) as reply:
            chunks = list(reply.iter_raw())
    assert len(chunks) > 5
    assert b"".join(chunks).decode() == text.partition("\n\n")[2]


def test_a_port_in_use_is_named(state: State) -> None:
    """Two servers cannot share a port; the error says which and why."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(SettingsError, match=f"port {port}"),
            serve(create_app(state), port=port),
        ):
            raise AssertionError("it listens on a port that is taken")


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99_999), ("256.1.1.1", 0)])
def test_an_address_that_cannot_be_is_named(state: State, host: str, port: int) -> None:
    """A port out of range and a host that is none are errors a person can read."""
    with (
        pytest.raises(SettingsError, match=str(port)),
        serve(create_app(state), host=host, port=port),
    ):
        raise AssertionError("it listens on an address that does not exist")


def test_an_error_in_the_block_stops_the_server(state: State) -> None:
    """The error comes through, and the port is free again."""
    with pytest.raises(KeyError), serve(create_app(state)) as url:
        raise KeyError("mine")
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


async def test_it_may_be_used_inside_an_event_loop(state: State) -> None:
    """Clients of the running loop can talk to it while it serves from its own thread."""
    with serve(create_app(state)) as url:
        async with httpx.AsyncClient(base_url=url, headers=HEADERS) as api:
            replies = await asyncio.gather(*(api.get("/get-chatbots") for _ in range(10)))
    assert {reply.status_code for reply in replies} == {200}


def test_many_clients_at_once_are_all_served(state: State) -> None:
    """Bots made concurrently over real connections are all there in the end."""
    with serve(create_app(state)) as url, httpx.Client(base_url=url, headers=HEADERS) as api:

        def make(number: int) -> int:
            body = {"chatbotName": f"Bot {number}", "sourceText": "Some text."}
            return api.post("/create-chatbot", json=body).status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(make, range(40))) == {200}
    assert len(state.bots("emulator")) == 40
