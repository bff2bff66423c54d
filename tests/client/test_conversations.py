from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from harness.client.client import ChatbotClient
from harness.errors import SettingsError

ClientOf = Callable[..., ChatbotClient]


def query_of(path: str) -> dict[str, str]:
    """Return the query of a path."""
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


async def test_one_page(client_of: ClientOf, server_of: Any) -> None:
    """The bot, the days, the sources and the page are in the query."""
    server = server_of({"data": [{"id": "c1"}]})
    page = await client_of(server).get_conversations(
        "b&1",
        start_date=date(2026, 1, 2),
        end_date=date(2026, 1, 31),
        sources=("API", "Widget or Iframe"),
        page=3,
        size=20,
    )
    assert [row.id for row in page.rows] == ["c1"]
    assert server.asked[0][1].startswith("/get-conversations?")
    assert query_of(server.asked[0][1]) == {
        "chatbotId": "b&1",
        "startDate": "2026-01-02",
        "endDate": "2026-01-31",
        "filteredSources": "API,Widget or Iframe",
        "page": "3",
        "size": "20",
    }


async def test_all_pages(client_of: ClientOf, server_of: Any) -> None:
    """Page after page with the same limits, until one is short."""
    server = server_of(
        {"data": [{"id": "1"}, {"id": "2"}]},
        {"data": [{"id": "3"}, {"id": "4"}]},
        {"data": []},
    )
    client = client_of(server)
    rows = [row.id async for row in client.all_conversations("b1", sources=["API"], size=2)]
    assert rows == ["1", "2", "3", "4"]
    queries = [query_of(path) for _, path, _ in server.asked]
    assert [query["page"] for query in queries] == ["1", "2", "3"]
    assert {query["filteredSources"] for query in queries} == {"API"}


async def test_a_page_of_more_than_the_vendor_fills(client_of: ClientOf, server_of: Any) -> None:
    """Beyond 100 a short page would not mean the end, so nothing is sent."""
    server = server_of()
    with pytest.raises(SettingsError, match="1 to 100"):
        client_of(server).all_conversations("b1", size=101)
    assert server.asked == []
