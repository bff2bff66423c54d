from typing import Any

import pytest

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.chatbots import read_chatbots
from harness.wire.dialect import Dialect
from harness.wire.settings import ChatbotSettings, read_saved, settings_body, settings_of


def test_settings_as_each_dialect_spells_them() -> None:
    """`name` and `temp` for the vendor, `chatbotName` and `temperature` for the seed."""
    settings = ChatbotSettings(name="Shop", temperature=0, initial_messages=("Hi!",))
    vendor = {"chatbotId": "b1", "name": "Shop", "temp": 0, "initialMessages": ["Hi!"]}
    assert settings_body(Dialect.VENDOR, "b1", settings) == vendor
    assert settings_body(Dialect.LIVE, "b1", settings) == vendor
    assert settings_body(Dialect.SEED, "b1", settings) == {
        "chatbotId": "b1",
        "chatbotName": "Shop",
        "temperature": 0,
        "initialMessages": ["Hi!"],
    }


@pytest.mark.parametrize(
    ("settings", "fact"),
    [
        ({}, "no setting"),
        ({"name": "ab"}, "3 characters"),
        ({"temperature": 1.5}, "0 to 1"),
        ({"warmth": 0.5}, "no setting warmth"),
    ],
)
def test_what_cannot_be_set(settings: dict[str, Any], fact: str) -> None:
    """Nothing, impossible values and misspelt names are errors before anything is sent."""
    with pytest.raises(SettingsError, match=fact):
        settings_body(Dialect.VENDOR, "b1", ChatbotSettings.model_validate(settings))


@pytest.mark.parametrize(
    "row",
    [
        {"chatbotId": "b1", "chatbotName": "Shop", "temperature": 0.5},
        {"id": "b1", "name": "Shop", "temp": 0.5, "index_name": "i", "styles": None},
    ],
)
def test_the_settings_that_a_list_tells(row: dict[str, Any]) -> None:
    """They are read from every dialect's list, and can be sent back as they are."""
    (bot,) = read_chatbots({"chatbots": [row]})
    settings = settings_of(bot)
    assert (settings.name, settings.temperature) == ("Shop", 0.5)
    assert settings_body(Dialect.SEED, "b2", settings) == {
        "chatbotId": "b2",
        "chatbotName": "Shop",
        "temperature": 0.5,
    }


@pytest.mark.parametrize("body", [{}, [], {"error": "no"}, "saved"])
def test_what_does_not_say_that_it_is_saved(body: Any) -> None:
    """Silence is no confirmation."""
    with pytest.raises(UnexpectedReply, match="confirmation"):
        read_saved(body)
