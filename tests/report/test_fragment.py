"""The report in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from harness.report.fragment import render_fragment
from harness.report.view import build_view

from . import builders
from .states import STATES
from .strings import HOSTILE

OURS = {
    "h3", "p", "b", "small", "table", "thead", "tbody", "tr", "th", "td",
    "details", "summary", "del", "ins",
}  # fmt: skip


class Tags(HTMLParser):
    """Notes each tag, and fails at an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        assert not attrs
        self.found.add(tag)


@pytest.mark.parametrize("state", STATES)
def test_each_state_shows_its_verdict_first(state: str) -> None:
    """The heading of a cell is that of the report."""
    view = STATES[state]()
    assert render_fragment(view).startswith(f"<h3>{view.banner.symbol} {view.banner.headline}</h3>")


def test_it_reads_as_agreed(same_as_golden: Callable[[str, str], None]) -> None:
    """What a notebook shows of a comparison stays as it is."""
    same_as_golden("do_not_ship.fragment.html", render_fragment(STATES["do_not_ship"]()))


def test_hostile_text_makes_no_element() -> None:
    """Only our own elements, none with an attribute, whatever strangers write."""
    tags = Tags()
    text = render_fragment(build_view(*builders.hostile(HOSTILE)))
    tags.feed(text)
    assert tags.found <= OURS
    assert "⟨U+202E⟩" in text
