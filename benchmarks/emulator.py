"""Many chats at once against an emulator: errors, requests a second, and how long answers take.

    python benchmarks/emulator.py --clients 200 --seconds 20

The emulator runs in a process of its own, as `harness emulate`. Clients are bare sockets that keep
their connection, so that the load costs little; on few cores it shares them with the emulator all
the same, and the figures are those of both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

QUESTIONS = (
    "When are you open on Saturday?",
    "How long does standard shipping take?",
    "Can I return an item after two weeks?",
    "Do you have gift cards?",
    "Who painted the Mona Lisa?",
)
SUITES = Path(__file__).parents[1] / "suites"
KEY = "benchmark-key"


class Load:
    """What the clients saw."""

    def __init__(self, request: bytes, host: str, port: int, until: float) -> None:
        self.request = request
        self.host = host
        self.port = port
        self.until = until
        self.seconds: list[float] = []
        self.errors: Counter[str] = Counter()

    async def client(self, bodies: list[bytes]) -> None:
        """Ask one question after the other over one connection, until the time is over."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        turn = 0
        while time.perf_counter() < self.until:
            body = bodies[turn % len(bodies)]
            turn += 1
            begun = time.perf_counter()
            writer.write(self.request % len(body) + body)
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                answer = await reader.readexactly(length)
            except (OSError, asyncio.IncompleteReadError, IndexError, ValueError) as error:
                self.errors[type(error).__name__] += 1
                return
            if head.split(b" ", 2)[1] != b"200" or not json.loads(answer).get("text"):
                self.errors[head.split(b"\r\n", 1)[0].decode()] += 1
            self.seconds.append(time.perf_counter() - begun)
        writer.close()


@contextmanager
def emulator(state: str | None) -> Iterator[str]:
    """Run an emulator and yield its base URL."""
    command = [sys.executable, "-m", "harness", "emulate", "--port", "0", "--key", KEY]
    process = subprocess.Popen(
        [*command, "--retrain-seconds", "0", *(["--state", state] if state else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield line.strip().partition("=")[2]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def create(url: str) -> str:
    """Make a bot that knows the shop's text."""
    text = (SUITES / "shop.md").read_text(encoding="utf-8")
    body = json.dumps({"chatbotName": "Shop", "sourceText": text}).encode()
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    made = Request(f"{url}/create-chatbot", body, headers)  # noqa: S310 (our own server)
    with urlopen(made) as reply:  # noqa: S310
        return str(json.load(reply)["chatbotId"])


async def load(url: str, clients: int, seconds: float, *, kept: bool) -> Load:
    """Ask with so many clients for so long; `kept` chats have a conversationId."""
    where, bot = urlsplit(url), create(url)
    head = (
        f"POST {where.path}/chat HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
        "Content-Length: %d\r\n\r\n"
    )
    seen = Load(head.encode(), where.hostname or "", where.port or 0, time.perf_counter() + seconds)
    asked = []
    for number in range(clients):
        more = {"conversationId": f"c{number}"} if kept else {}
        bodies = [
            {"chatbotId": bot, "messages": [{"role": "user", "content": question}]} | more
            for question in QUESTIONS
        ]
        asked.append([json.dumps(body).encode() for body in bodies])
    await asyncio.gather(*(seen.client(bodies) for bodies in asked))
    return seen


def main() -> int:
    """Print the figures; the exit code is 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kept", action="store_true", help="name a conversation, so it is stored")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, emulator(f"{folder}/state.db") as url:
        seen = asyncio.run(load(url, given.clients, given.seconds, kept=given.kept))
    times = sorted(seen.seconds) or [float("nan")]
    print(f"{given.clients} clients, {given.seconds:g} s, {'kept' if given.kept else 'not kept'}")
    print(f"answers   {len(seen.seconds)}, {len(seen.seconds) / given.seconds:.0f} a second")
    print(f"errors    {sum(seen.errors.values())} {dict(seen.errors) or ''}")
    for share in (0.5, 0.95, 0.99):
        print(f"p{share * 100:.0f}       {times[int(share * (len(times) - 1))] * 1000:.0f} ms")
    return 1 if seen.errors or not seen.seconds else 0


if __name__ == "__main__":
    sys.exit(main())
