"""Making hostile text showable: characters that hide, steer or break are named, not sent on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["clean", "clean_lines", "name_of", "open_end", "pieces", "plain"]

_HIDDEN_RANGES = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad"
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ufdd0-\ufdef\ud800-\udfff"
) + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
"""Controls, bidi marks, invisible characters, halves of pairs and what is no character at all."""

_JOINERS = "\u200c\u200d"
"""Persian and emoji need them between two of their own; beside ASCII they only hide."""

_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""A letter carries a few of them in earnest; piled up they run over their neighbours."""

_HIDDEN = re.compile(
    rf"([{_HIDDEN_RANGES}])\1*"
    rf"|(?:(?<=[\x00-\x7f])|\A)([{_JOINERS}])\2*"
    rf"|([{_JOINERS}])\3*(?:(?=[\x00-\x7f])|\Z)"
    rf"|(?<=[{_ACCENTS}]{{6}})[{_ACCENTS}]+"
)
"""One hidden character, a run of the same one, or the accents beyond the sixth of a letter."""

_RUNS = rf"[{_HIDDEN_RANGES}{_JOINERS}{_ACCENTS}]"
_LETTER = rf"[^\x00-\x7f{_HIDDEN_RANGES}{_JOINERS}{_ACCENTS}]"
_OPEN_END = re.compile(rf"(?:#+\w*|(?:{_LETTER}?{_RUNS})*{_LETTER}?)\Z")
_LONGEST_END = 1000

_LINE_ENDS = re.compile(r"\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CI_COMMANDS = re.compile(r"##(?=\w*\[)")
"""Some CI servers act on `##[error]` or `##vso[…]` anywhere in a line."""
_CONTROL_PICTURES = 0x2400
_FIRST_PRINTABLE = 0x20
_DELETE = 0x7F
_COUNTED_FROM = 4
"""So many of the same hidden character in a row are counted, not repeated."""


def name_of(char: str) -> str:
    """Return the code point of one character, as "U+202E"."""
    return f"U+{ord(char):04X}"


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into runs that may be shown, and the names of characters that may not.

    Line ends of Windows become plain ones. Yields `(True, "U+202E")` for a hidden character,
    `(True, "U+202E × 40")` for many of the same, and `(False, run)` for all else, in order.
    """
    text = text.replace("\r\n", "\n")
    end = 0
    for match in _HIDDEN.finditer(text):
        if match.start() > end:
            yield False, text[end : match.start()]
        yield from ((True, name) for name in _names(match.group()))
        end = match.end()
    if end < len(text):
        yield False, text[end:]


def plain(text: str) -> str:
    """Return the text with each hidden character replaced by its name in brackets: ⟨U+202E⟩."""
    if _HIDDEN.search(text) is None:
        return text
    return "".join(f"⟨{run}⟩" if hidden else run for hidden, run in pieces(text))


def clean(text: str, *, unicode: bool = True) -> str:
    """Return the text as one line that no terminal will act on; line ends become spaces."""
    return " ".join(clean_lines(text, unicode=unicode))


def clean_lines(text: str, *, unicode: bool = True) -> tuple[str, ...]:
    """Return the lines of a text, with every control character made visible (ESC as ␛).

    Without `unicode` the lines are pure ASCII, all else written as a backslash escape.
    """
    picture = _picture if unicode else _spelled
    lines = _LINE_ENDS.split(text.replace("\t", " "))
    return tuple(_shown(line, picture, unicode=unicode) for line in lines)


def open_end(text: str) -> int:
    """Return where the end of a text begins that is shown otherwise if the text goes on.

    Runs are counted, joiners join two others, and a mark of CI servers may be cut in two. At most
    the last thousand characters are left open.
    """
    found = _OPEN_END.search(text, max(0, len(text) - _LONGEST_END))
    return found.start() if found else len(text)


def _names(run: str) -> tuple[str, ...]:
    if len(run) < _COUNTED_FROM:
        return tuple(name_of(char) for char in run)
    if len(set(run)) > 1:
        return (f"{len(run):,} accents",)
    return (f"{name_of(run[0])} × {len(run):,}",)


def _shown(line: str, picture: Callable[[str], str], *, unicode: bool) -> str:
    line = _CI_COMMANDS.sub("# #", line)
    shown = _HIDDEN.sub(lambda match: _run(match.group(), picture), line)
    return shown if unicode else shown.encode("ascii", "backslashreplace").decode("ascii")


def _run(run: str, picture: Callable[[str], str]) -> str:
    """Return a short run character by character, and a long one counted."""
    if len(run) < _COUNTED_FROM:
        return "".join(map(picture, run))
    return "".join(f"<{name}>" for name in _names(run)).replace("×", "x")


def _picture(char: str) -> str:
    if ord(char) < _FIRST_PRINTABLE:
        return chr(_CONTROL_PICTURES + ord(char))
    return "␡" if ord(char) == _DELETE else _spelled(char)


def _spelled(char: str) -> str:
    return "<ESC>" if char == "\x1b" else f"<{name_of(char)}>"
