"""Reading the text of a suite file, or saying why it cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

from yaml.reader import Reader

from .problems import Problems

__all__ = ["LARGEST_FILE", "read_text", "shown"]

LARGEST_FILE = 32 * 1024 * 1024
"""The size in bytes up to which a file is read; 10,000 cases need about 2 MB."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def shown(path: str | Path) -> str:
    """Return the path as text that can be printed, whatever bytes are in its name."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_text(path: Path, problems: Problems) -> str:
    """Return the text of a UTF-8 file, without its byte order mark.

    Raises:
        SuiteError: The file cannot be read, or is no text that YAML can be in.
    """
    data = _read_bytes(path, problems)
    if data.startswith(_UTF_16):
        problems.stop_at(1, 1, "the file is UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        byte = data[error.start]
        problems.stop_at(line, column, f"not UTF-8 (byte 0x{byte:02x}); save the file as UTF-8")
    problems.source.text = text
    if bad := Reader.NON_PRINTABLE.search(text):
        line, column = _place(text[: bad.start()])
        problems.stop_at(line, column, f"YAML cannot hold the character U+{ord(bad[0]):04X} as is")
    return text


def _read_bytes(path: Path, problems: Problems) -> bytes:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            problems.stop_at(1, 1, "this is no file but a device or a pipe")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        problems.stop_at(1, 1, "there is no such file")
    except IsADirectoryError:
        problems.stop_at(1, 1, "this is a directory, not a suite file")
    except OSError as error:
        problems.stop_at(1, 1, f"the file cannot be read: {error.strerror or error}")
    except ValueError:  # Python's words for it differ by version
        problems.stop_at(1, 1, "the file cannot be read: no file can have this name")
    if len(data) > LARGEST_FILE:
        problems.stop_at(1, 1, f"the file is larger than {LARGEST_FILE // 1024**2} MB")
    return data


def _place(before: str) -> tuple[int, int]:
    """Return line and column of the character after the text `before`."""
    lines = before.split("\n")
    return len(lines), len(lines[-1]) + 1
