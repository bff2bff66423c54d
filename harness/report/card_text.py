"""One question on the terminal, in full: for a walk through the changed answers."""

from __future__ import annotations

from collections.abc import Iterator

from .cards import Card, what_became_of
from .findings import Fate
from .ink import Ink, Span
from .linediff import diff_lines
from .terminal import NARROWEST
from .wording import brief, score, signed

__all__ = ["render_card"]

LONGEST_WORST = 500
_STYLES = {"-": "removed", "+": "added", " ": ""}


def render_card(
    card: Card, place: str, *, width: int = 80, colour: bool = False, unicode: bool = True
) -> str:
    """Return a question with its answers before and after, sentence by sentence, as lines.

    Each line of what strangers wrote stands behind a bar.

    Args:
        card: the question.
        place: where in the walk it stands, as "2 of 7".
        width: columns of the terminal.
        colour: with ANSI colours.
        unicode: false makes it pure ASCII.
    """
    ink = Ink(max(width, NARROWEST), colour=colour, unicode=unicode)
    return "\n".join(ink.wrapped(spans) for spans in _lines(card, place))


def _lines(card: Card, place: str) -> Iterator[list[Span]]:
    vital = ", must not break" if card.must_not_break else ""
    yield [
        Span(f"{card.words.symbol} ", card.status),
        Span(card.case_id, "strong"),
        Span(f"  {what_became_of(card)}{vital}  ({place})", "muted"),
    ]
    several = len(card.turns) > 1
    for number, turn in enumerate(card.turns, start=1):
        yield [Span("│ "), Span(f"{f'{number}. ' if several else ''}{turn.question}", "strong")]
        for line in diff_lines(turn.before, turn.after):
            yield [Span("│ "), Span(line, _STYLES[line[0]])]
    if card.worst:
        yield [Span("│ worst: ", "muted"), Span(brief(card.worst.text, LONGEST_WORST))]
    lost = [keyword.word for keyword in card.keywords if keyword.fate is Fate.LOST]
    if lost:
        yield [Span("│ keywords lost: ", "muted"), Span(", ".join(lost), "worse")]
    yield [Span(f"│ {_numbers(card)}{card.reason}", "muted")]
    if card.sample_note:
        yield [Span(f"│ {card.sample_note}", "muted")]


def _numbers(card: Card) -> str:
    if card.change is None:
        return f"score {score(card.score_after)}. "
    before, after = score(card.score_before), score(card.score_after)
    return f"score {before} → {after} ({signed(card.change, 2)}). "
