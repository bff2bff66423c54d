"""The cards that do not stand in the page, as compressed data for its script.

One card is an array; the script (`cards.js`) knows the order of its parts. JSON in gzip in
base64: no answer can end the element that holds it, and a browser unpacks it without a library.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .answers import Turn
from .findings import Keyword, Samples, ScoreRow
from .listing import Placed
from .textdiff import DiffKind, PieceKind

__all__ = ["pack"]

MOST_BYTES = 5_000_000
"""So large the packed cards may be, in base64; over it texts are left out."""
SHORTENED = (400, 80)
"""So many characters of a text stay where all of them, or still so many, would be too much."""
LEVEL = 4
"""Of gzip: 6 makes it 5 % smaller, and takes four times as long."""
_KINDS = {PieceKind.SAME: 0, PieceKind.REMOVED: 1, PieceKind.ADDED: 2}


def pack(cards: Sequence[Placed], tags: Mapping[str, int]) -> tuple[str, bool]:
    """Return the packed cards, and whether their texts had to be shortened to fit.

    Args:
        cards: what is packed.
        tags: the place of each tag, in the order in which they are listed in the page.
    """
    for limit in (None, *SHORTENED):
        settings: dict[str, int] = {}
        rows = [_row(placed, settings, tags, limit) for placed in cards]
        data = {"settings": list(settings), "tags": list(tags), "cards": rows}
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
        # No time in the header: the same cards give the same bytes.
        packed = base64.b64encode(gzip.compress(text.encode(), LEVEL, mtime=0)).decode()
        if len(packed) <= MOST_BYTES:
            return packed, limit is not None
    return packed, True


def _row(
    placed: Placed, settings: dict[str, int], tags: Mapping[str, int], limit: int | None
) -> list[Any]:
    card = placed.card
    return [
        placed.place,
        card.anchor,
        card.status.value,
        card.case_id,
        _cut(card.question, limit),
        [tags[tag] for tag in card.tags],
        (1 if card.must_not_break else 0) + (2 if card.look else 0),
        _rounded(card.score_before),
        _rounded(card.score_after),
        card.reason,
        card.sample_note,
        [_samples(samples, settings) for samples in card.samples],
        [_turn(turn, limit) for turn in card.turns],
        [_keyword(found) for found in card.keywords] if not card.short or card.lacks else [],
        [_score(row, with_reason=not card.short) for row in card.scores],
        [[failure.when, failure.message, failure.times] for failure in card.failures],
        card.accept,
        card.passage.anchor if card.passage else "",
        card.meant,
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _samples(samples: Samples, settings: dict[str, int]) -> list[Any]:
    number = settings.setdefault(samples.setting, len(settings))
    letters = (
        "".join([outcome[0] for outcome in side]) for side in (samples.before, samples.after)
    )
    return [number, *letters]


def _turn(turn: Turn, limit: int | None) -> list[Any]:
    """Return question, note and answers: [before, after], or the pieces of their difference."""
    said: list[Any]
    if turn.diff is None:
        said = [_cut(turn.before, limit), _cut(turn.after, limit)]
        kind = "one"
    elif turn.diff.kind is DiffKind.SAME:
        said, kind = [_cut(turn.after, limit)], "same"
    elif turn.diff.kind is DiffKind.REWRITTEN:
        said, kind = [_cut(turn.before, limit), _cut(turn.after, limit)], "rewritten"
    else:
        kind = turn.diff.kind.value
        said = [[_KINDS[piece.kind], _cut(piece.text, limit)] for piece in turn.diff.pieces]
    return [_cut(turn.question, limit), turn.note, kind, said]


def _cut(text: str | None, limit: int | None) -> str | None:
    if text is None or limit is None or len(text) <= limit:
        return text
    return f"{text[:limit]}…"


def _keyword(keyword: Keyword) -> list[Any]:
    return [keyword.fate.value, keyword.word]


def _score(row: ScoreRow, *, with_reason: bool) -> list[Any]:
    numbers = [_rounded(row.before), _rounded(row.after)]
    return [row.name, *numbers, *([row.reason] if with_reason and row.reason else [])]
