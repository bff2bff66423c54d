"""Addresses, versions, code and paths: what is the same to the letter or is another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .fact import Fact

__all__ = ["Literal", "blank", "find_literals"]

_KINDS: tuple[tuple[str, tuple[str, ...] | re.Pattern[str], re.Pattern[str]], ...] = (
    ("code", ("`",), re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,200})\1(?!`)")),
    (
        "address",
        ("://", "www.", "WWW."),
        re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s<>\"'`]{1,2000}", re.IGNORECASE),
    ),
    ("e-mail", ("@",), re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        "path",
        ("/", "\\"),
        re.compile(r"(?<![\w/.~\\])(?:~|\.{1,2}|[A-Za-z]:)?(?:[/\\][\w.@%+-]{1,255}){1,64}[/\\]?"),
    ),
    (
        "version",
        re.compile(r"\d[.]\d+[.]\d"),
        re.compile(
            r"(?<![\w.,])(?!\d\d?\.\d\d?\.\d{4}\b)v?\d{1,9}(?:\.\d{1,9}){2,5}(?:[-+]?[a-z]\w{0,20})?(?![\w.]\w|\w)"
        ),
    ),
    (
        "version",
        re.compile(r"[vV]\d"),
        re.compile(r"(?<![\w.])[vV]\d{1,9}(?:\.\d{1,9}){0,5}(?!\w)"),
    ),
    (
        "phone number",
        re.compile(r"\d\d[ -]\d\d"),
        re.compile(
            r"(?<![\w.,/-])(?:\+\d{1,3}[ -]?)?(?:\(\d{1,5}\)[ -]?)?"
            r"\d{2,5}(?:[ -]\d{2,10}){1,5}(?![\w-]|[.,]\d)"
        ),
    ),
)
_SIGNS = ("`", "@", "/", "\\", "www.", "WWW.")
_FIGURES = re.compile(r"[\dvV](?:\.\d+\.\d|(?<=[vV])\d|\d[ -]\d\d)")
"""One of the signs or figures is in every text that has a mark of some kind."""
_FEWEST_DIGITS = 7
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TRAILING = ".,;:!?)]}>'\"*_"
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?|^www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Literal:
    """An address, a version, a piece of code or a path."""

    kind: str
    shown: str
    start: int
    end: int
    key: str
    """What must be equal; without case, scheme, and the slash at the end."""

    def equals(self, other: Fact) -> bool:
        """Compare what is not dressing."""
        return isinstance(other, Literal) and self.key == other.key

    def rivals(self, other: Fact) -> bool:
        """Tell whether the other is of the same kind."""
        return isinstance(other, Literal) and self.kind == other.kind


def find_literals(text: str, *, figures: bool = True) -> Iterator[Literal]:
    """Find the literals of `text`; of those that overlap the first kind is meant.

    Args:
        text: What is searched.
        figures: Whether a digit may be there.
    """
    if not (_has(_SIGNS, text) or (figures and _FIGURES.search(text))):
        return
    for kind, mark, pattern in _KINDS:
        if not _has(mark, text):
            continue
        found = [_read(kind, match) for match in pattern.finditer(text)]
        kept = [one for one in found if one is not None]
        yield from kept
        text = blank(text, kept)


def _has(mark: tuple[str, ...] | re.Pattern[str], text: str) -> bool:
    """Tell whether it is worth while to look for a kind: much quicker than its pattern."""
    if isinstance(mark, tuple):
        return any(map(text.__contains__, mark))
    return mark.search(text) is not None


def blank(text: str, found: list[Literal]) -> str:
    """Return `text` with spaces where literals were."""
    for one in found:
        text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return text


def _read(kind: str, match: re.Match[str]) -> Literal | None:
    shown = match[0]
    if kind == "code":
        key = " ".join(match[2].split())
    elif kind == "phone number":
        if sum(c.isdigit() for c in shown) < _FEWEST_DIGITS or _ISO_DATE.search(shown):
            return None
        key = re.sub(r"[^\d+]", "", shown)
    else:
        shown = shown.rstrip(_TRAILING)
        key = _SCHEME.sub("", shown).rstrip("/\\")
        if kind == "version":
            key = key.lstrip("vV")
    if not key or (kind == "path" and key.count("/") + key.count("\\") < 1):
        return None
    return Literal(kind, shown, match.start(), match.start() + len(shown), key.lower())
