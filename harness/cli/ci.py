"""Telling a CI server of a verdict in its own ways, where one is looking on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .console import say, say_text

if TYPE_CHECKING:
    from harness.report.view import View

__all__ = ["tell_ci"]


def tell_ci(view: View) -> None:
    """Add to GitHub's job summary and annotate the suite's file, where this runs in its Actions.

    What cannot be told is said, but changes no exit code: the verdict is what counts.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from harness.report.annotations import render_annotations

        say_text(render_annotations(view).rstrip("\n"))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        _add_summary(view, Path(summary))


def _add_summary(view: View, path: Path) -> None:
    from harness.report.markdown import SUMMARY_LIMIT, render_markdown

    try:
        used = path.stat().st_size if path.exists() else 0
        text = render_markdown(view, limit=max(0, SUMMARY_LIMIT - used))
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n")
    except OSError as error:
        say(f"the job summary cannot be written: {path}: {error.strerror or error}", err=True)
