from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cli.api_contact_file import read_attributes, read_contacts
from harness.errors import SettingsError


def written(folder: Path, name: str, text: str) -> Path:
    """Return a file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def sent(path: Path) -> list[dict[str, Any]]:
    """Return what would be sent of the contacts in a file."""
    return [contact.model_dump(exclude_unset=True) for contact in read_contacts(path)]


def test_csv(tmp_path: Path) -> None:
    """Known columns are fields, others custom attributes; empty cells are left out."""
    text = '\ufeffname,email,phonenumber,plan,age\nAda,a@x.test,"+46, 8",gold,36\nBob,,,,-1\n'
    assert sent(written(tmp_path, "people.csv", text)) == [
        {
            "name": "Ada",
            "email": "a@x.test",
            "phone": "+46, 8",
            "custom_attributes": {"plan": "gold", "age": 36},
        },
        {"name": "Bob", "custom_attributes": {"age": -1}},
    ]


def test_json(tmp_path: Path) -> None:
    """A list of objects in either spelling."""
    text = '[{"external_id": 7, "phone": "1"}, {"customAttributes": {"a": 1}, "phonenumber": "2"}]'
    assert sent(written(tmp_path, "people.json", text)) == [
        {"external_id": "7", "phone": "1"},
        {"custom_attributes": {"a": 1}, "phone": "2"},
    ]


@pytest.mark.parametrize(
    ("name", "text", "fact"),
    [
        ("p.csv", "name\n", "holds no contacts"),
        ("p.csv", "", "holds no contacts"),
        ("p.csv", "name\nAda,b\n", "more cells"),
        ("p.csv", 'name\n"Ada\n', "p.csv, line"),
        ("p.json", "[", "not JSON"),
        ("p.json", "{}", "no JSON list"),
        ("p.json", "[1]", "no JSON list"),
        ("p.json", '[{"name": "Ada"}, {"nick": "Bob"}]', "contact 2: nick"),
        ("p.json", '[{"name": ["Ada"]}]', "contact 1: name"),
    ],
)
def test_what_holds_no_contacts(tmp_path: Path, name: str, text: str, fact: str) -> None:
    """The error names the file, and which contact is wrong."""
    with pytest.raises(SettingsError, match=fact) as caught:
        read_contacts(written(tmp_path, name, text))
    assert name in str(caught.value)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and one that is not UTF-8 are named."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_contacts(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"name\n\xe9\n")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_contacts(tmp_path / "latin.csv")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("gold", "gold"),
        ("36", 36),
        ("-0.5", -0.5),
        ("true", True),
        ("null", None),
        ('"01234"', "01234"),
        ("01234", "01234"),
        ("", ""),
        ("a=b", "a=b"),
        ("[1]", "[1]"),
        ("NaN", "NaN"),
    ],
)
def test_values_of_attributes(typed: str, value: object) -> None:
    """What looks like a number is one, unless it is quoted; the rest is text."""
    assert read_attributes([f"x={typed}"]) == {"x": value}


@pytest.mark.parametrize("typed", ["x", "=1", " =1"])
def test_an_attribute_has_a_name_and_a_value(typed: str) -> None:
    """Anything else is a mistake."""
    with pytest.raises(SettingsError, match="NAME=VALUE"):
        read_attributes([typed])


@given(st.text())
def test_any_csv_is_contacts_or_an_error(tmp_path_factory: Any, text: str) -> None:
    """Whatever a file holds, nothing but our own error comes out."""
    path = tmp_path_factory.mktemp("any") / "p.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        contacts = read_contacts(path)
    except SettingsError:
        return
    assert contacts
