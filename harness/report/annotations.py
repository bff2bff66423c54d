"""The report as annotations of GitHub Actions: lines that mark the broken cases in their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .banner import Tone
from .cards import Card, what_became_of
from .clean import plain
from .places import place_of
from .status import Status
from .view import View
from .wording import brief, counted, score

__all__ = ["render_annotations"]

MOST = 10
"""GitHub shows so many errors and so many warnings of a step."""
LONGEST = 1_000
LONGEST_TITLE = 200
_TONES = {Tone.STOP: "error", Tone.LOOK: "warning", Tone.GO: "notice", Tone.NONE: "notice"}


def render_annotations(view: View) -> str:
    """Return one line for the verdict and one for each case to look at, the worst first.

    At most as many as GitHub shows; the last line says how many there are beyond.
    """
    banner = view.banner
    level = "error" if banner.pill.startswith("Cannot") else _TONES[banner.tone]
    lines = [_line(level, banner.headline, " ".join(banner.lead))]
    errors, warnings = _cards(view, looks=False), _cards(view, looks=True)
    room = MOST - (level == "error"), MOST - (level == "warning")
    lines += (_of_card(view, card, "error") for card in errors[: room[0]])
    lines += (_of_card(view, card, "warning") for card in warnings[: room[1]])
    beyond = max(0, len(errors) - room[0]) + max(0, len(warnings) - room[1])
    if beyond:
        lines.append(_line("notice", "More", f"{counted(beyond, 'more question')} to look at."))
    return "".join(f"{line}\n" for line in lines)


def _cards(view: View, *, looks: bool) -> list[Card]:
    """Return the cards of broken questions, or of those that someone should look at."""
    return [card for card in _shown(view) if (_is_broken(card) is not looks)]


def _shown(view: View) -> Iterator[Card]:
    for group in view.groups:
        for card in group.cards:
            if _is_broken(card) or card.look or card.status is Status.FLAKY:
                yield card


def _is_broken(card: Card) -> bool:
    return card.status in {Status.WORSE, Status.ERROR}


def _of_card(view: View, card: Card, level: str) -> str:
    vital = "must not break, " if card.must_not_break else ""
    title = f"{card.case_id}: {vital}{what_became_of(card)}"
    numbers = f"Score {score(card.score_before)} → {score(card.score_after)}. "
    text = f"{card.question}\n{numbers if view.before else ''}{card.reason}"
    text += "".join(f"\n{failure.message}" for failure in card.failures[:1])
    case = view.run.suite.by_id.get(card.case_id)
    place = place_of(case) if case else None
    where = (("file", place.path), ("line", str(place.line))) if place else ()
    return _line(level, title, text, where)


def _line(level: str, title: str, text: str, where: Iterable[tuple[str, str]] = ()) -> str:
    properties = [*where, ("title", plain(brief(title, LONGEST_TITLE)))]
    named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties)
    return f"::{level} {named}::{_escaped(plain(brief(text, LONGEST)))}"


def _escaped(text: str, also: str = "") -> str:
    """Write what would end the line or a property by its code, as the runner reads it."""
    for char in ("%", "\r", "\n", *also):
        text = text.replace(char, f"%{ord(char):02X}")
    return text
