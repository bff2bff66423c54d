from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from harness.store.store import Store
from harness.viewer.site import make_site


@pytest.fixture
async def client(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """Return a browser without a screen."""
    way = httpx.ASGITransport(make_site(store))
    async with httpx.AsyncClient(transport=way, base_url="http://127.0.0.1:8470") as found:
        yield found


async def test_the_list_shows_runs_by_suite_and_bot_with_a_trend(client: httpx.AsyncClient) -> None:
    """The newest first; the two newest are chosen to be compared; a baseline has its name."""
    page = await client.get("/")
    assert 200 == page.status_code
    assert ["r-2099", "r-2041", "r-1987"] == re.findall(r'/run\?id=(r-[12]\d+)"', page.text)
    assert "<svg" in page.text
    assert 'name="after" value="r-2099" aria-label="After: r-2099" required checked' in page.text
    assert 'name="before" value="r-2041" aria-label="Before: r-2041" required checked' in page.text
    assert "shipped" in page.text


async def test_a_run_and_any_two_are_the_pages_of_the_report(client: httpx.AsyncClient) -> None:
    """With the trend of their suite up to them, and a way back to the list."""
    one = await client.get("/run", params={"id": "r-2041"})
    two = await client.get("/compare", params={"before": "r-1987", "after": "r-2041"})
    assert (200, 200) == (one.status_code, two.status_code)
    assert "<title>v42: First run" in one.text
    assert "Pass rate over the last 2 runs" in two.text
    assert "repair-days" in two.text
    for page in (one, two):
        assert '<a href="/">Kept runs</a>' in page.text


@pytest.mark.parametrize(
    "address",
    ["/run", "/run?id=nothing", "/run?id=v41", "/run?id=../x.jsonl", "/compare?before=r-1987"],
)
async def test_what_is_not_kept_is_not_found(client: httpx.AsyncClient, address: str) -> None:
    """Only ids of the list are read; the page leads back to it."""
    page = await client.get(address)
    assert 404 == page.status_code
    assert "no kept run has the id" in page.text
    assert 'href="/"' in page.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8470", "127.0.0.1.evil.example", ""]
)
async def test_a_page_of_the_web_cannot_read_along(client: httpx.AsyncClient, host: str) -> None:
    """A name that was made to point here is refused: only this machine's own are answered."""
    assert 400 == (await client.get("/", headers={"Host": host})).status_code


async def test_nothing_can_be_changed_or_embedded(client: httpx.AsyncClient) -> None:
    """Only reading is answered; no other page may frame, cache or load what is shown."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert 405 == (await client.request(method, "/")).status_code
    headers = (await client.get("/")).headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


async def test_hostile_names_are_text(client: httpx.AsyncClient) -> None:
    """In the list, on the page of a problem and in links; each page has its strict policy."""
    problem = await client.get("/run", params={"id": "<script>alert(1)</script>"})
    for page in (await client.get("/"), problem):
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "default-src &#39;none&#39;" in page.text
    assert 200 == (await client.get("/run", params={"id": "r-666"})).status_code
