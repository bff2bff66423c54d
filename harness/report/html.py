"""The report as one HTML page that loads nothing and in which nothing foreign can run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from markupsafe import Markup, escape

from harness.errors import HarnessError

from . import wording
from .charts import badge, bar, chart, icon
from .clean import pieces, plain
from .strip import is_narrow, strip
from .view import View

__all__ = ["render_html", "show"]

_POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def render_html(view: View, *, templates: Path | None = None) -> str:
    """Return the whole page; the same view gives the same bytes.

    Args:
        view: what to show.
        templates: a folder whose files stand in for the built-in ones of the same name.

    Raises:
        HarnessError: the style sheet or the script would end its own element.
    """
    environment = _environment(templates)
    style = _asset(environment, "report.css", "</style")
    script = _asset(environment, "report.js", "</script")
    policy = _POLICY.format(style=_hash(style), script=_hash(script))
    page = environment.get_template("report.html.j2")
    return page.render(view=view, style=style, script=script, policy=policy)


def show(text: str) -> Markup:
    """Return text for the page: escaped, and each hidden character as a chip with its name."""
    return Markup("").join(
        Markup('<span class="hex">{}</span>').format(run) if hidden else escape(run)
        for hidden, run in pieces(text)
    )


@cache
def _environment(templates: Path | None) -> Environment:
    """Return an environment in which no template can switch escaping off by a filter."""
    loader: BaseLoader = PackageLoader("harness.report", "templates")
    if templates is not None:
        loader = ChoiceLoader([FileSystemLoader(templates), loader])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del environment.filters["safe"]
    environment.filters["show"] = show
    environment.globals.update(
        badge=badge,
        bar=bar,
        chart=chart,
        icon=icon,
        is_narrow=is_narrow,
        strip=strip,
        wording=wording,
    )
    return environment


def _finalize(value: object) -> object:
    """Name hidden characters in whatever reaches the page past `show`, as in attributes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value


def _asset(environment: Environment, name: str, end: str) -> Markup:
    """Return a file that goes into the page as it is; it must not end its own element."""
    loader = environment.loader
    text = loader.get_source(environment, name)[0] if loader else ""
    if end in text.lower():
        raise HarnessError(f"{name} holds '{end}', which would end it inside the page")
    return Markup(text)  # noqa: S704 (our own file, checked above)


def _hash(text: str) -> str:
    """Return the source expression by which a policy allows exactly this text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
