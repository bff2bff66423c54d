from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import BotUnavailable, SettingsError
from harness.wire.leads import Lead

ClientOf = Callable[..., ChatbotClient]


async def take(rows: AsyncIterator[Any], into: list[Any]) -> None:
    """Keep what comes before an error."""
    async for row in rows:
        into.append(row)  # noqa: PERF401 (a comprehension would lose it all)


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"id": "1"}]},
        {"collectedCustomers": [{"id": "1"}]},
        {"collectedCustomers": {"data": [{"id": "1"}]}},
    ],
)
async def test_one_page(client_of: ClientOf, server_of: Any, body: Any) -> None:
    """Every envelope gives the leads; the days are in the query."""
    server = server_of(body)
    page = await client_of(server).get_leads("b1", start_date=date(2026, 1, 2), size=7)
    assert [lead.id for lead in page.rows] == ["1"]
    assert server.asked[0][1] == "/get-leads?chatbotId=b1&page=1&size=7&startDate=2026-01-02"


async def test_all_pages(client_of: ClientOf, server_of: Any) -> None:
    """The walk ends on a short page."""
    server = server_of({"data": [{"id": "1"}]}, {"data": [{"id": "2"}]}, {"data": []})
    assert [lead.id async for lead in client_of(server).all_leads("b1", size=1)] == ["1", "2"]


async def test_what_was_given_stays_good(client_of: ClientOf, server_of: Any) -> None:
    """When a page does not come, the rows before it were given, and the error is told."""
    server = server_of({"data": [{"id": "1"}]}, httpx.Response(500))
    given: list[Lead] = []
    with pytest.raises(BotUnavailable):
        await take(client_of(server, attempts=1).all_leads("b1", size=1), given)
    assert [lead.id for lead in given] == ["1"]


async def test_days_in_the_wrong_order_are_not_sent(client_of: ClientOf, server_of: Any) -> None:
    """It would look as if nobody had come."""
    with pytest.raises(SettingsError, match="begin"):
        await client_of(server_of()).get_leads(
            "b1", start_date=date(2026, 2, 1), end_date=date(2026, 1, 1)
        )
