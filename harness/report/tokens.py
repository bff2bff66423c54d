"""Cutting text of any script into words, spaces and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["is_word", "sentences", "tokens", "units"]

_ALONE = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e3f-\u0e46\u0e4f-\u0e5b\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Hiragana, Katakana and Han are written without spaces: each character is a token."""
_RIDING = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
"""Marks that sit on such a character and are never cut off from it."""
_INNER = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0963\u0966-\u0dff\u0e80-\u109f\u1780-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Vowel signs and accents, which `\\w` leaves out: they belong to the word."""

_LETTER = rf"(?:(?![{_ALONE}{_RIDING}])[\w{_INNER}])"
_TOKEN = re.compile(
    rf"\d+(?:[.,:/'’]\d+)+(?!\w)"
    rf"|{_LETTER}+(?:['’]{_LETTER}+)*"
    rf"|[{_ALONE}][{_RIDING}]*"
    r"|\s+"
    r"|[^\w\s](?:[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[^\w\s])*"
    r"|."
)
_ENDS_SENTENCE = frozenset(".!?…。！？")
_ENDS_ALONE = frozenset("。！？")
"""No space follows these."""


def tokens(text: str) -> list[str]:
    """Cut a text into tokens that, joined, give it back.

    Words keep their apostrophes and accents, numbers their separators (55,000 and 10:30 are one
    token each); runs of white space and single marks stand alone.
    """
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Tell whether a token is a word or a number."""
    return token[0].isalnum() or any(map(str.isalnum, token[1:3]))


def units(text: str) -> list[str]:
    """Cut a text into tokens, each with the white space before it; joined, they give it back."""
    found: list[str] = []
    space = ""
    for token in tokens(text):
        if token.isspace():
            space += token
        else:
            found.append(space + token)
            space = ""
    return [*found, space] if space else found


def sentences(parts: Sequence[str]) -> list[str]:
    """Join units to sentences: one ends after its full stop, or before a new line."""
    found: list[str] = []
    current: list[str] = []
    for part in parts:
        if current and (_breaks(current[-1], part)):
            found.append("".join(current))
            current = []
        current.append(part)
    return [*found, "".join(current)] if current else found


def _breaks(last: str, part: str) -> bool:
    space = part[: len(part) - len(part.lstrip())]
    if "\n" in space:
        return True
    ended = last[-1] in _ENDS_SENTENCE
    return ended and part[-1] not in _ENDS_SENTENCE and (bool(space) or last[-1] in _ENDS_ALONE)
