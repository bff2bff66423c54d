"""Values of promptfoo's assertions that stand in files of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import SuiteError

from .account import Account
from .reading import FILE, Folder, load
from .writing import literal

__all__ = ["with_files"]

_TEXT, _JSON, _YAML = {".txt"}, {".json"}, {".yaml", ".yml"}


class _Unread(Exception):
    """The value of an assertion cannot be had."""


def with_files(
    assertion: Mapping[str, Any], folder: Folder | None, account: Account
) -> dict[str, Any] | None:
    """Return an assertion with what the files hold that its value names, its parts too.

    None where a file cannot be read, is a program, or there is no folder to look in; the account
    says so. As in promptfoo, nothing is filled in in what a file holds.
    """
    try:
        return _whole(assertion, folder)
    except _Unread as problem:
        account.leave_out(f"assertion {assertion.get('type')}: {problem}")
        return None


def _whole(assertion: Mapping[str, Any], folder: Folder | None) -> dict[str, Any]:
    made = dict(assertion)
    if isinstance(made.get("assert"), list):
        made["assert"] = [
            _whole(part, folder) if isinstance(part, dict) else part for part in made["assert"]
        ]
    value = made.get("value")
    if isinstance(value, list):
        made["value"] = [_read(item, folder) for item in value]
    elif "value" in made:
        made["value"] = _read(value, folder)
    return made


def _read(value: Any, folder: Folder | None) -> Any:
    if not isinstance(value, str) or not value.startswith(FILE):
        return value
    if folder is None:
        raise _Unread(f"its value stands in {value}, which is not at hand")
    path = folder.path / value.removeprefix(FILE)
    ending = path.suffix.lower()
    if ending not in _TEXT | _JSON | _YAML:
        raise _Unread(f"its value is made by a program, or in a form that is not read ({value})")
    if ending in _YAML:
        return _literal(_yaml(path))
    text = folder.text(path)
    if text is None:
        raise _Unread(f"its value cannot be read ({value})")
    return _literal(text.strip() if ending in _TEXT else _json(text, value))


def _yaml(path: Path) -> Any:
    try:
        return load(path)
    except SuiteError as error:
        raise _Unread(f"its value cannot be read ({str(error).splitlines()[0]})") from None


def _json(text: str, value: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _Unread(f"its value is no JSON ({value})") from None


def _literal(value: Any) -> Any:
    """Return a value in which no text is a template."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, list):
        return [_literal(item) for item in value]
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items()}
    return value
