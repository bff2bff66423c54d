"""The forms in which a report can be had, by name."""

from __future__ import annotations

from collections.abc import Callable

from harness.registry import Registry

from .html import render_html
from .terminal import render_text
from .view import View

__all__ = ["formats"]

formats: Registry[Callable[[View], str]] = Registry("report format", "harness.formats")


@formats.register("html")
def _html(view: View) -> str:
    return render_html(view)


@formats.register("text")
def _text(view: View) -> str:
    return render_text(view)
