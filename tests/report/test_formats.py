"""The forms of a report by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SettingsError, UnknownPlugin
from harness.report.formats import ENDINGS, format_of, formats
from harness.report.html import render_html
from harness.report.tables import TABLES
from harness.report.terminal import render_text
from harness.report.view import build_view

from . import builders


def test_html_and_text_are_built_in() -> None:
    """Both take a view and give the same as the functions behind them."""
    view = build_view(*builders.ready())
    assert {"html", "text"} <= set(formats)
    assert formats.get("html")(view) == render_html(view)
    assert formats.get("text")(view) == render_text(view) + "\n"


def test_an_unknown_form_is_named() -> None:
    """A misspelled name gets a suggestion."""
    with pytest.raises(UnknownPlugin, match=r"no report format is called 'htm'.*html"):
        formats.get("htm")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("report.html", "html"),
        ("A/B/REPORT.HTM", "html"),
        ("x.csv", "csv"),
        ("out/trials.csv", "trials.csv"),
        ("my-trials.parquet", "trials.parquet"),
        ("changes.jsonl", "changes.jsonl"),
        ("log.txt", "text"),
        ("result.json", "json"),
        ("gl-code-quality-report.json", "codequality"),
        ("out/x.junit.xml", "junit"),
        ("summary.md", "markdown"),
    ],
)
def test_the_ending_of_a_name_says_the_format(file: str, name: str) -> None:
    """The longest known ending counts, in any case of letters, and the folder does not."""
    assert name == format_of(file)


@pytest.mark.parametrize("file", ["report", "html", "report.docx", "a.csv/report"])
def test_an_unknown_ending_is_wrong_usage(file: str) -> None:
    """What could be written is listed."""
    with pytest.raises(SettingsError, match=r"known are .*\.csv, .*\.html"):
        format_of(file)


def test_every_ending_is_explained() -> None:
    """The documentation names each form that `-o` writes."""
    text = (Path(__file__).parents[2] / "docs/outputs.md").read_text(encoding="utf-8")
    for ending in {*ENDINGS, *(f".{name}" for name in ("annotations", "json", *TABLES))}:
        assert ending in text
