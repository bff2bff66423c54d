from typing import Any

import httpx
import pytest

from harness.emulator.bot import Bot
from harness.emulator.state import State


@pytest.fixture
def bot(state: State) -> Bot:
    """A bot without custom attributes."""
    return state.create("emulator", "Shop", None, after=0)


def inner(dialect: str, reply: httpx.Response) -> Any:
    """Return what a reply about one attribute holds."""
    assert reply.status_code == 200
    return reply.json() if dialect == "seed" else reply.json()["data"]


async def test_an_attribute_is_made_and_listed(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """The seed tells name and type, the vendor also what it is called and whether it is in use."""
    url = f"/chatbots/{bot.id}/custom-attributes"
    given = {"name": "plan_name", "type": "text", "label": "Plan", "description": "What is paid"}
    made = inner(dialect, await api.post(url, json=given))
    bare = {"name": "plan_name", "type": "text"}
    assert made == (bare if dialect == "seed" else given | {"archived": False})
    listed = (await api.get(url)).json()
    assert listed == ({} if dialect == "seed" else {"message": "Success"}) | {"data": [made]}


@pytest.mark.parametrize(
    "wrong",
    [
        *({"name": "1st"}, {"name": ""}, {"name": "a b"}, {"name": "email"}, {"name": "a\n"}),
        *({"type": "list"}, {"type": None}, {"name": None}, {"name": "é"}, {"name": 1}),
    ],
)
async def test_a_wrong_attribute_is_refused(
    api: httpx.AsyncClient, bot: Bot, wrong: dict[str, Any]
) -> None:
    """Names begin with a letter and are not those of the fields; there are four types."""
    url = f"/chatbots/{bot.id}/custom-attributes"
    reply = await api.post(url, json={"name": "age", "type": "number"} | wrong)
    assert reply.status_code == 400
    assert (await api.get(url)).json()["data"] == []


async def test_a_name_is_used_once(
    api: httpx.AsyncClient, bot: Bot, state: State, dialect: str
) -> None:
    """A second time it is a 409; another bot may have the same."""
    url, body = f"/chatbots/{bot.id}/custom-attributes", {"name": "age", "type": "number"}
    assert (await api.post(url, json=body)).status_code == 200
    again = await api.post(url, json=body | {"type": "text"})
    assert (again.status_code, again.json()["message"]) == (409, "Custom attribute already exists")
    other = state.create("emulator", "Other", None, after=0)
    path = f"/chatbots/{other.id}/custom-attributes"
    assert (await api.post(path, json=body)).status_code == 200


@pytest.mark.parametrize("dialect", ["vendor", "live"])
async def test_label_description_and_archived_change(
    api: httpx.AsyncClient, dialect: str, bot: Bot
) -> None:
    """What is not sent stays; name and type stay in any case."""
    url = f"/chatbots/{bot.id}/custom-attributes"
    await api.post(url, json={"name": "age", "type": "number", "label": "Age"})
    changed = await api.put(f"{url}/age", json={"archived": True, "description": "Years"})
    assert inner(dialect, changed) == {
        "name": "age",
        "type": "number",
        "label": "Age",
        "description": "Years",
        "archived": True,
    }
    again = await api.put(f"{url}/age", json={"archived": False, "type": "text", "name": "x"})
    assert (inner(dialect, again)["type"], inner(dialect, again)["name"]) == ("number", "age")
    assert inner(dialect, again)["archived"] is False


@pytest.mark.parametrize("dialect", ["seed"])
async def test_the_seed_changes_a_type_if_every_value_fits(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Values are cast; one that cannot be leaves all as they were."""
    url = f"/chatbots/{bot.id}/custom-attributes"
    made = state.attributes.add(bot, {"name": "vip", "type": "text"})
    assert made
    state.contacts.add(bot, [{"custom_attributes": {str(made.number): "true"}}])
    body = {"name": "vip", "type": "boolean"}
    assert inner(dialect, await api.put(f"{url}/vip", json=body)) == body
    (contact,) = state.contacts.after(bot, 0, 9)
    assert contact.custom_attributes == {str(made.number): True}
    wrong = await api.put(f"{url}/vip", json={"name": "vip", "type": "date"})
    assert wrong.status_code == 400
    assert "A contact has a value of another type" in wrong.json()["message"]
    assert state.contacts.after(bot, 0, 9) == (contact,)
    assert state.attributes.all(bot)[0].type == "boolean"


@pytest.mark.parametrize("dialect", ["seed"])
async def test_a_renamed_attribute_keeps_its_values(
    api: httpx.AsyncClient, dialect: str, bot: Bot, state: State
) -> None:
    """Under the new name; a name that is taken is a 409."""
    url = f"/chatbots/{bot.id}/custom-attributes"
    old = state.attributes.add(bot, {"name": "age", "type": "number"})
    state.attributes.add(bot, {"name": "taken", "type": "number"})
    assert old
    (contact,) = state.contacts.add(bot, [{"custom_attributes": {str(old.number): 3}}])
    renamed = await api.put(f"{url}/age", json={"name": "years", "type": "number"})
    assert inner(dialect, renamed)["name"] == "years"
    shown = (await api.get(f"/chatbots/{bot.id}/contacts/{contact.id}")).json()
    assert shown["customAttributes"] == {"years": 3}
    clash = await api.put(f"{url}/years", json={"name": "taken", "type": "number"})
    assert clash.status_code == 409


async def test_an_unknown_attribute_is_a_404(
    api: httpx.AsyncClient, bot: Bot, state: State
) -> None:
    """As is every attribute of a bot of another workspace."""
    body = {"name": "age", "type": "number"}
    reply = await api.put(f"/chatbots/{bot.id}/custom-attributes/age", json=body)
    assert (reply.status_code, reply.json()["message"]) == (404, "Custom attribute not found")
    theirs = state.create("theirs", "Shop", None, after=0)
    url = f"/chatbots/{theirs.id}/custom-attributes"
    for foreign in (
        await api.get(url),
        await api.post(url, json=body),
        await api.put(f"{url}/age", json=body),
    ):
        assert (foreign.status_code, foreign.json()["message"]) == (404, "Chatbot not found")
