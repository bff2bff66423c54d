"""The forms of a report by name."""

from __future__ import annotations

import pytest

from harness.errors import UnknownPlugin
from harness.report.formats import formats
from harness.report.html import render_html
from harness.report.terminal import render_text
from harness.report.view import build_view

from . import builders


def test_html_and_text_are_built_in() -> None:
    """Both take a view and give the same as the functions behind them."""
    view = build_view(*builders.ready())
    assert {"html", "text"} <= set(formats)
    assert formats.get("html")(view) == render_html(view)
    assert formats.get("text")(view) == render_text(view)


def test_an_unknown_form_is_named() -> None:
    """A misspelled name gets a suggestion."""
    with pytest.raises(UnknownPlugin, match=r"no report format is called 'htm'.*html"):
        formats.get("htm")
