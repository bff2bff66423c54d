from collections.abc import Callable
from typing import Any

import pytest

from harness.client.client import ChatbotClient
from harness.errors import BotRefused, SettingsError
from harness.wire.dialect import Dialect

ClientOf = Callable[..., ChatbotClient]
PLAN = {"name": "plan", "type": "text"}
PATH = "/chatbots/b1/custom-attributes"


async def test_creating(client_of: ClientOf, server_of: Any) -> None:
    """Name, type and label travel; the attribute comes back out of its envelope."""
    server = server_of({"message": "Success", "data": PLAN | {"label": "Plan"}})
    client = client_of(server, dialect=Dialect.VENDOR)
    made = await client.create_custom_attribute("b1", "plan", "text", label="Plan")
    assert (made.name, made.type, made.label) == ("plan", "text", "Plan")
    assert server.asked == [("POST", PATH, PLAN | {"label": "Plan"})]


async def test_listing(client_of: ClientOf, server_of: Any) -> None:
    """All of them, archived or not."""
    server = server_of({"data": [PLAN, {"name": "age", "type": "number", "archived": True}]})
    found = await client_of(server).get_custom_attributes("b1")
    assert [(each.name, each.archived) for each in found] == [("plan", False), ("age", True)]
    assert server.asked == [("GET", PATH, None)]


async def test_changing_for_the_vendor(client_of: ClientOf, server_of: Any) -> None:
    """Only what is given is sent, to a path that the name cannot leave."""
    server = server_of({"message": "Success", "data": PLAN})
    client = client_of(server, dialect=Dialect.VENDOR)
    await client.update_custom_attribute("b1", "a/b", archived=False)
    assert server.asked == [("PUT", f"{PATH}/a%2Fb", {"archived": False})]


async def test_renaming_in_the_seed(client_of: ClientOf, server_of: Any) -> None:
    """The seed wants the whole attribute, so its type is looked up."""
    server = server_of({"data": [PLAN]}, PLAN | {"name": "rank"})
    client = client_of(server, dialect=Dialect.SEED)
    changed = await client.update_custom_attribute("b1", "plan", new_name="rank")
    assert changed.name == "rank"
    assert server.asked[1] == ("PUT", f"{PATH}/plan", {"name": "rank", "type": "text"})


async def test_what_cannot_be_changed(client_of: ClientOf, server_of: Any) -> None:
    """The vendor renames nothing, the seed archives nothing, and what is not there stays so."""
    vendor = client_of(server_of(), dialect=Dialect.VENDOR)
    with pytest.raises(SettingsError, match="never changes"):
        await vendor.update_custom_attribute("b1", "plan", new_name="rank")
    seed = client_of(server_of({"data": [PLAN]}), dialect=Dialect.SEED)
    with pytest.raises(SettingsError, match="no archived"):
        await seed.update_custom_attribute("b1", "plan", archived=True)
    with pytest.raises(BotRefused, match="no custom attribute 'age'"):
        await seed.update_custom_attribute("b1", "age", new_name="years")
