"""Files that are given to the commands of the API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.errors import SettingsError

__all__ = ["read_file", "read_json"]


def read_file(path: Path) -> str:
    """Return the text of a file.

    Raises:
        SettingsError: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start})") from None


def read_json(path: Path) -> Any:
    """Return the JSON value in a file.

    Raises:
        SettingsError: It cannot be read, or is not JSON.
    """
    try:
        return json.loads(read_file(path))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} is not JSON: {error}") from None
