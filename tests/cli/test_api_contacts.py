from __future__ import annotations

import csv
import io
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
def bot(harness: Harness, dialect: str, tmp_path: Path) -> str:
    """Return the id of a bot whose contacts have a plan and an age."""
    text = tmp_path / "shop.md"
    text.write_text("# Shop\n\nWe open at nine in the morning.\n", encoding="utf-8")
    made = harness("api", "chatbots", "create", "Shop", "--source", text).out.strip()
    for name, kind in (("plan", "text"), ("age", "number")):
        said = harness("api", "attributes", "create", "--chatbot-id", made, name, "--type", kind)
        assert 0 == said.code, said.err
    return made


def contacts(harness: Harness, bot: str, verb: str, *typed: str | Path) -> Said:
    """Run a command on contacts."""
    return harness("api", "contacts", verb, "--chatbot-id", bot, *typed)


def document(said: Said) -> Any:
    """Return the JSON document that a command printed."""
    assert 0 == said.code, said.err
    return json.loads(said.out)


def test_one_contact_from_beginning_to_end(harness: Harness, bot: str) -> None:
    """Created, found, changed and deleted."""
    typed = ("--name", "Ada", "--email", "ada@example.com", "--attribute", "age=36", "--json")
    (made,) = document(contacts(harness, bot, "create", *typed))
    assert made["custom_attributes"] == {"age": 36}
    assert "Ada" in contacts(harness, bot, "get", made["id"]).out
    changed = contacts(
        *(harness, bot, "update", made["id"]),
        *("--phone", "+46 8 000", "--attribute", "age=37", "--json"),
    )
    found = document(contacts(harness, bot, "get", made["id"], "--json"))
    assert document(changed)["phone"] == found["phone"] == "+46 8 000"
    assert (found["name"], found["custom_attributes"]["age"]) == ("Ada", 37)
    assert 2 == contacts(harness, bot, "delete", made["id"]).code
    assert 0 == contacts(harness, bot, "delete", made["id"], "--yes").code
    gone = contacts(harness, bot, "get", made["id"])
    assert 3 == gone.code
    assert "Contact not found" in gone.err


def test_many_from_a_file_and_all_pages(harness: Harness, bot: str, tmp_path: Path) -> None:
    """1,203 contacts go in two requests, and come back each once, however they are paged."""
    file = tmp_path / "people.csv"
    rows = "".join(f"P{number},p{number}@example.com,{number}\n" for number in range(1203))
    file.write_text(f"name,email,age\n{rows}", encoding="utf-8")
    said = contacts(harness, bot, "create", "--file", file, "--json")
    assert 1203 == len(document(said))
    assert "1,000 of 1,203 created" in said.err
    for size in ("401", "1000"):
        found = document(contacts(harness, bot, "list", "--all", "--size", size, "--json"))
        assert {f"P{number}" for number in range(1203)} == {each["name"] for each in found}
        assert 1203 == len(found)


def test_what_was_created_before_a_refusal_is_told(
    harness: Harness, bot: str, tmp_path: Path
) -> None:
    """The second batch has a known address: the error says that the first is created."""
    file = tmp_path / "people.json"
    people = [{"email": f"p{number}@example.com"} for number in range(1000)]
    file.write_text(json.dumps([*people, people[0]]), encoding="utf-8")
    said = contacts(harness, bot, "create", "--file", file)
    assert 3 == said.code
    assert "Email already exists" in said.err
    assert "The first 1,000 contacts are created" in said.err


def test_page_by_page(harness: Harness, bot: str, dialect: str, tmp_path: Path) -> None:
    """One page says how to go on, and going on so gives the rest."""
    file = tmp_path / "people.json"
    file.write_text(json.dumps([{"name": f"P{n}"} for n in range(15)]), encoding="utf-8")
    contacts(harness, bot, "create", "--file", file)
    first = contacts(harness, bot, "list", "--size", "10", "--json")
    option = "--cursor" if dialect == "seed" else "--page"
    value = first.err.split(option)[1].split(",")[0].strip().strip("'")
    rest = contacts(harness, bot, "list", "--size", "10", "--json", option, value)
    names = [each["name"] for each in document(first) + document(rest)]
    assert names == [f"P{number}" for number in range(15)]
    assert "" == rest.err


def test_csv_holds_no_formula(harness: Harness, bot: str, tmp_path: Path) -> None:
    """Texts are made safe, numbers stay numbers, custom attributes have columns."""
    file = tmp_path / "people.json"
    person = {"name": '=HYPERLINK("x")', "custom_attributes": {"plan": " @SUM(1)", "age": -5}}
    file.write_text(json.dumps([person, {"name": "Bob"}]), encoding="utf-8")
    contacts(harness, bot, "create", "--file", file)
    said = contacts(harness, bot, "list", "--csv", "--all")
    ada, bob = csv.DictReader(io.StringIO(said.out))
    assert ada["name"] == '\'=HYPERLINK("x")'
    assert ada["custom_attributes.plan"] == "' @SUM(1)"
    assert (ada["custom_attributes.age"], bob["custom_attributes.age"]) == ("-5", "")


def test_refusals_keep_what_the_server_says(harness: Harness, bot: str) -> None:
    """Which field is wrong, and why."""
    said = contacts(harness, bot, "create", "--name", "Ada", "--attribute", "age=old")
    assert 3 == said.code
    assert "custom_attributes.age: Expected number, received string" in said.err


@pytest.mark.parametrize(
    "typed",
    [
        ("create",),
        ("list", "--json", "--csv"),
        ("list", "--all", "--page", "2"),
        ("update", "c1"),
        ("create", "--attribute", "age"),
        ("get", ".."),
    ],
)
def test_wrong_usage(harness: Harness, bot: str, typed: tuple[str, ...]) -> None:
    """What cannot be meant is exit code 2, before anything changes."""
    assert 2 == contacts(harness, bot, *typed).code


def test_hostile_ids_lead_nowhere(harness: Harness, bot: str) -> None:
    """Slashes, questions and dots stay within the id: the contact is not found."""
    for hostile in ("../../get-chatbots", "a?b", "a#b", "é", "%2e%2e"):
        assert 3 == contacts(harness, bot, "get", hostile).code


def test_attributes(harness: Harness, bot: str, dialect: str) -> None:
    """They are listed; the seed renames them, the others describe and archive them."""
    typed = ("api", "attributes", "update", "--chatbot-id", bot, "plan", "--json")
    rename, archive = harness(*typed, "--new-name", "rank"), harness(*typed, "--archived")
    assert ((0, 2) if dialect == "seed" else (2, 0)) == (rename.code, archive.code)
    listed = document(harness("api", "attributes", "list", "--chatbot-id", bot, "--json"))
    assert [each["type"] for each in listed] == ["text", "number"]
    assert (listed[0]["name"], listed[0]["archived"]) == (
        ("rank", False) if dialect == "seed" else ("plan", True)
    )
