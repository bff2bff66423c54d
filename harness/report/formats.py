"""The forms in which a report can be had, by name and by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from harness.errors import SettingsError
from harness.registry import Registry

from .annotations import render_annotations
from .codequality import render_codequality
from .html import render_html
from .json_form import render_json
from .junit import render_junit
from .markdown import render_markdown
from .tables import TABLES, Table, render_table
from .terminal import render_text
from .view import View

__all__ = ["Render", "format_of", "formats"]

Render: TypeAlias = "Callable[[View], str | bytes]"
"""Makes a whole file of a view."""

formats: Registry[Render] = Registry("report format", "harness.formats")

ENDINGS = {
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".md": "markdown",
    ".xml": "junit",
    ".junit.xml": "junit",
    ".codequality.json": "codequality",
    "code-quality-report.json": "codequality",
}
"""The format for each ending of a name, where the format is not called as its ending."""


def format_of(file: str) -> str:
    """Return the name of the format for a file's name: that of its longest ending that is known.

    So `changes.junit.xml` is JUnit's, and `x.slack` that of a plug-in called slack.

    Raises:
        SettingsError: no format has such an ending.
    """
    name = file.rpartition("/")[2].lower()
    # "my-trials.csv" is a table of trials, but "a.cmd" is no Markdown.
    endings = {known if "." in known else f".{known}": known for known in formats} | ENDINGS
    found = [ending for ending in endings if name.endswith(ending)]
    if not found:
        known = ", ".join(sorted(endings))
        raise SettingsError(f"{file}: the ending says the format; known are {known}")
    return endings[max(found, key=len)]


@formats.register("html")
def _html(view: View) -> str:
    return render_html(view)


@formats.register("text")
def _text(view: View) -> str:
    return render_text(view) + "\n"


@formats.register("markdown")
def _markdown(view: View) -> str:
    return render_markdown(view)


formats.register("annotations")(render_annotations)
formats.register("codequality")(render_codequality)
formats.register("json")(render_json)
formats.register("junit")(render_junit)
for _form in TABLES:
    formats.register(_form)(partial(render_table, form=_form))
    for _table in Table:
        formats.register(f"{_table}.{_form}")(partial(render_table, form=_form, table=_table))
