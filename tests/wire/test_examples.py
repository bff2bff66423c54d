import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harness.wire.chat import read_chat
from harness.wire.chatbots import read_chatbot_id, read_chatbots
from harness.wire.contacts import Contact, read_contact, read_contacts, read_created_contacts
from harness.wire.conversations import read_conversations
from harness.wire.custom_attributes import read_attribute, read_attributes
from harness.wire.dialect import Dialect, recognise
from harness.wire.leads import read_leads
from harness.wire.reading import read_failure
from harness.wire.settings import read_saved

EXAMPLES = Path(__file__).parent / "examples"
DIALECTS = ["seed", "vendor", "live"]
BOT = "5QHA6VB-DIAbBhxwqxfdi"
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def example(dialect: str, operation: str) -> Any:
    """Return a reply as it travels."""
    return json.loads((EXAMPLES / f"{dialect}-{operation}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_answers_of_every_dialect(dialect: str) -> None:
    """Every dialect's reply to /chat has a text."""
    assert read_chat(example(dialect, "chat")).text.startswith("We open at nine")


@pytest.mark.parametrize("operation", ["create-chatbot", "update-chatbot-data"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_ids_of_every_dialect(dialect: str, operation: str) -> None:
    """Every dialect's reply to creating and retraining names the bot."""
    assert read_chatbot_id(example(dialect, operation)) == "5QHA6VB-DIAbBhxwqxfdi"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_lists_of_every_dialect(dialect: str) -> None:
    """Every dialect lists the same two bots under the same names."""
    assert [(bot.id, bot.name) for bot in read_chatbots(example(dialect, "get-chatbots"))] == [
        ("5QHA6VB-DIAbBhxwqxfdi", "Shop"),
        ("ckl123abc456", "Library"),
    ]


def test_what_only_the_live_list_tells() -> None:
    """When the bot was trained, and on how much, is read; the rest is kept."""
    bot, other = read_chatbots(example("live", "get-chatbots"))
    assert (bot.last_trained_at, bot.num_of_characters) == ("2026-03-02T09:30:00.5+00:00", 1234)
    assert (bot.temperature, bot.model, bot.status) == (0, "gpt-5-mini", "ready")
    assert (bot.model_extra or {})["ip_limit"] == 20
    assert (other.last_trained_at, other.num_of_characters, other.status) == (None, None, None)


@pytest.mark.parametrize(
    ("dialect", "words"),
    [
        ("seed", "chatbotId is required"),
        (
            "vendor",
            "Invalid request body (custom_attributes.age: Expected number, received string)",
        ),
        ("live", "Chatbot name is required"),
    ],
)
def test_errors_of_every_dialect(dialect: str, words: str) -> None:
    """The server's own words are found in every dialect's error."""
    assert read_failure(example(dialect, "error")) == words


@pytest.mark.parametrize("dialect", DIALECTS)
def test_conversations_of_every_dialect(dialect: str) -> None:
    """Who said what, and when it began, is read the same; calls of tools break nothing."""
    (row,) = read_conversations(example(dialect, "get-conversations")).rows
    assert (row.id, row.created_at) == ("conv-1", MOMENT)
    words = [(each.role, each.text) for each in row.messages]
    assert words[:2] == [("assistant", "Hi! How can I help?"), ("user", "When do you open?")]
    assert ("assistant", "We open at nine.") in words


def test_what_only_the_live_conversations_tell() -> None:
    """The last message, the country, the score, and a tool's call as JSON."""
    (row,) = read_conversations(example("live", "get-conversations")).rows
    assert row.last_message_at == datetime(2026, 3, 2, 9, 31, 0, 250_000, UTC)
    assert (row.country, row.chatbot_id, row.source) == ("SE", None, "Widget or Iframe")
    call, answer, nothing = row.messages[2:]
    assert json.loads(call.text)["toolName"] == "hours"
    assert (answer.score, answer.source, nothing.text) == (0.83, "text", "")
    assert row.messages[1].created_at == datetime(2026, 3, 2, 9, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_leads_of_every_dialect(dialect: str) -> None:
    """All three envelopes hold the same lead."""
    (lead,) = read_leads(example(dialect, "get-leads")).rows
    assert (lead.name, lead.email, lead.phone) == ("Ada", "ada@example.com", "+46 8 000")
    assert (lead.chatbot_id, lead.created_at) == (BOT, MOMENT)


def test_unknown_fields_of_a_lead_are_kept() -> None:
    """What nobody promised is there for whoever wants it; a number for an id is text."""
    (lead,) = read_leads(example("live", "get-leads")).rows
    assert (lead.id, lead.model_extra) == ("17", {"form": {"asked": True}})


def contacts_of(dialect: str) -> list[Contact]:
    """Return the same contact from three replies."""
    return [
        *read_created_contacts(example(dialect, "create-contacts")),
        *read_contacts(example(dialect, "list-contacts")).rows,
        read_contact(example(dialect, "get-contact")),
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_contacts_of_every_dialect(dialect: str) -> None:
    """Created, listed or looked up, under either spelling: it is the same contact."""
    made, listed, found = contacts_of(dialect)
    assert made == listed == found
    assert (found.id, found.name, found.phone) == ("c-1", "Ada", "+46 8 000")
    assert found.custom_attributes == {"age": 36, "plan": "gold"}
    assert found.created_at == MOMENT


def test_how_each_dialect_says_that_there_is_more() -> None:
    """By a cursor, or by the number of pages."""
    seed, vendor, live = (read_contacts(example(each, "list-contacts")) for each in DIALECTS)
    assert (seed.cursor, seed.is_last) == ("YWZ0ZXI6MQ==", False)
    assert (vendor.total, vendor.is_last) == (21, False)
    assert (live.total, live.is_last) == (21, True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_custom_attributes_of_every_dialect(dialect: str) -> None:
    """Name and type are read bare and wrapped, one and many."""
    one = read_attribute(example(dialect, "create-custom-attribute"))
    many = read_attributes(example(dialect, "get-custom-attributes"))
    assert (one.name, one.type) == ("plan", "text")
    assert [(each.name, each.type) for each in many] == [("plan", "text"), ("age", "number")]
    assert one.archived is many[0].archived is (dialect != "seed")
    assert many[1].archived is False


@pytest.mark.parametrize("dialect", DIALECTS)
def test_saved_settings_of_every_dialect(dialect: str) -> None:
    """A sentence and a whole bot both say that the settings are saved."""
    read_saved(example(dialect, "update-chatbot-settings"))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "operation", ["get-chatbots", "get-conversations", "get-leads", "list-contacts"]
)
def test_lists_tell_their_dialect(dialect: str, operation: str) -> None:
    """From a list it is known how to write; vendor and live take the same."""
    found = recognise(example(dialect, operation))
    assert found is not None
    assert (found is Dialect.SEED) == (dialect == "seed")


def test_every_example_is_read_by_a_test() -> None:
    """No example lies unread: dialects times operations are all there is."""
    operations = [
        *("chat", "create-chatbot", "update-chatbot-data", "get-chatbots", "error"),
        *("update-chatbot-settings", "get-conversations", "get-leads"),
        *("create-contacts", "list-contacts", "get-contact"),
        *("create-custom-attribute", "get-custom-attributes"),
    ]
    expected = {f"{dialect}-{name}.json" for dialect in DIALECTS for name in operations}
    assert {path.name for path in EXAMPLES.iterdir()} == expected
