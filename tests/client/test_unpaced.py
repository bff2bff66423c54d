from __future__ import annotations

import asyncio

import pytest

from harness.client.breaker import IN_A_ROW
from harness.client.pacing import Clock
from harness.client.unpaced import Unpaced
from harness.errors import BotUnavailable


async def test_trouble_holds_nothing_back() -> None:
    """No pause after a 429, no narrower window, no rest: each attempt goes at once."""
    clock = Clock(now=asyncio.get_running_loop().time)
    pace = Unpaced(attempts=1, requests_per_second=None, concurrency=1, clock=clock)
    tried = []

    async def once(number: int) -> None:
        tried.append(number)
        async with pace.turn(), pace.turn():  # more at once than the window has places
            raise BotUnavailable("busy", status=429, retry_after_seconds=60)

    for _ in range(IN_A_ROW + 1):
        with pytest.raises(BotUnavailable):
            await pace.attempted(once, repeatable=True, paid=True)

    assert [1] * (IN_A_ROW + 1) == tried
