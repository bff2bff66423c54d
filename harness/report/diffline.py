"""The difference of two answers on one line of the terminal: [-removed-]{+added+}."""

from __future__ import annotations

from collections.abc import Iterable

from .ink import Ink, Span, fit, width_of
from .textdiff import DiffKind, PieceKind, TextDiff

__all__ = ["diff_line"]

LEAD = 24
"""So many columns of what is the same stand before a change."""
LONGEST = 60
"""So many columns of one removed or added piece are shown."""
_MARKS = {PieceKind.REMOVED: ("[-", "-]", "removed"), PieceKind.ADDED: ("{+", "+}", "added")}


def diff_line(diff: TextDiff, ink: Ink) -> Iterable[Span]:
    """Return the marked text from shortly before its first change, as wide as the line."""
    room = ink.width - 6
    if diff.kind is DiffKind.SAME:
        yield Span("the most common answer is the same", "muted")
        return
    changed = False
    for piece in diff.pieces:
        text = ink.text(piece.text)
        if piece.kind is PieceKind.SAME:
            span = Span(text if changed else _tail(text))
        else:
            begin, end, style = _MARKS[piece.kind]
            span = Span(f"{begin}{fit(text, _share(room, diff))}{end}", style)
            changed = True
        shown = fit(span.text, room)
        yield Span(shown, span.style)
        room -= width_of(shown)
        if shown != span.text or room <= 0:
            return


def _share(room: int, diff: TextDiff) -> int:
    """Leave a rewritten answer room for both texts."""
    return max(8, room // 2 - 4) if diff.kind is DiffKind.REWRITTEN else min(LONGEST, room)


def _tail(text: str) -> str:
    """Return the last words of what comes before the first change."""
    if width_of(text) <= LEAD:
        return text
    return "…" + text[-LEAD:].partition(" ")[2]
