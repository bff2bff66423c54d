"""A shop's help text, a bot that knows it, and the API around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from harness.emulator.app import create_app
from harness.emulator.knowledge import Knowledge
from harness.emulator.state import DEFAULT_KEY, State

SHOP = """
# The bicycle shop

## Opening hours

Monday to Friday: 9 to 18
Saturday: 10 to 14
We are closed on Sundays.

## Returns

You can return any item within 30 days of delivery. Refunds are paid within 5 business days.
Sale items cannot be returned.

Shipping
--------

Standard shipping costs 4.90 EUR and takes 3 to 5 days. Express shipping costs 12 EUR.
We ship to these countries:

- Germany
- Austria
- Switzerland

Q: Do you have gift cards?
A: Yes, from 10 to 200 EUR. They are valid for three years.
"""


@pytest.fixture(scope="session")
def shop() -> Knowledge:
    """What a bot knows that learned the shop's help text."""
    return Knowledge(SHOP)


@pytest.fixture
def state() -> Iterator[State]:
    """An empty state in memory."""
    with State() as opened:
        yield opened


@pytest.fixture(params=["vendor", "live", "seed"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Every dialect in turn."""
    return str(request.param)


@pytest.fixture
async def api(state: State, dialect: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the default key; new texts are in force at once."""
    app = create_app(state, dialect=dialect, retrain_seconds=0)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://emulator/api/v1",
        headers={"Authorization": f"Bearer {DEFAULT_KEY}"},
    ) as client:
        yield client
