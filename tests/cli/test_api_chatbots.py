from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import Harness, Said

from harness.bots import emulate


@pytest.fixture(params=["seed", "vendor", "live"])
def dialect(request: pytest.FixtureRequest, harness: Harness) -> Iterator[str]:
    """Run an emulator that speaks the dialect, and return its name; nobody tells the client."""
    with (
        emulate(retrain_seconds=0, dialect=request.param) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("CHATBASE_BASE_URL", running.base_url)
        patch.setenv("CHATBASE_API_KEY", running.api_key)
        yield request.param


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Return a file with what a bot knows."""
    path = tmp_path / "shop.md"
    path.write_text("# Shop\n\nWe open at nine in the morning.\n", encoding="utf-8")
    return path


@pytest.fixture
def bot(harness: Harness, dialect: str, text: Path) -> str:
    """Return the id of a bot."""
    said = harness("api", "chatbots", "create", "Shop", "--source", text)
    assert 0 == said.code, said.err
    return said.out.strip()


def listed(harness: Harness) -> list[dict[str, Any]]:
    """Return the bots that there are."""
    found: list[dict[str, Any]] = json.loads(harness("api", "chatbots", "list", "--json").out)
    return found


def test_creating_and_listing(harness: Harness, bot: str) -> None:
    """The printed id is the bot's; the table and the JSON document name it."""
    table = harness("api", "chatbots", "list").out
    assert bot in table
    assert "Shop" in table
    assert [(bot, "Shop")] == [(each["id"], each["name"]) for each in listed(harness)]


def test_no_bots(harness: Harness, dialect: str) -> None:
    """An empty account is said so, and is an empty list for scripts."""
    assert "No chatbots.\n" == harness("api", "chatbots", "list").out
    assert [] == listed(harness)


def test_pages_to_scrape(harness: Harness, bot: str, dialect: str, text: Path) -> None:
    """The seed takes them; elsewhere nothing is created, with the reason."""
    said = harness("api", "chatbots", "create", "Web", "--source", text, "--url", "https://a.test")
    assert (0 if dialect == "seed" else 2) == said.code, said.err
    assert (2 if dialect == "seed" else 1) == len(listed(harness))


def test_retraining_keeps_the_name(harness: Harness, bot: str, tmp_path: Path) -> None:
    """The new text answers, under the old name."""
    new = tmp_path / "new.md"
    new.write_text("# Shop\n\nWe open at eleven in the morning.\n", encoding="utf-8")
    said = harness("api", "chatbots", "update-data", "--chatbot-id", bot, "--source", new, "--yes")
    assert 0 == said.code, said.err
    assert "eleven" in harness("api", "chat", "--chatbot-id", bot, "When do you open?").out
    assert ["Shop"] == [each["name"] for each in listed(harness)]


def test_renaming(harness: Harness, bot: str) -> None:
    """A name alone changes the name alone."""
    said = harness(
        "api", "chatbots", "update-data", "--chatbot-id", bot, "--name", "Store", "--yes"
    )
    assert 0 == said.code, said.err
    assert ["Store"] == [each["name"] for each in listed(harness)]
    assert "nine" in harness("api", "chat", "--chatbot-id", bot, "When do you open?").out


def test_settings(harness: Harness, bot: str) -> None:
    """What is given changes, in every dialect; what a list tells of them is shown."""
    said = harness(
        *("api", "chatbots", "settings", "--chatbot-id", bot, "--yes"),
        *("--name", "Store", "--temperature", "0.5", "--instructions", "Be brief."),
    )
    assert 0 == said.code, said.err
    assert "Changed instructions, name, temperature" in said.out
    shown = json.loads(harness("api", "chatbots", "settings", "--chatbot-id", bot, "--json").out)
    assert "Store" == shown["name"]
    assert shown["temperature"] in {0.5, None}  # the vendor's list does not tell it


def test_settings_from_a_file(harness: Harness, bot: str, tmp_path: Path) -> None:
    """All settings that there are, in either spelling; options win, and typos are named."""
    file = tmp_path / "settings.json"
    file.write_text('{"name": "Store", "initialMessages": ["Hi!"]}', encoding="utf-8")
    typed = ("api", "chatbots", "settings", "--chatbot-id", bot, "--from", file, "--yes")
    assert 0 == harness(*typed, "--name", "Corner shop").code
    assert ["Corner shop"] == [each["name"] for each in listed(harness)]
    file.write_text('{"warmth": 1}', encoding="utf-8")
    said = harness(*typed)
    assert 2 == said.code
    assert "warmth" in said.err


def test_deleting(harness: Harness, bot: str) -> None:
    """It is gone; deleting it again is refused with the server's words."""
    typed = ("api", "chatbots", "delete", "--chatbot-id", bot, "--yes", "--json")
    assert {"deleted": bot} == json.loads(harness(*typed).out)
    assert [] == listed(harness)
    again = harness(*typed)
    assert 3 == again.code
    assert "404" in again.err


@pytest.mark.parametrize(
    "typed",
    [
        ("delete",),
        ("update-data", "--name", "Store"),
        ("settings", "--name", "Store"),
    ],
)
def test_without_a_terminal_yes_is_needed(
    harness: Harness, bot: str, typed: tuple[str, ...]
) -> None:
    """Nobody can confirm in a script: exit code 2, and the bot is left alone."""
    said: Said = harness("api", "chatbots", typed[0], "--chatbot-id", bot, *typed[1:])
    assert 2 == said.code
    assert "--yes" in said.err
    assert ["Shop"] == [each["name"] for each in listed(harness)]


def test_a_bot_that_is_not_there(harness: Harness, bot: str) -> None:
    """Its settings cannot be shown."""
    said = harness("api", "chatbots", "settings", "--chatbot-id", "nobody")
    assert 3 == said.code
    assert "no chatbot 'nobody'" in said.err


@pytest.mark.parametrize("dialect", ["vendor"], indirect=True)
def test_the_wrong_dialect_is_the_servers_to_refuse(
    harness: Harness, bot: str, dialect: str
) -> None:
    """`--dialect` is obeyed: the seed's way to delete reaches a server that wants another."""
    typed = ("api", "chatbots", "delete", "--chatbot-id", bot, "--yes", "--dialect", "seed")
    assert 3 == harness(*typed).code
    assert 1 == len(listed(harness))
