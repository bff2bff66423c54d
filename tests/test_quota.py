from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from slowbot import slow_bot

from harness import quota
from harness.client.pacing import Clock, Pace
from harness.errors import StoreError
from harness.quota import SharedLimit, limit_name
from harness.store.store import Store


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(quota, "HURRY_SECONDS", 0.005)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


def pace(most: int = 6, per_second: float | None = None) -> Pace:
    """Return the pace of one client."""
    return Pace(attempts=1, requests_per_second=per_second, concurrency=most, clock=Clock())


async def until_limits(*wanted: tuple[Pace, int]) -> None:
    """Wait until each pace has its share."""
    async with asyncio.timeout(10):
        while any(each.window.limit != limit for each, limit in wanted):  # noqa: ASYNC110 (no event tells)
            await asyncio.sleep(0.005)


async def test_two_share_and_the_one_that_stays_gets_all_back(store: Store) -> None:
    """Half of the places and half of the rate each; the user is told once."""
    told: list[str] = []
    one, other = pace(6, 10), pace(6, 10)
    async with SharedLimit(store, "limit", one, told.append):
        assert 6 == one.window.limit
        async with SharedLimit(store, "limit", other):
            await until_limits((one, 3), (other, 3))
            assert 0.2 == one.seconds_apart == other.seconds_apart
        await until_limits((one, 6))
        assert 0.1 == one.seconds_apart

    assert 1 == len(told)
    assert told[0].startswith("2 processes share the limit of 6 at once and 10 a second: this one")
    assert {"limit shared": "by up to 2 processes"} == dict(one.told())


async def test_one_alone_has_the_whole_limit_and_says_nothing(store: Store) -> None:
    """The usual case is as it was."""
    told: list[str] = []
    alone = pace()
    async with SharedLimit(store, "limit", alone, told.append):
        await asyncio.sleep(0.05)
        assert 6 == alone.window.limit

    assert not told
    assert {} == alone.told()


async def test_a_store_that_goes_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share stays as it was, and the run goes on."""
    one = pace()
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def gone(*_: object) -> None:
        loop.call_soon_threadsafe(looked.set)
        raise StoreError("gone")

    async with SharedLimit(store, "limit", one) as limit:
        monkeypatch.setattr(limit._member, "look", gone)
        monkeypatch.setattr(limit._member, "leave", gone)
        async with asyncio.timeout(10):
            await looked.wait()
        assert 6 == one.window.limit


async def test_a_pause_reaches_the_other_process(store: Store) -> None:
    """A 429 to one holds back both."""
    one, other = pace(), pace()
    async with SharedLimit(store, "limit", one), SharedLimit(store, "limit", other):
        await until_limits((one, 3), (other, 3))
        one.rate.pause(one.clock.now() + 60)
        async with asyncio.timeout(10):
            while other.rate.paused_until <= other.clock.now():  # noqa: ASYNC110 (no event tells)
                await asyncio.sleep(0.005)

    assert 0 == other.rate.asked_seconds


def test_the_name_of_a_limit_does_not_give_the_key_away() -> None:
    """Sixteen bits of a digest: equal for equal keys, and nothing to test a guess by."""
    name = limit_name("https://host/api/v1/", "a-long-secret-key")

    assert name == limit_name("https://host/api/v1", "a-long-secret-key")
    assert name != limit_name("https://other/api/v1", "a-long-secret-key")
    assert 4 == len(name.partition("-")[2])
    assert "secret" not in name


async def test_two_commands_never_ask_more_at_once_than_one_may(tmp_path: Path) -> None:
    """Real processes, one of them killed: the other one takes its places over."""
    suite = tmp_path / "s.suite.yaml"
    cases = "".join(
        f"  - id: q{number}\n    prompt: question {number}\n    expect: answer\n"
        for number in range(300)
    )
    suite.write_text(f"temperatures: [0]\nrepeats: 1\ncases:\n{cases}", encoding="utf-8")
    async with slow_bot(0.1) as bot:
        environment = {
            **os.environ,
            "CHATBASE_API_KEY": "some-key",
            "CHATBASE_BASE_URL": bot.url,
            "HARNESS_STORE": f"sqlite:///{tmp_path / 'runs.db'}",
        }
        command = [sys.executable, "-m", "harness", "run", str(suite), "--chatbot-id", "b1"]
        processes = [
            await asyncio.create_subprocess_exec(
                *command,
                "-j",
                "6",
                "--no-progress",
                env=environment,
                stderr=asyncio.subprocess.PIPE,
            )
            for _ in range(2)
        ]
        await _say(processes[1], "2 processes share the limit of 6")
        await bot.asked_times(bot.asked.total() + 20)
        processes[0].kill()
        await asyncio.gather(*(process.communicate() for process in processes))

    assert [-9, 0] == [process.returncode for process in processes]
    assert bot.most <= 6


async def _say(process: asyncio.subprocess.Process, words: str) -> None:
    """Wait until a process says these words on stderr."""
    assert process.stderr
    async for line in process.stderr:
        if words in line.decode():
            return
    raise AssertionError(f"it never said: {words}")
