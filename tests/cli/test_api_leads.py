from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Harness

from harness.bots import emulate


@pytest.fixture(params=["seed", "vendor", "live"])
def bot(request: pytest.FixtureRequest, harness: Harness, tmp_path: Path) -> Iterator[str]:
    """Return a bot with a lead form and three conversations, in each dialect."""
    text = tmp_path / "shop.md"
    text.write_text("# Shop\n\nWe open at nine in the morning.\n", encoding="utf-8")
    form = tmp_path / "form.json"
    fields = {name: {"active": True} for name in ("name", "email", "phone")}
    form.write_text(json.dumps({"collectCustomerInformation": fields}), encoding="utf-8")
    with (
        emulate(retrain_seconds=0, dialect=request.param) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("CHATBASE_BASE_URL", running.base_url)
        patch.setenv("CHATBASE_API_KEY", running.api_key)
        made = harness("api", "chatbots", "create", "Shop", "--source", text).out.strip()
        of_bot = ("--chatbot-id", made)
        assert 0 == harness("api", "chatbots", "settings", *of_bot, "--from", form, "-y").code
        for number in range(3):
            question = f"My name is Ada, a{number}@example.com, +46 8 123 456{number}. Open?"
            said = harness(*("api", "chat", *of_bot, question, "--conversation-id", f"c{number}"))
            assert 0 == said.code, said.err
        yield made


def test_leads(harness: Harness, bot: str) -> None:
    """Page by page and all together, each lead comes once."""
    typed = ("api", "leads", "list", "--chatbot-id", bot)
    found = json.loads(harness(*typed, "--all", "--size", "2", "--json").out)
    assert {f"a{number}@example.com" for number in range(3)} == {each["email"] for each in found}
    assert 3 == len(found)
    first = harness(*typed, "--size", "2")
    assert "--page 2, or --all" in first.err
    assert 1 == len(json.loads(harness(*typed, "--size", "2", "--page", "2", "--json").out))


def test_leads_for_a_spreadsheet(harness: Harness, bot: str) -> None:
    """A phone number that begins with + does not become a formula."""
    said = harness("api", "leads", "list", "--chatbot-id", bot, "--csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert 3 == len(rows)
    assert all(row["phone"].startswith("'+46") and row["name"] == "Ada" for row in rows)


def test_conversations(harness: Harness, bot: str) -> None:
    """What was asked stands in the table, everything said in the JSON document."""
    typed = ("api", "conversations", "list", "--chatbot-id", bot)
    table = harness(*typed)
    assert "My name is Ada" in table.out
    found = json.loads(harness(*typed, "--all", "--size", "1", "--json").out)
    assert {"c0", "c1", "c2"} == {each["id"] for each in found}
    words = [(each["role"], each["content"]) for each in found[0]["messages"]]
    assert ("assistant", "We open at nine in the morning.") in words


def test_conversations_of_some_days_and_sources(harness: Harness, bot: str) -> None:
    """Days and sources limit; days in the wrong order are a mistake."""
    typed = ("api", "conversations", "list", "--chatbot-id", bot)
    assert "No conversations.\n" == harness(*typed, "--until", "2020-01-01").out
    assert "No conversations.\n" == harness(*typed, "--source", "WhatsApp").out
    assert "c0" in harness(*typed, "--since", "2020-01-01", "--source", "API").out
    assert 2 == harness(*typed, "--since", "2026-01-02", "--until", "2026-01-01").code
    assert 2 == harness(*typed, "--since", "2026-1-2x").code


def test_all_and_a_page_exclude_each_other(harness: Harness, bot: str) -> None:
    """Wrong usage: exit code 2."""
    typed = ("api", "leads", "list", "--chatbot-id", bot, "--all", "--page", "2")
    assert 2 == harness(*typed).code


def test_a_bot_that_is_not_there(harness: Harness, bot: str) -> None:
    """An unknown bot is an error, not an empty list."""
    said = harness("api", "leads", "list", "--chatbot-id", "nobody")
    assert 3 == said.code
    assert "no such chatbot" in said.err
