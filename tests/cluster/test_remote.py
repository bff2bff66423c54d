from __future__ import annotations

import asyncio
import pickle

import pytest
from slowbot import slow_bot

from harness import __version__
from harness.client.breaker import IN_A_ROW
from harness.cluster import remote
from harness.cluster.remote import Order, hang_up, look
from harness.errors import BotUnreachable
from harness.wire.chat import ChatMessage, ChatRequest

QUESTION = ChatRequest(
    chatbotId="b1", messages=(ChatMessage(role="user", content="refund?"),), temperature=0
)


def test_a_worker_of_another_version_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would send or return may be something else."""
    monkeypatch.setenv(remote.KEY, "some-key")

    assert "" == look(__version__)
    assert f"a worker has harness {__version__}, and 0.0.1 asks it" in look("0.0.1")


def test_a_worker_without_a_key_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says where the key belongs."""
    monkeypatch.setenv(remote.KEY, " ")

    assert "set CHATBASE_API_KEY in the environment of the workers" in look(__version__)


def test_an_order_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """It travels through the scheduler, whose logs and pages show it."""
    monkeypatch.setenv(remote.KEY, "some-key")

    assert "some-key" not in repr(Order("run", "http://127.0.0.1:1", 1, 1, None))


async def test_a_process_keeps_its_client_until_it_hangs_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Connections are used again, and closed at the end of the command."""
    monkeypatch.setenv(remote.KEY, "some-key")
    async with slow_bot(0) as bot:
        order = Order("one", bot.url, 5, 2, None)
        line = remote._line(order)
        answer = await asyncio.to_thread(line.chat, QUESTION)

        assert remote._line(order) is line
        await asyncio.to_thread(hang_up, "one")
        await asyncio.to_thread(hang_up, "one")

    assert "The answer is refund?" == answer.text
    assert "one" not in remote._lines


async def test_a_worker_tries_once_and_rests_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often and after which pause is known to who asks: to a worker, no failure is the last."""
    monkeypatch.setenv(remote.KEY, "some-key")
    async with slow_bot(0) as bot:
        line = remote._line(Order("gone", bot.url, 5, 20, None))
        await asyncio.to_thread(line.chat, QUESTION)

    for _ in range(IN_A_ROW + 1):
        with pytest.raises(BotUnreachable):
            await asyncio.to_thread(line.chat, QUESTION)
    hang_up("gone")


def test_an_error_travels_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed holds the whole request, with its headers: none of it leaves the worker."""
    monkeypatch.setenv(remote.KEY, "very-secret-key")
    order = Order("dead", "http://127.0.0.1:9/api/v1", 5, 2, None)

    told = remote._asked(order, QUESTION)
    hang_up("dead")

    assert isinstance(told, BotUnreachable)
    assert told.__cause__ is not None
    assert b"very-secret-key" not in pickle.dumps(told)
