"""Which cards stand in the page itself, and which are packed into it for the script to draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .cards import Card, Group
from .status import Status

__all__ = ["Listing", "Placed", "ShownGroup", "list_cards"]

ALL_UP_TO = 500
"""Up to so many questions all stand in the page."""
OTHERWISE = 150
"""Of more questions so many of those that changed do; the rest is packed."""
CHARACTERS = 1_500_000
"""So many characters of answers stand in the page; every one of them is read at its start."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and its place among all cards, from the worst on."""

    place: int
    card: Card


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with those of its cards that stand in the page."""

    anchor: str
    status: Status
    title: str
    closed: bool
    questions: int
    """How many questions the group has, shown and packed."""
    cards: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups as they stand in the page, and the cards that do not."""

    groups: tuple[ShownGroup, ...]
    packed: tuple[Placed, ...]

    @property
    def shown_changed(self) -> int:
        """How many of the changed questions stand in the page."""
        return sum(len(group.cards) for group in self.groups if group.status is not Status.SAME)


def list_cards(groups: Sequence[Group]) -> Listing:
    """Divide the cards of a report, so that it opens at once however many there are."""
    total = sum(len(group.cards) for group in groups)
    shown: list[ShownGroup] = []
    packed: list[Placed] = []
    room, characters, place = ALL_UP_TO if total <= ALL_UP_TO else OTHERWISE, CHARACTERS, 0
    for group in groups:
        here: list[Placed] = []
        for card in group.cards:
            changed = card.status is not Status.SAME or card.look or total <= ALL_UP_TO
            size = _size(card) if changed and room else 0
            if changed and room and size <= characters:
                here.append(Placed(place, card))
                room, characters = room - 1, characters - size
            else:
                packed.append(Placed(place, card))
            place += 1
        shown.append(
            ShownGroup(
                group.anchor,
                group.status,
                group.title,
                group.closed,
                len(group.cards),
                tuple(here),
            )
        )
    return Listing(tuple(shown), tuple(packed))


def _size(card: Card) -> int:
    return sum(len(text) for text in _texts(card))


def _texts(card: Card) -> Iterable[str]:
    yield card.question
    for turn in card.turns:
        yield from filter(None, (turn.question, turn.before, turn.after))
    if card.worst:
        yield card.worst.text
