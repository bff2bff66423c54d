"""Contacts as people write them: options, a JSON list or a CSV file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.client.operations import unsendable
from harness.errors import SettingsError
from harness.wire.contacts import ContactInput

from .api_file import read_file, read_json

__all__ = ["contact_of", "read_attributes", "read_contacts"]

FIELDS = ("external_id", "name", "email", "phone")
SPELLINGS = {"phonenumber": "phone", "customAttributes": "custom_attributes"}


def read_contacts(path: Path) -> tuple[ContactInput, ...]:
    """Return the contacts of a file: a JSON list of objects, or CSV with a line of names.

    Columns other than external_id, name, email and phone are custom attributes; empty cells are
    left out.

    Raises:
        SettingsError: The file cannot be read, or a contact in it cannot be; names which one.
    """
    rows = _of_json(path) if path.suffix.lower() == ".json" else _of_csv(path)
    contacts = []
    for number, row in enumerate(rows, start=1):
        try:
            contacts.append(contact_of(row))
        except SettingsError as error:
            raise SettingsError(f"{path}, contact {number}: {error}") from None
    if not contacts:
        raise SettingsError(f"{path} holds no contacts")
    return tuple(contacts)


def contact_of(fields: Mapping[str, Any]) -> ContactInput:
    """Return a contact with these fields.

    Raises:
        SettingsError: One of them cannot be.
    """
    try:
        return ContactInput.model_validate(
            {SPELLINGS.get(name, name): value for name, value in fields.items()}
        )
    except ValidationError as error:
        raise unsendable(error) from None


def read_attributes(given: Iterable[str]) -> dict[str, Any]:
    """Return custom attributes from texts like `plan=gold`, `age=42`, `zip="01234"`.

    Raises:
        SettingsError: One has no "=".
    """
    found = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise SettingsError(f"an attribute is given as NAME=VALUE, not {each!r}")
        found[name.strip()] = _value(value)
    return found


def _value(text: str) -> Any:
    """Return a number, true, false, null or a quoted text as JSON reads it, all else as text."""
    try:
        value = json.loads(text, parse_constant=str)
    except ValueError:
        return text
    return text if isinstance(value, list | dict) else value


def _of_json(path: Path) -> Sequence[Mapping[str, Any]]:
    rows = read_json(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{path} holds no JSON list of objects")
    return rows


def _of_csv(path: Path) -> Sequence[Mapping[str, Any]]:
    reader = csv.DictReader(io.StringIO(read_file(path), newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise SettingsError(f"{path}, line {reader.line_num}: {error}") from None
    contacts = []
    for row in rows:
        if None in row:
            raise SettingsError(f"{path}: a line has more cells than the first one has names")
        cells = {name.strip(): cell for name, cell in row.items() if cell}
        own = {name: cell for name, cell in cells.items() if SPELLINGS.get(name, name) in FIELDS}
        more = {name: _value(cell) for name, cell in cells.items() if name not in own}
        contacts.append(own | ({"custom_attributes": more} if more else {}))
    return contacts
