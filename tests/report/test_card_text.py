"""One question on the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from harness.report.card_text import render_card
from harness.report.cards import Card
from harness.report.view import build_view

from . import builders
from .states import STATES
from .strings import HOSTILE


def cards_of(state: str) -> list[Card]:
    """Return the cards of a state."""
    return [card for group in STATES[state]().groups for card in group.cards]


@pytest.mark.parametrize("unicode", [True, False])
def test_it_reads_as_agreed(
    same_as_golden: Callable[[str, str], None],
    unicode: bool,  # noqa: FBT001
) -> None:
    """Question, both answers sentence by sentence, what was lost, and the decision."""
    text = "\n\n".join(
        render_card(card, "1 of 9", unicode=unicode) for card in cards_of("do_not_ship")[:5]
    )
    assert unicode or text.isascii()
    same_as_golden(f"cards{'' if unicode else '-ascii'}.txt", text + "\n")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_hostile_text_cannot_act(width: int) -> None:
    """No control passes, no line of a stranger begins a line, and none is too wide."""
    view = build_view(*builders.hostile(HOSTILE))
    for card in (card for group in view.groups for card in group.cards):
        first, *lines = render_card(card, "1 of 9", width=width).split("\n")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", first + "".join(lines))
        assert all(line.startswith("│ ") and cell_len(line) <= width for line in lines)
