from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start an emulator of its own process on a free port."""
    command = [sys.executable, "-m", "harness", "emulate", "--port", "0"]
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stop(running: subprocess.Popen[str]) -> int:
    """End it as a person would, with Ctrl+C."""
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    return running.returncode


def variables(running: subprocess.Popen[str]) -> dict[str, str]:
    """Read the two lines that it prints for the shell."""
    assert running.stdout
    lines = [running.stdout.readline().strip() for _ in range(2)]
    return dict(line.removeprefix("export ").split("=", 1) for line in lines)


def test_it_prints_what_the_shell_needs_and_keeps_its_bots(tmp_path: Path) -> None:
    """A bot made in one process is there in the next, under the same key."""
    state = tmp_path / "bots.db"
    first = start("--state", state, "--key", "my-key")
    where = variables(first)
    header = {"Authorization": f"Bearer {where['CHATBASE_API_KEY']}"}
    made = httpx.post(
        where["CHATBASE_BASE_URL"] + "/create-chatbot",
        json={"chatbotName": "Shop", "sourceText": "We are open from 9 to 17 o'clock."},
        headers=header,
    ).json()["chatbotId"]
    assert 0 == stop(first)

    second = start("--state", state, "--key", "my-key")
    where = variables(second)
    bots = httpx.get(where["CHATBASE_BASE_URL"] + "/get-chatbots", headers=header).json()
    assert 0 == stop(second)

    assert "my-key" == where["CHATBASE_API_KEY"]
    assert [made] == [bot["id"] for bot in bots["chatbots"]]
