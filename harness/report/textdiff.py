"""Two texts, word by word: what was removed, what was added, and how much that says."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel

from .tokens import is_word, sentences, tokens, units

__all__ = ["DiffKind", "Piece", "PieceKind", "TextDiff", "compare_texts", "cut"]

SHOWN_CHARACTERS = 50_000
"""So much of a text is compared and shown; the rest is counted."""
REWRITTEN_BELOW = 0.35
"""With a smaller share of common words, marks say less than the two texts side by side."""
SENTENCES_FIRST_ABOVE = 2_000
"""Longer texts (in words) are compared sentence by sentence before word by word."""
MATRIX_LIMIT = 40_000_000
"""Larger products of two lengths are not aligned: time and memory grow with them."""
SHORT_WORD = 3
"""An equal word of so many characters between two changes joins them."""


class PieceKind(StrEnum):
    """Whether a piece stands in both texts or in one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class DiffKind(StrEnum):
    """How far two texts differ."""

    SAME = "same"
    LIGHT = "light"
    """Only punctuation, case or spacing differs."""
    CHANGED = "changed"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The difference of two texts; a rewritten text has its two pieces: all removed, all added."""

    kind: DiffKind
    pieces: tuple[Piece, ...]
    removed_words: int = 0
    added_words: int = 0
    left_out: int = 0
    """Characters of both texts beyond what is compared and shown."""

    @property
    def characters(self) -> int:
        """How long all pieces are together."""
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(slots=True)
class _Block:
    """Neighbouring parts: equal (but for white space), or removed and added."""

    equal: bool
    removed: list[str]
    added: list[str]


def cut(text: str, limit: int = SHOWN_CHARACTERS) -> tuple[str, int]:
    """Return the first `limit` characters and the number of those left out."""
    return text[:limit], max(0, len(text) - limit)


def compare_texts(before: str, after: str, *, limit: int = SHOWN_CHARACTERS) -> TextDiff:
    """Compare two texts word by word, in bounded time.

    Args:
        before: the earlier text.
        after: the later text.
        limit: so many characters of each text are compared.
    """
    same = before == after
    before, left_before = cut(before, limit)
    after, left_after = cut(after, limit)
    left_out = left_before + left_after
    if same:
        return TextDiff(DiffKind.SAME, _piece(PieceKind.SAME, after), left_out=left_after)
    old, new = _words(before), _words(after)
    if not left_out and [word.casefold() for word in old] == [word.casefold() for word in new]:
        return TextDiff(DiffKind.LIGHT, _marked(before, after, long=max(len(old), len(new))))
    pieces = _marked(before, after, long=max(len(old), len(new)))
    removed, added = _count(pieces, PieceKind.REMOVED), _count(pieces, PieceKind.ADDED)
    common = len(old) - removed + len(new) - added
    if common < REWRITTEN_BELOW * (len(old) + len(new)):
        both = (*_piece(PieceKind.REMOVED, before), *_piece(PieceKind.ADDED, after))
        return TextDiff(DiffKind.REWRITTEN, both, len(old), len(new), left_out)
    return TextDiff(DiffKind.CHANGED, pieces, removed, added, left_out)


def _words(text: str) -> list[str]:
    return [token for token in tokens(_normal(text)) if is_word(token)]


def _normal(text: str) -> str:
    """Make one character of a letter and its accent: both spellings look the same."""
    return unicodedata.normalize("NFC", text)


def _marked(before: str, after: str, *, long: int) -> tuple[Piece, ...]:
    old, new = units(_normal(before)), units(_normal(after))
    blocks = _align(old, new) if long <= SENTENCES_FIRST_ABOVE else _align_sentences(old, new)
    found = [piece for block in _join(blocks) for piece in _pieces(block)]
    runs = groupby(found, key=lambda piece: piece.kind)
    return tuple(Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs)


def _align_sentences(old: list[str], new: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    for block in _align(sentences(old), sentences(new)):
        if block.equal:
            blocks.append(block)
        else:
            blocks += _align(units("".join(block.removed)), units("".join(block.added)))
    return blocks


def _align(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Lay two sequences side by side; too large ones count as wholly different."""
    if len(old) * len(new) > MATRIX_LIMIT:
        return [_Block(equal=False, removed=list(old), added=list(new))]
    steps = Indel.opcodes([part.strip() for part in old], [part.strip() for part in new])
    blocks: list[_Block] = []
    for step in steps:
        equal = step.tag == "equal"
        if not blocks or blocks[-1].equal != equal:
            blocks.append(_Block(equal, [], []))
        blocks[-1].removed += old[step.src_start : step.src_end]
        blocks[-1].added += new[step.dest_start : step.dest_end]
    return blocks


def _join(blocks: list[_Block]) -> list[_Block]:
    """Fold a short equal run between two changes into them, else the text turns to confetti."""
    joined: list[_Block] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        last = joined[-1] if joined else None
        if last is None or last.equal:
            joined.append(_Block(block.equal, [*block.removed], [*block.added]))
        elif block.equal and not _folds(last, block, following):
            joined.append(block)
        else:
            last.removed += block.removed
            last.added += block.added
    return joined


def _folds(last: _Block, run: _Block, following: _Block | None) -> bool:
    """Tell whether an equal run drowns between two changes that take away as well as add."""
    if following is None or following.equal:
        return False
    if not (last.removed or following.removed) or not (last.added or following.added):
        return False
    return len(run.added) == 1 and len(run.added[0].strip()) <= SHORT_WORD


def _pieces(block: _Block) -> tuple[Piece, ...]:
    """Return what a block shows; white space that only one side begins with is marked too."""
    removed, added = "".join(block.removed), "".join(block.added)
    old, new = _lead(removed), _lead(added)
    if old and new:
        lead = _piece(PieceKind.SAME, added[:new])
        removed, added = removed[old:], added[new:]
    elif block.equal:
        lead = (*_piece(PieceKind.REMOVED, removed[:old]), *_piece(PieceKind.ADDED, added[:new]))
        added = added[new:]
    else:
        lead = ()
    if block.equal:
        return (*lead, *_piece(PieceKind.SAME, added))
    return (*lead, *_piece(PieceKind.REMOVED, removed), *_piece(PieceKind.ADDED, added))


def _lead(text: str) -> int:
    """Return the length of the white space that a text begins with."""
    return len(text) - len(text.lstrip())


def _piece(kind: PieceKind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def _count(pieces: Sequence[Piece], kind: PieceKind) -> int:
    """Count the words in the pieces of one kind."""
    marked = "\n".join(piece.text for piece in pieces if piece.kind is kind)
    return sum(is_word(token) for token in tokens(marked))
