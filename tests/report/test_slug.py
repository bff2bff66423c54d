"""Safe names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.report.slug import slug


@given(st.text(max_size=200))
def test_a_slug_is_short_and_safe(name: str) -> None:
    """It can stand in a file name, a link and a comment of HTML."""
    found = slug(name)
    assert 0 < len(found) <= 69
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def test_safe_names_stay_and_others_are_told_apart() -> None:
    """Links to a plainly named thing stay the same."""
    assert "refund-window" == slug("refund-window")
    assert slug("a b") != slug("a-b") != slug("a?b")
    assert slug("..") not in {"", "."}
