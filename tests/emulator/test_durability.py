"""What stays when an emulator's process is killed, and when two share a file."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from harness.emulator.database import Database
from harness.emulator.state import DEFAULT_KEY, State

SERVER = """
import sys
from pathlib import Path
from harness.emulator.app import create_app
from harness.emulator.server import serve
from harness.emulator.state import State
with State(Path(sys.argv[1])) as state:
    with serve(create_app(state, dialect="seed", retrain_seconds=0)) as url:
        print(url, flush=True)
        sys.stdin.read()
"""
HEADERS = {"Authorization": f"Bearer {DEFAULT_KEY}"}


@contextmanager
def emulator(file: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Run an emulator in a process of its own, and end it if nobody did."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout
        url = process.stdout.readline().strip()
        with httpx.Client(base_url=url, headers=HEADERS, timeout=20) as client:
            yield process, client
    finally:
        process.kill()
        process.communicate()


def create(api: httpx.Client, text: str = "We sell bells.") -> str:
    """Make a bot and return its id."""
    body = {"chatbotName": "Shop", "sourceText": text}
    return str(api.post("/create-chatbot", json=body).json()["chatbotId"])


def ask(api: httpx.Client, bot: str, conversation: str) -> bool:
    """Ask in a conversation, and tell whether the whole answer came."""
    body = {"chatbotId": bot, "conversationId": conversation}
    body |= {"messages": [{"role": "user", "content": "Bells?"}]}  # type: ignore[dict-item] # JSON
    try:
        return api.post("/chat", content=json.dumps(body)).status_code == 200
    except httpx.TransportError:
        return False


def test_a_kill_loses_only_what_was_under_way(tmp_path: Path) -> None:
    """Killed while eight clients ask: every answer that came is kept, none is kept by half."""
    file = tmp_path / "state.db"
    answered: list[str] = []
    enough = threading.Event()

    def asking(url: str, bot: str, number: int) -> None:
        with httpx.Client(base_url=url, headers=HEADERS, timeout=20) as api:
            for turn in range(100_000):
                if not ask(api, bot, f"c{number}-{turn}"):
                    return
                answered.append(f"c{number}-{turn}")
                if len(answered) > 60:
                    enough.set()

    with emulator(file) as (process, api):
        bot = create(api)
        clients = [
            threading.Thread(target=asking, args=(str(api.base_url), bot, number))
            for number in range(8)
        ]
        for client in clients:
            client.start()
        assert enough.wait(30)
        process.kill()
        process.wait()
        for client in clients:
            client.join()

    with State(file) as state:
        (kept,) = state.bots("emulator")
        for conversation in answered:
            messages = state.conversations.messages(kept, conversation)
            assert [said.role for said in messages] == ["user", "assistant"]
        halves = "SELECT conversation FROM messages GROUP BY conversation HAVING count(*) <> 2"
        assert state.database.rows(halves) == []
        assert state.database.rows("PRAGMA integrity_check")[0][0] == "ok"

    with emulator(file) as (_, api):
        assert ask(api, bot, "after")


def test_a_kill_in_the_middle_of_a_request_loses_that_request(tmp_path: Path) -> None:
    """A body half sent changes nothing; what was answered before is there after a restart."""
    file = tmp_path / "state.db"
    with emulator(file) as (process, api):
        bot = create(api)
        half_sent, gone = threading.Event(), threading.Event()

        def body() -> Iterator[bytes]:
            yield b'{"chatbotId": "%s", "chatbotName": "New", ' % bot.encode()
            half_sent.set()
            gone.wait(20)
            yield b'"sourceText": "We sell lamps."}'

        def send() -> None:
            try:
                api.post("/update-chatbot-data", content=body())
            except httpx.TransportError:
                return
            raise AssertionError("a dead server answered")

        sender = threading.Thread(target=send)
        sender.start()
        assert half_sent.wait(20)
        process.kill()
        process.wait()
        gone.set()
        sender.join()
    with emulator(file) as (_, api):
        (listed,) = api.get("/get-chatbots").json()["chatbots"]
        assert (listed["chatbotId"], listed["chatbotName"]) == (bot, "Shop")


def test_two_emulators_may_share_a_file(tmp_path: Path) -> None:
    """Each sees at once what the other has done, and writing together breaks nothing."""
    file = tmp_path / "state.db"
    with emulator(file) as (_, one), emulator(file) as (_, two):
        bot = create(one)
        assert ask(two, bot, "shared")

        def asking(api: httpx.Client, name: str) -> None:
            done.append(all(ask(api, bot, f"{name}{turn % 3}") for turn in range(30)))

        done: list[bool] = []
        threads = [threading.Thread(target=asking, args=pair) for pair in ((one, "a"), (two, "b"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert done == [True, True]
        rows = two.get("/get-conversations", params={"chatbotId": bot}).json()["data"]
        assert rows == one.get("/get-conversations", params={"chatbotId": bot}).json()["data"]
        lengths = {row["id"]: len(row["messages"]) for row in rows}
        assert lengths == {"shared": 2} | {
            f"{name}{turn}": 20 for name in "ab" for turn in range(3)
        }
        for api, name in ((one, "x"), (two, "x")):
            people = {"contacts": [{"email": f"{name}@shop.example"}]}
            reply = api.post(f"/chatbots/{bot}/contacts", json=people)
        assert reply.status_code == 409
    database = Database(file)
    assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
    database.close()
