"""Writing on a terminal: styled spans become lines of the right width, in colour or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, chop_cells, set_cell_size

from .clean import clean

__all__ = ["Ink", "Span", "fit", "pad", "width_of"]

_CODES = {
    "worse": "38;5;208;1",
    "better": "38;5;75;1",
    "flaky": "38;5;141;1",
    "error": "1",
    "same": "38;5;247",
    "look": "38;5;221;1",
    "muted": "38;5;247",
    "strong": "1",
    "removed": "38;5;208",
    "added": "38;5;75",
}
"""ANSI colours of the report's meanings: orange and blue, not red and green."""
_BAR = "│ "
CHARACTERS_A_COLUMN = 4
"""No more characters than this share one column: marks without a width are endless."""
_ASCII = str.maketrans(
    {
        "▼": "v",
        "▲": "^",
        "≈": "~",
        "✕": "x",
        "✓": "+",
        "≠": "!=",
        "○": "o",
        "→": "->",
        "−": "-",
        "─": "-",
        "│": "|",
        "…": "~",
        "–": "-",
        "×": "x",
        "·": "-",
        "\u00a0": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; an empty style is plain."""

    text: str
    style: str = ""
    whole: bool = False
    """Never broken at its blanks."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How to write: how wide, with colour, and beyond ASCII or not."""

    width: int
    colour: bool
    unicode: bool

    def text(self, text: str) -> str:
        """Return a text as it will stand on the line: harmless, and ASCII where it must be."""
        known = text.replace("\u00a0", " ") if self.unicode else text.translate(_ASCII)
        return clean(known, unicode=self.unicode)

    def line(self, spans: Iterable[Span]) -> str:
        """Return the spans as one line; what is too wide is cut, and says so."""
        room = self.width
        drawn = []
        for span in spans:
            text = self.text(fit(self.text(span.text), room))
            room -= width_of(text)
            drawn.append(Span(text, span.style))
        while drawn and not drawn[-1].text.strip():
            drawn.pop()
        if drawn:
            drawn[-1] = Span(drawn[-1].text.rstrip(), drawn[-1].style)
        runs = groupby(drawn, key=lambda span: span.style)
        return "".join(
            self._painted(style, "".join(span.text for span in run)) for style, run in runs
        )

    def wrapped(self, spans: Iterable[Span]) -> str:
        """Return the spans as lines, broken between words.

        Each further line begins with a bar: no word of a stranger may begin a line.
        """
        lines: list[list[Span]] = [[]]
        used = 0
        for word in self._words(spans):
            if used + width_of(word.text.rstrip()) > self.width and used > len(_BAR):
                lines.append([Span(_BAR)])
                used = len(_BAR)
            lines[-1].append(word)
            used += width_of(word.text)
        return "\n".join(self.line(_without_end(line)) for line in lines)

    def _words(self, spans: Iterable[Span]) -> Iterable[Span]:
        """Yield the words with the blanks after them; what is wider than a line is chopped."""
        for span in spans:
            text = self.text(span.text)
            for word in [text] if span.whole else _split(text):
                for part in chop_cells(word, self.width - len(_BAR)):
                    yield Span(part, span.style)

    def _painted(self, style: str, text: str) -> str:
        code = _CODES.get(style, "") if self.colour else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def _without_end(line: list[Span]) -> list[Span]:
    """Take the blanks off the end of a line: they must not count against its width."""
    *first, last = line or [Span("")]
    return [*first, Span(last.text.rstrip(), last.style)]


def width_of(text: str) -> int:
    """Return how many columns a text takes; wide characters take two."""
    return cell_len(text)


def fit(text: str, room: int) -> str:
    """Return the text cut to so many columns, with a mark at the end where it was cut."""
    if room <= 0:
        return ""
    cut = text[: room * CHARACTERS_A_COLUMN]
    if cut == text and width_of(text) <= room:
        return text
    return set_cell_size(cut, min(room - 1, width_of(cut))).rstrip() + "…"


def pad(text: str, room: int, *, right: bool = False) -> str:
    """Return the text filled with blanks to so many columns."""
    blanks = " " * max(0, room - width_of(text))
    return blanks + text if right else text + blanks


def _split(text: str) -> list[str]:
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + ([words[-1]] if words[-1] else [])
