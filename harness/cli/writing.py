"""Writing files whole or not at all."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from harness.errors import SettingsError

__all__ = ["write_text"]


def write_text(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        passing.write_bytes(data)
        passing.replace(path)
    except OSError as error:
        with suppress(OSError):
            passing.unlink()
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from None
