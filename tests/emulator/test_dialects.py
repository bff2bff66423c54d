import pytest

from harness.emulator.bot import Bot
from harness.emulator.contact_table import Contact
from harness.emulator.conversation_table import Conversation, Said
from harness.emulator.dialects import DIALECTS
from harness.emulator.lead_table import Lead
from harness.emulator.shapes import shapes_of
from harness.wire.chatbots import read_chatbot_id, read_chatbots

BOT = Bot(1, "b", "Bot", "m", "", "private", 0.0, 1.0, 2.0, "ready", 1, 0, 3, 2.0, None, "shop", {})
SAID = (Said(1, "user", "Hi", 1.0), Said(2, "assistant", "Hello", 1.0))
NOBODY = Contact(1, "id", None, None, None, None, [], {"7": 1, "8": 2}, 1.5, 2.5)


@pytest.mark.parametrize("name", list(DIALECTS))
def test_a_row_has_all_fields_of_its_shape_and_no_others(name: str) -> None:
    """What is said and what is documented are the same, also where nothing is known."""
    dialect, shapes = DIALECTS[name], shapes_of(name)
    rows = {
        "getConversations": dialect.conversation(BOT, Conversation("c", 1.0, 2.0, SAID)),
        "getLeads": dialect.lead(BOT, Lead("l", None, None, None, 1.0)),
        "listContacts": dialect.contact(NOBODY, {"7": "age"}),
        "getChatbots": dialect.chatbot(BOT),
    }
    for operation, row in rows.items():
        shape = shapes[operation]
        while shape["type"] != "array":
            shape = shape["properties"].get("data") or next(iter(shape["properties"].values()))
        assert set(row) <= set(shape["items"]["properties"])
        assert set(row) >= set(shape["items"]["required"])


@pytest.mark.parametrize("name", list(DIALECTS))
def test_replies_are_those_that_a_client_reads(name: str) -> None:
    """Made bots and lists of them are read in each dialect as in every other."""
    dialect = DIALECTS[name]
    assert read_chatbot_id(dialect.changed(BOT)) == "b"
    assert [bot.name for bot in read_chatbots(dialect.chatbots([BOT]))] == ["Bot"]


def test_a_value_without_an_attribute_is_not_shown() -> None:
    """Values are kept by number; those whose number has no name stay out."""
    assert DIALECTS["vendor"].contact(NOBODY, {"7": "age"})["custom_attributes"] == {"age": 1}
    assert DIALECTS["seed"].contact(NOBODY, {"7": "age"})["customAttributes"] == {"age": 1}


def test_errors_list_issues_where_the_dialect_has_them() -> None:
    """The vendor in a list, the seed in the message."""
    issues = [("email", "Invalid email")]
    vendor = DIALECTS["vendor"].contact_error(400, "Invalid request body", issues)
    listed = [{"field": "email", "message": "Invalid email"}]
    assert vendor == {"message": "Invalid request body", "issues": listed}
    seed = DIALECTS["seed"].contact_error(400, "Invalid request body", issues)
    message = "Invalid request body (email: Invalid email)"
    assert seed == {"error": "Bad Request", "message": message}
