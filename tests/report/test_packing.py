"""Packed cards: small, the same every time, and nothing of them lost."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

import pytest

from harness.report import packing
from harness.report.cards import Card, build_cards
from harness.report.listing import Placed
from harness.report.packing import pack

from . import builders
from .strings import HOSTILE


def unpack(text: str) -> dict[str, Any]:
    """Return what a browser would read."""
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return found


def placed(cards: tuple[Card, ...]) -> tuple[list[Placed], dict[str, int]]:
    """Return cards with places, and their tags."""
    tags = sorted({tag for card in cards for tag in card.tags})
    numbered = [Placed(number, card) for number, card in enumerate(cards)]
    return numbered, {tag: number for number, tag in enumerate(tags)}


def test_what_is_packed_comes_back() -> None:
    """Questions, answers, samples, scores and commands are all there."""
    cards = build_cards(*builders.do_not_ship()[:1], ())
    text, shortened = pack(*placed(cards))
    data = unpack(text)
    assert not shortened
    assert data["settings"] == ["temperature 0", "temperature 0.5"]
    first = data["cards"][0]
    assert first[:5] == [0, "case-repair-days", "worse", "repair-days", cards[0].question]
    assert [data["tags"][number] for number in first[5]] == ["repair", "core"]
    assert first[6] == 1
    assert first[11] == [[0, "ppp", "fff"], [1, "ppp", "fpf"]]
    assert ["lost", "2 days"] in first[13]
    assert first[16].startswith("harness accept repair-days --run r-2041")
    silent = next(card for card in data["cards"] if card[2] == "error")
    assert silent[15][0][2] == 6


def test_hostile_texts_come_back_as_they_were() -> None:
    """Half pairs, controls and ends of elements: none is lost, none stands in the page (S4)."""
    comparison, _ = builders.hostile(HOSTILE)
    cards = build_cards(comparison, ())
    text, _ = pack(*placed(cards))
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", text)
    found = {card[1]: card[4] for card in unpack(text)["cards"]}
    assert found == {card.anchor: card.question for card in cards}


def test_the_same_cards_give_the_same_bytes() -> None:
    """The packed data holds no time."""
    cards = build_cards(builders.do_not_ship()[0], ())
    assert pack(*placed(cards)) == pack(*placed(cards))


@pytest.mark.parametrize(("most", "longest"), [(2_600, 400), (1, 80)])
def test_what_would_be_too_large_is_cut(
    monkeypatch: pytest.MonkeyPatch, most: int, longest: int
) -> None:
    """Long texts give way, step by step, and the page is told."""
    monkeypatch.setattr(packing, "MOST_BYTES", most)
    case = builders.make_case("long", "Why?" * 500)
    comparison, _ = builders.do_not_ship()
    change = builders.change(
        case,
        comparison.changes[0].kind,
        builders.Story("".join(chr(200 + n * n % 900) for n in range(9000)), "", "ppp"),
        builders.Story("", "".join(chr(1200 + n * n % 900) for n in range(9000)), "fff"),
    )
    text, shortened = pack(*placed(build_cards(builders.comparison_of([change]), ())))
    assert shortened
    (card,) = unpack(text)["cards"]
    assert len(card[4]) == longest + 1
    assert all(len(said) <= longest + 1 for said in card[12][0][3])
