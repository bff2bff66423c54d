import httpx
import pytest

from harness.emulator.dialects import DIALECTS, dialect_of
from harness.emulator.openapi import document
from harness.emulator.shapes import shapes_of
from harness.errors import SettingsError

OPERATIONS = {
    *("chat", "createChatbot", "updateChatbotData", "updateChatbotSettings", "getChatbots"),
    *("deleteChatbot", "getConversations", "getLeads", "createContacts", "listContacts"),
    *("getContact", "updateContact", "deleteContact", "createCustomAttribute"),
    *("getCustomAttributes", "updateCustomAttribute"),
}


async def test_every_operation_is_documented(api: httpx.AsyncClient, dialect: str) -> None:
    """At the root and below the API's path, without a key: sixteen operations."""
    found = (await api.get("http://emulator/openapi.json", headers={"Authorization": ""})).json()
    assert (await api.get("/openapi.json")).json() == found
    operations = [one for path in found["paths"].values() for one in path.values()]
    assert {one["operationId"] for one in operations} == OPERATIONS
    assert dialect in found["info"]["title"]


@pytest.mark.parametrize("name", list(DIALECTS))
def test_every_reference_leads_somewhere(name: str) -> None:
    """No schema is missing, and none is there for nothing."""
    made = document(DIALECTS[name], "/api/v1")
    schemas, used, waiting = made["components"]["schemas"], set(), [made["paths"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            target = str(part.get("$ref", "")).rpartition("/")[2]
            if target and target not in used:
                used.add(target)
                waiting.append(schemas[target])
        if isinstance(part, dict | list):
            waiting += part.values() if isinstance(part, dict) else part
    assert used == set(schemas)


def test_the_dialects_differ_where_they_do() -> None:
    """Names, statuses and the place of the id are those of each dialect."""
    seed, vendor = (document(DIALECTS[name], "/api/v1")["paths"] for name in ("seed", "vendor"))
    assert set(vendor["/update-chatbot-settings"]["post"]["responses"]) >= {"202"}
    assert set(seed["/update-chatbot-settings"]["post"]["responses"]) >= {"200"}
    assert "requestBody" in seed["/delete-chatbot"]["delete"]
    assert vendor["/delete-chatbot"]["delete"]["parameters"][0]["in"] == "query"
    one = "/chatbots/{chatbotId}/contacts/{contactId}"
    assert "content" not in vendor[one]["delete"]["responses"]["204"]
    listed = [each["name"] for each in seed["/chatbots/{chatbotId}/contacts"]["get"]["parameters"]]
    assert listed == ["chatbotId", "limit", "cursor"]


def test_every_reply_with_a_body_has_a_shape() -> None:
    """Only deleting a contact has none, where it answers 204."""
    for name in DIALECTS:
        missing = OPERATIONS - set(shapes_of(name))
        assert missing == (set() if name == "seed" else {"deleteContact"})


def test_an_unknown_dialect_is_named() -> None:
    """With the one that is probably meant."""
    with pytest.raises(SettingsError, match="did you mean 'live'"):
        dialect_of("livee")
