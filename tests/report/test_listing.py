"""Which cards stand in the page, and which are packed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.report import listing
from harness.report.cards import Card, Group, build_cards, build_groups
from harness.report.listing import list_cards

from . import builders


def cards() -> tuple[Card, ...]:
    """Return the cards of a report with something of everything."""
    comparison, verdict = builders.do_not_ship()
    return build_cards(comparison, verdict.look_at)


def many(count: int) -> tuple[Group, ...]:
    """Return groups of so many cards of each fate."""
    return build_groups(
        replace(card, anchor=f"{card.anchor}-{number}")
        for card in cards()
        for number in range(count)
    )


def test_a_small_report_packs_nothing() -> None:
    """Every card stands in the page, numbered from the worst on."""
    found = list_cards(many(50))
    assert found.packed == ()
    places = [placed.place for group in found.groups for placed in group.cards]
    assert places == list(range(450))


def test_a_large_one_shows_the_worst_and_packs_the_rest() -> None:
    """150 that changed stand in the page; each card is in one of the two, and in its order."""
    groups = many(100)
    found = list_cards(groups)
    shown = [placed for group in found.groups for placed in group.cards]
    assert len(shown) == 150 == found.shown_changed
    assert [placed.place for placed in shown] == list(range(150))
    assert len(shown) + len(found.packed) == 900
    in_order = [card.anchor for group in groups for card in group.cards]
    both = sorted([*shown, *found.packed], key=lambda placed: placed.place)
    assert [placed.card.anchor for placed in both] == in_order
    assert [group.questions for group in found.groups] == [len(group.cards) for group in groups]


def test_long_answers_do_not_fill_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few enormous answers are packed, though there are few questions; short ones stay."""
    monkeypatch.setattr(listing, "CHARACTERS", 120)
    found = list_cards(build_groups(cards()))
    shown = [placed.card.case_id for group in found.groups for placed in group.cards]
    assert "repair-days" not in shown
    assert shown
    assert len(shown) + len(found.packed) == 9
