"""Any text and any JSON value as text that both databases take and give back unchanged.

PostgreSQL refuses NUL and lone surrogates, in text as in its JSON type; and in JSON two lone
surrogates side by side come back as one character. Bots may send all of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["dump", "escape", "load", "unescape"]

UNFIT = re.compile(r"[\\\x00\ud800-\udfff]")
ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")
WRAPPER = "escaped"
"""The only key of an object whose texts are escaped once more."""


def escape(text: str) -> str:
    r"""Return `text` with NUL and lone surrogates as \uXXXX and the backslash doubled."""
    return UNFIT.sub(_escape, text)


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return ESCAPED.sub(_unescape, text)


def dump(value: Any) -> str:
    """Return a JSON value as ASCII JSON text; floats are exact.

    Raises:
        TypeError: something in it is no JSON value.
    """
    text = _encode(value)
    if "\\ud" not in text and not text.startswith(f'{{"{WRAPPER}"'):
        return text
    if _is_unicode(value) and not _is_wrapped(value):
        return text
    return _encode({WRAPPER: _walk(value, escape)})


def load(text: str) -> Any:
    """Return the JSON value that `dump` was given (tuples as lists).

    Raises:
        ValueError: the text is no JSON.
    """
    value = json.loads(text)
    return _walk(value[WRAPPER], unescape) if _is_wrapped(value) else value


def _escape(found: re.Match[str]) -> str:
    return "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}"


def _unescape(found: re.Match[str]) -> str:
    return "\\" if found[1] == "\\" else chr(int(found[1][1:], 16))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


_encode = json.JSONEncoder(separators=(",", ":"), default=_plain).encode


def _is_unicode(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False, default=_plain).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_wrapped(value: object) -> bool:
    return isinstance(value, Mapping) and value.keys() == {WRAPPER}


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    """Return a copy of a JSON value with all its texts and keys changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {_walk(key, change): _walk(inner, change) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(inner, change) for inner in value]
    return value
