from __future__ import annotations

import asyncio
from typing import Any

import pytest

from harness.client.breaker import (
    IN_A_ROW,
    LIMITED_IN_A_ROW,
    LIMITED_SECONDS,
    PAUSES_SECONDS,
    Breaker,
)
from harness.errors import BotDown, BotUnavailable, BotUnreachable

GONE = BotUnreachable("nobody there")


def opened(time: Any) -> Breaker:
    """Return a breaker that has just had enough."""
    breaker = Breaker(lambda: time.seconds, time.sleep)
    for _ in range(IN_A_ROW):
        breaker.bad(GONE, probe=False)
    return breaker


async def test_errors_in_a_row_open_it_and_one_good_reply_between_does_not(time: Any) -> None:
    """It counts what fails in a row only."""
    breaker = Breaker(lambda: time.seconds, time.sleep)
    for _ in range(IN_A_ROW - 1):
        breaker.bad(GONE, probe=False)
    breaker.good()
    breaker.bad(GONE, probe=False)

    assert breaker.is_closed
    assert not opened(time).is_closed


async def test_a_probe_that_works_closes_it(time: Any) -> None:
    """After a pause one request goes, the others wait for what it finds."""
    breaker = opened(time)
    waiting = [asyncio.create_task(breaker.passed()) for _ in range(3)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert [True] == [task.result() for task in waiting if task.done()]
    assert PAUSES_SECONDS[0] <= time.seconds - 1000

    breaker.good()

    assert [True, False, False] == sorted(await asyncio.gather(*waiting), reverse=True)
    assert breaker.is_closed


async def test_it_gives_up_after_the_last_probe(time: Any) -> None:
    """The error tells for how long, how often, and what was the last one."""
    breaker = opened(time)
    for _ in PAUSES_SECONDS[1:]:
        assert await breaker.passed()
        breaker.bad(GONE, probe=True)
    assert await breaker.passed()
    with pytest.raises(BotDown, match=r"for 61 s, 24 in a row; the last: nobody there"):
        breaker.bad(GONE, probe=True)

    with pytest.raises(BotDown):
        await breaker.passed()


async def test_a_probe_that_nobody_waits_for_gives_its_place_to_another(time: Any) -> None:
    """A cancelled request must not leave the others waiting for ever."""
    breaker = opened(time)
    assert await breaker.passed()
    other = asyncio.create_task(breaker.passed())
    await asyncio.sleep(0)
    assert not other.done()
    breaker.dropped()

    assert await other


async def test_stragglers_do_not_count_as_probes(time: Any) -> None:
    """What was under way when it opened may fail without using up the patience."""
    breaker = opened(time)
    assert await breaker.passed()
    for _ in range(100):
        breaker.bad(GONE, probe=False)
    breaker.good()

    assert not await breaker.passed()


async def test_a_limit_for_ever_is_given_up(time: Any) -> None:
    """Many 429 in a row give up, but only after minutes without an answer."""
    breaker = Breaker(lambda: time.seconds, time.sleep)
    limit = BotUnavailable("too many", status=429)
    for _ in range(LIMITED_IN_A_ROW):
        breaker.limited(limit)
    time.pass_seconds(LIMITED_SECONDS)

    with pytest.raises(BotDown, match="too many"):
        breaker.limited(limit)
