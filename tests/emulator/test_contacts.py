from typing import Any

import httpx
import pytest

from harness.emulator.bot import Bot
from harness.emulator.state import State

VENDOR = {
    *("id", "external_id", "name", "email", "phonenumber", "stripe_accounts", "custom_attributes"),
    *("created_at", "updated_at"),
}
SEED = {"id", "name", "email", "phone", "customAttributes", "createdAt"}


@pytest.fixture
def bot(state: State) -> Bot:
    """A bot whose contacts have an age, and once had a tier."""
    made = state.create("emulator", "Shop", None, after=0)
    state.attributes.add(made, {"name": "age", "type": "number"})
    state.attributes.add(made, {"name": "tier", "type": "text", "archived": True})
    return made


def person(dialect: str, name: str = "Ann", **more: Any) -> dict[str, Any]:
    """Return a contact as the dialect writes it."""
    told = {"name": name, "email": f"{name.lower()}@shop.example"}
    if dialect == "seed":
        return told | {"phone": "123", "customAttributes": {"age": 30}} | more
    return told | {"phonenumber": "123", "custom_attributes": {"age": 30}} | more


async def create(
    api: httpx.AsyncClient, dialect: str, bot: Bot, *people: dict[str, Any]
) -> httpx.Response:
    """Make contacts in the dialect's envelope."""
    name = "contacts" if dialect == "seed" else "users"
    return await api.post(f"/chatbots/{bot.id}/contacts", json={name: list(people)})


def inner(dialect: str, reply: httpx.Response) -> Any:
    """Return what a reply about one contact holds."""
    body = reply.json()
    if dialect == "seed":
        return body
    assert body["message"] == "Success"
    return body["data"]


async def test_a_contact_is_made_shown_changed_and_deleted(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """The whole life of a contact, in the words of each dialect."""
    more: dict[str, Any] = (
        {} if dialect == "seed" else {"external_id": "u 1", "stripe_accounts": [{"label": "a"}]}
    )
    made = await create(api, dialect, bot, person(dialect, **more))
    assert made.status_code == 200
    (contact,) = made.json()["data"]
    assert set(contact) == (SEED if dialect == "seed" else VENDOR)
    path = f"/chatbots/{bot.id}/contacts/{contact['id']}"
    assert inner(dialect, await api.get(path)) == contact
    body = {"name": "Bea"}
    changed = await api.patch(path, json=body if dialect == "seed" else {"data": body})
    assert inner(dialect, changed) | {"updated_at": 0} == contact | {"name": "Bea", "updated_at": 0}
    deleted = await api.delete(path)
    if dialect == "seed":
        assert (deleted.status_code, deleted.json()["status"]) == (200, "success")
    else:
        assert (deleted.status_code, deleted.content) == (204, b"")
    for reply in (await api.get(path), await api.delete(path)):
        assert (reply.status_code, reply.json()["message"]) == (404, "Contact not found")


async def test_an_external_id_names_a_contact_too(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Whoever made it, whatever stands in it."""
    state.contacts.add(bot, [{"external_id": "ann@home ü"}])
    path = f"/chatbots/{bot.id}/contacts/ann@home ü"
    body = {"name": "Ann"}
    assert (await api.get(path)).status_code == 200
    changed = await api.patch(path, json=body if dialect == "seed" else {"data": body})
    assert inner(dialect, changed)["name"] == "Ann"
    assert (await api.delete(path)).is_success


async def test_times_are_unix_seconds_for_the_vendor(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """In the seed they are dates."""
    (contact,) = (await create(api, dialect, bot, person(dialect))).json()["data"]
    if dialect == "seed":
        assert contact["createdAt"].endswith("+00:00")
    else:
        assert isinstance(contact["created_at"], int)
        assert isinstance(contact["updated_at"], int)


async def test_up_to_a_thousand_come_at_once(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """In the order in which they were sent; one more is refused, and none of them kept."""
    people = [person(dialect, f"P{number}") for number in range(1001)]
    assert (await create(api, dialect, bot, *people)).status_code == 400
    assert state.contacts.count(bot) == 0
    made = await create(api, dialect, bot, *people[:1000])
    assert [one["name"] for one in made.json()["data"]] == [one["name"] for one in people[:1000]]


async def test_an_address_is_used_once(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """A second time it is a 409, and of the whole request nothing is kept."""
    await create(api, dialect, bot, person(dialect))
    upper = person(dialect) | {"email": "ANN@shop.example"}
    again = await create(api, dialect, bot, person(dialect, "Bea"), upper)
    twice = await create(api, dialect, bot, person(dialect, "Cem"), person(dialect, "Cem"))
    for reply in (again, twice):
        assert (reply.status_code, reply.json()["message"]) == (409, "Email already exists")
    assert state.contacts.count(bot) == 1
    other = state.create("emulator", "Other", None, after=0)
    assert (await create(api, dialect, other, person(dialect))).status_code == 200
    (bea,) = (await create(api, dialect, bot, person(dialect, "Bea"))).json()["data"]
    body = {"email": "ann@shop.example"}
    path = f"/chatbots/{bot.id}/contacts/{bea['id']}"
    changed = await api.patch(path, json=body if dialect == "seed" else {"data": body})
    assert changed.status_code == 409


@pytest.mark.parametrize("dialect", ["vendor", "live"])
async def test_an_external_id_is_used_once(api: httpx.AsyncClient, dialect: str, bot: Bot) -> None:
    """A second time it is a 409; contacts without one do not collide."""
    for status in (200, 409):
        reply = await create(api, dialect, bot, {"external_id": "u1"})
        assert reply.status_code == status
    assert reply.json() == {"message": "External ID already exists"}
    assert (await create(api, dialect, bot, {}, {})).status_code == 200


@pytest.mark.parametrize("dialect", ["vendor", "live"])
async def test_what_is_wrong_with_a_contact_is_listed(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """Field by field, in the service's words."""
    wrong = {"custom_attributes": {"age": "30", "unknown": 1}}
    reply = await create(api, dialect, bot, wrong)
    assert (reply.status_code, reply.json()) == (
        400,
        {
            "message": "Invalid request body",
            "issues": [
                {
                    "field": "custom_attributes.age",
                    "message": "Expected number, received string",
                }
            ],
        },
    )
    several = await create(api, dialect, bot, {}, {"name": 1, "email": "x"})
    assert several.json() == {
        "message": "Invalid request body",
        "issues": [
            {"field": "users.1.name", "message": "Expected string, received number"},
            {"field": "users.1.email", "message": "Invalid email"},
        ],
    }
    archived = await create(api, dialect, bot, {"custom_attributes": {"tier": "gold"}})
    assert archived.json()["issues"][0]["message"] == "Custom attribute is archived"


@pytest.mark.parametrize("dialect", ["seed"])
async def test_the_seed_tells_in_its_message_what_is_wrong(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """Its errors have no list of issues."""
    reply = await create(api, dialect, bot, person(dialect) | {"customAttributes": {"age": "30"}})
    assert reply.json() == {
        "error": "Bad Request",
        "message": "Invalid request body (custom_attributes.age: Expected number, received string)",
    }


async def test_custom_attributes_change_one_by_one(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Those sent change, null takes one away, unknown ones are dropped, old archived ones stay."""
    name = "customAttributes" if dialect == "seed" else "custom_attributes"
    age, tier = state.attributes.all(bot)
    values = {str(age.number): 30, str(tier.number): "gold"}
    (contact,) = state.contacts.add(bot, [{"custom_attributes": values}])
    path = f"/chatbots/{bot.id}/contacts/{contact.id}"
    for given, kept in (
        ({}, {"age": 30, "tier": "gold"}),
        ({"age": 31, "unknown": "x"}, {"age": 31, "tier": "gold"}),
        ({"age": None}, {"tier": "gold"}),
        ({"tier": None}, {}),
    ):
        body = {name: given}
        reply = await api.patch(path, json=body if dialect == "seed" else {"data": body})
        assert inner(dialect, reply)[name] == kept


@pytest.mark.parametrize("dialect", ["vendor", "live"])
async def test_null_takes_a_field_away(api: httpx.AsyncClient, dialect: str, bot: Bot) -> None:
    """Where the document allows null; elsewhere it is refused."""
    (contact,) = (await create(api, dialect, bot, person(dialect))).json()["data"]
    path = f"/chatbots/{bot.id}/contacts/{contact['id']}"
    reply = await api.patch(path, json={"data": {"email": None}})
    assert inner(dialect, reply)["email"] is None
    assert (await api.patch(path, json={"data": {"external_id": None}})).status_code == 400


@pytest.mark.parametrize("dialect", ["vendor", "live"])
async def test_pages_tell_how_many_there_are(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Page by page, and none beyond the last."""
    state.contacts.add(bot, [{"name": f"P{number}"} for number in range(25)])
    url = f"/chatbots/{bot.id}/contacts"
    body = (await api.get(url, params={"per_page": 10, "page": 3})).json()
    assert [one["name"] for one in body["data"]] == [f"P{number}" for number in range(20, 25)]
    assert (body["message"], body["total"]) == ("Success", 25)
    assert body["pages"] == {"page": 3, "per_page": 10, "total_pages": 3}
    assert len((await api.get(url)).json()["data"]) == 25
    for wrong in ({"page": 4, "per_page": 10}, {"per_page": 9}, {"per_page": 1001}, {"page": 0}):
        reply = await api.get(url, params=wrong)
        assert (reply.status_code, reply.json()["message"]) == (400, "Invalid request parameters")
    least = (await api.get(url, params={"per_page": 9})).json()["issues"]
    assert least == [{"field": "per_page", "message": "Number must be greater than or equal to 10"}]


@pytest.mark.parametrize("dialect", ["seed"])
async def test_a_cursor_stays_valid_while_rows_come_and_go(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Every contact is seen once, those that came meanwhile too, and the last page says so."""
    made = state.contacts.add(bot, [{"name": f"P{number}"} for number in range(5)])
    url, seen, query = f"/chatbots/{bot.id}/contacts", [], {"limit": "2"}
    for step in range(10):
        body = (await api.get(url, params=query)).json()
        seen += [one["name"] for one in body["data"]]
        if step == 0:
            state.contacts.delete(bot, made[1].id)  # the one that the cursor stands at
            state.contacts.add(bot, [{"name": "late"}])
        if body["nextCursor"] is None:
            break
        query["cursor"] = body["nextCursor"]
    assert seen == ["P0", "P1", "P2", "P3", "P4", "late"]
    for wrong in ("x", "YWZ0ZXI6eA==", "YWZ0ZXI6LTE=", "é"):
        assert (await api.get(url, params={"cursor": wrong})).status_code == 400


async def test_contacts_of_another_workspace_are_not_there(
    api: httpx.AsyncClient, dialect: str, state: State
) -> None:
    """Neither to read nor to change nor to make."""
    theirs = state.create("theirs", "Shop", None, after=0)
    (contact,) = state.contacts.add(theirs, [{"name": "Ann"}])
    url = f"/chatbots/{theirs.id}/contacts"
    body = {"name": "Mine"} if dialect == "seed" else {"data": {"name": "Mine"}}
    for reply in (
        await api.get(url),
        await create(api, dialect, theirs, person(dialect)),
        await api.get(f"{url}/{contact.id}"),
        await api.patch(f"{url}/{contact.id}", json=body),
        await api.delete(f"{url}/{contact.id}"),
    ):
        assert (reply.status_code, reply.json()["message"]) == (404, "Chatbot not found")
    mine = state.create("emulator", "Mine", None, after=0)
    assert (await api.get(f"/chatbots/{mine.id}/contacts/{contact.id}")).status_code == 404
    assert state.contacts.after(theirs, 0, 9) == (contact,)
