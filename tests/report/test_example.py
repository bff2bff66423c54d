"""The example report in the repository."""

from __future__ import annotations

from pathlib import Path

from harness.report.html import render_asset

FOLDER = Path(__file__).parents[2] / "reports" / "example"


def test_the_example_is_of_this_version() -> None:
    """Style and script are today's; `nox -s example` makes it again where they are not."""
    page = (FOLDER / "report.html").read_text(encoding="utf-8")
    assert f"<style>{render_asset('css')}</style>" in page
    assert f"<script>{render_asset('js')}</script>" in page
    assert "Do not ship the new version" in page
