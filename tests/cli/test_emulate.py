from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from command import Harness


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


def test_trouble_can_be_made_on_purpose(tmp_path: Path) -> None:
    """Flags and a file say what goes wrong; a flag beats the file, and the rest of it counts."""
    file = tmp_path / "faults.json"
    file.write_text('{"rate_limited_share": 0, "retry_after_seconds": 7}')
    running = start("--faults", file, "--fault", "rate_limited_share=1")
    where = variables(running)
    refused = httpx.get(
        where["CHATBASE_BASE_URL"] + "/get-chatbots",
        headers={"Authorization": f"Bearer {where['CHATBASE_API_KEY']}"},
    )
    assert 0 == stop(running)
    assert (429, "7") == (refused.status_code, refused.headers["Retry-After"])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("error_share", "the '=' is missing"),
        ("error_share=many", "'many' is no number"),
        ("eror_share=0.1", "did you mean 'error_share'"),
        ("error_share=2", "less than or equal to 1"),
    ],
)
def test_trouble_that_cannot_be_is_wrong_usage(harness: Harness, fault: str, words: str) -> None:
    """Nothing is served, the exit code is 2, and the message says how to write it."""
    said = harness("emulate", "--port", "0", "--fault", fault)
    assert 2 == said.code
    assert words in said.err
