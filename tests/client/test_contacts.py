from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from harness.client.client import ChatbotClient
from harness.errors import BotRefused, BotUnavailable, SettingsError, UnexpectedReply
from harness.wire.contacts import Contact, ContactInput
from harness.wire.dialect import Dialect

ClientOf = Callable[..., ChatbotClient]
ADA = ContactInput(name="Ada", phone="1")
ONE = {"id": "c1", "name": "Ada"}


async def take(rows: AsyncIterator[Any], into: list[Any]) -> None:
    """Keep what comes before an error."""
    async for row in rows:
        into.append(row)  # noqa: PERF401 (a comprehension would lose it all)


async def test_creating(client_of: ClientOf, server_of: Any) -> None:
    """Each dialect gets its own spelling, and the contacts come back."""
    for dialect, body in (
        (Dialect.SEED, {"contacts": [{"name": "Ada", "phone": "1"}]}),
        (Dialect.VENDOR, {"users": [{"name": "Ada", "phonenumber": "1"}]}),
    ):
        server = server_of({"data": [ONE]})
        (made,) = await client_of(server, dialect=dialect).create_contacts("b1", [ADA])
        assert made.id == "c1"
        assert server.asked == [("POST", "/chatbots/b1/contacts", body)]


async def test_a_creation_of_unknown_fate_is_not_repeated(
    client_of: ClientOf, server_of: Any
) -> None:
    """After a 500 nobody knows whether they exist."""
    server = server_of(httpx.Response(500), {"data": [ONE]})
    with pytest.raises(BotUnavailable):
        await client_of(server, dialect=Dialect.VENDOR).create_contacts("b1", [ADA])
    assert len(server.asked) == 1


async def test_many_are_created_in_batches(client_of: ClientOf) -> None:
    """2,500 contacts are three requests; each batch is given when it is there."""
    counts: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        count = request.content.count(b'"name"')
        counts.append(count)
        rows = [{"id": f"{len(counts)}-{number}"} for number in range(count)]
        return httpx.Response(200, json={"message": "Success", "data": {"created": rows}})

    client = client_of(handler, dialect=Dialect.VENDOR)
    made = [len(batch) async for batch in client.create_contacts_in_batches("b1", [ADA] * 2500)]
    assert made == counts == [1000, 1000, 500]


async def test_what_was_created_before_an_error_is_known(
    client_of: ClientOf, server_of: Any
) -> None:
    """The batches before the refused one were given; the error keeps message and issues."""
    refusal = httpx.Response(
        400,
        json={
            "message": "Invalid request body",
            "issues": [{"field": f"users.{n}.email", "message": "Invalid"} for n in range(9)],
        },
    )
    server = server_of({"data": [ONE]}, refusal)
    made: list[tuple[Contact, ...]] = []
    client = client_of(server, dialect=Dialect.VENDOR)
    with pytest.raises(BotRefused) as caught:
        await take(client.create_contacts_in_batches("b1", [ADA, ADA, ADA], size=1), made)
    assert [contact.id for batch in made for contact in batch] == ["c1"]
    assert "Invalid request body (users.0.email: Invalid;" in str(caught.value)
    assert "and 4 more" in str(caught.value)


async def test_all_by_cursor(client_of: ClientOf, server_of: Any) -> None:
    """In the seed dialect the walk goes from cursor to cursor, until there is none."""
    server = server_of(
        {"data": [{"id": "1"}, {"id": "2"}], "nextCursor": "a+b"},
        {"data": [{"id": "3"}], "nextCursor": "c"},
        {"data": [{"id": "4"}, {"id": "5"}]},
    )
    client = client_of(server, dialect=Dialect.SEED)
    assert [row.id async for row in client.all_contacts("b1", size=2)] == ["1", "2", "3", "4", "5"]
    assert [each[1].partition("?")[2] for each in server.asked] == [
        "limit=2",
        "limit=2&cursor=a%2Bb",
        "limit=2&cursor=c",
    ]


async def test_all_by_number(client_of: ClientOf, server_of: Any) -> None:
    """Elsewhere it goes from page to page, until the last that is told."""
    pages = {"per_page": 10, "total_pages": 2}
    rows = [{"id": str(number)} for number in range(20)]
    server = server_of(
        {"message": "Success", "data": rows[:10], "pages": pages | {"page": 1}},
        {"message": "Success", "data": rows[10:], "pages": pages | {"page": 2}},
    )
    client = client_of(server, dialect=Dialect.VENDOR)
    assert len([row async for row in client.all_contacts("b1", size=10)]) == 20
    assert [each[1].partition("?")[2] for each in server.asked] == [
        "per_page=10&page=1",
        "per_page=10&page=2",
    ]


async def test_a_page_out_of_range_is_the_end(client_of: ClientOf, server_of: Any) -> None:
    """So the vendor ends a list that it does not count; on the first page it is an error."""
    refusal = httpx.Response(400, json={"message": "Invalid request parameters"})
    server = server_of({"data": [ONE]}, refusal)
    client = client_of(server, dialect=Dialect.VENDOR)
    assert [row.id async for row in client.all_contacts("b1", size=1)] == ["c1"]
    client = client_of(server_of(refusal), dialect=Dialect.VENDOR)
    with pytest.raises(BotRefused):
        [row async for row in client.all_contacts("b1", size=1)]


async def test_a_cursor_that_goes_in_circles(client_of: ClientOf, server_of: Any) -> None:
    """The same rows under a new cursor are an error, not a walk without end."""
    server = server_of(*({"data": [ONE], "cursor": f"x{n}"} for n in range(3)))
    with pytest.raises(UnexpectedReply, match="page 2 of the contacts"):
        [row async for row in client_of(server, dialect=Dialect.SEED).all_contacts("b1", size=1)]


async def test_one_contact(client_of: ClientOf, server_of: Any) -> None:
    """Whatever its id holds, it is one part of the path; bare and wrapped it is read."""
    server = server_of(ONE, {"message": "Success", "data": ONE})
    client = client_of(server)
    first = await client.get_contact("b/1", "../x?é")
    assert first == await client.get_contact("b1", "c1")
    assert server.asked[0] == ("GET", "/chatbots/b%2F1/contacts/..%2Fx%3F%C3%A9", None)


async def test_changing(client_of: ClientOf, server_of: Any) -> None:
    """Wrapped for the vendor, bare for the seed; only what is set travels."""
    for dialect, body in (
        (Dialect.SEED, {"phone": None}),
        (Dialect.LIVE, {"data": {"phonenumber": None}}),
    ):
        server = server_of({"message": "Success", "data": ONE})
        changes = ContactInput(phone=None)
        await client_of(server, dialect=dialect).update_contact("b1", "c1", changes)
        assert server.asked == [("PATCH", "/chatbots/b1/contacts/c1", body)]


@pytest.mark.parametrize("reply", [httpx.Response(204), {"status": "success"}])
async def test_deleting(client_of: ClientOf, server_of: Any, reply: Any) -> None:
    """Nothing at all and a status both confirm."""
    server = server_of(reply)
    await client_of(server).delete_contact("b1", "c1")
    assert server.asked == [("DELETE", "/chatbots/b1/contacts/c1", None)]


async def test_who_is_not_there(client_of: ClientOf, server_of: Any) -> None:
    """A 404 says what may be missing, in the server's words and ours."""
    reply = httpx.Response(404, json={"message": "Contact not found"})
    with pytest.raises(BotRefused, match=r"Contact not found.*no such chatbot or contact"):
        await client_of(server_of(reply)).delete_contact("b1", "c1")


@pytest.mark.parametrize("hostile", ["", "..", "."])
async def test_what_is_no_id_is_not_sent(client_of: ClientOf, server_of: Any, hostile: str) -> None:
    """Dots would lead a proxy to another address."""
    server = server_of()
    client = client_of(server, dialect=Dialect.VENDOR)
    with pytest.raises(SettingsError):
        await client.get_contact("b1", hostile)
    with pytest.raises(SettingsError):
        await client.create_contacts(hostile, [ADA])
    assert server.asked == []
