import json
from pathlib import Path
from typing import Any

import pytest

from harness.wire.chat import read_chat
from harness.wire.chatbots import read_chatbot_id, read_chatbots
from harness.wire.reading import read_failure

EXAMPLES = Path(__file__).parent / "examples"
DIALECTS = ["seed", "vendor", "live"]


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


def test_every_example_is_read_by_a_test() -> None:
    """No example lies unread: dialects times operations are all there is."""
    operations = ["chat", "create-chatbot", "update-chatbot-data", "get-chatbots", "error"]
    expected = {f"{dialect}-{name}.json" for dialect in DIALECTS for name in operations}
    assert {path.name for path in EXAMPLES.iterdir()} == expected
