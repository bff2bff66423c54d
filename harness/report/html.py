"""The report as one HTML page that loads nothing and in which nothing foreign can run."""

from __future__ import annotations

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
from .lines import draw_topic, draw_trend
from .listing import list_cards
from .packing import pack
from .policy import hash_of
from .scatter import draw_scatter
from .strip import is_narrow, strip
from .view import View

__all__ = ["ASSETS", "environment_of", "render_asset", "render_html", "show"]

ASSETS = ("css", "js")
"""What stands beside a page whose assets are external: the same name, these endings."""
_PARTS = {"css": ("report.css",), "js": ("cards.js", "report.js")}
_POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_NEAR = "'self' file:"
"""Where external assets may come from: the page's own server, or the folder on disk."""


def render_html(
    view: View, *, templates: Path | None = None, assets: str = "", home: str = ""
) -> str:
    """Return the whole page; the same view gives the same bytes.

    Args:
        view: what to show.
        templates: a folder whose files stand in for the built-in ones of the same name.
        assets: the name, without ending, of the two files beside the page that hold its style
            and its script (`render_asset`); empty: both stand in the page.
        home: our own address of the list of runs, where the page is served beside it.

    Raises:
        HarnessError: the style sheet or the script would end its own element.
    """
    environment = environment_of(templates)
    style, script = (_asset(environment, kind) for kind in ASSETS)
    allowed = (_NEAR, _NEAR) if assets else (hash_of(style), hash_of(script))
    listing = list_cards(view.groups)
    cards = [card for group in view.groups for card in group.cards]
    tags = {
        tag: place for place, tag in enumerate(sorted({t for card in cards for t in card.tags}))
    }
    packed, shortened = pack(listing.packed, tags) if listing.packed else ("", False)
    return environment.get_template("report.html.j2").render(
        view=view,
        style=style,
        script=script,
        policy=_POLICY.format(style=allowed[0], script=allowed[1]),
        assets=assets,
        home=home,
        listing=listing,
        packed=Markup(packed),  # noqa: S704 (base64: long, and none of it needs an escape)
        shortened=shortened,
        narrow=is_narrow(view.groups),
        places={card.case_id: card.anchor for card in cards},
        tags=tags,
    )


def render_asset(kind: str, *, templates: Path | None = None) -> str:
    """Return the style sheet ("css") or the script ("js") of the page."""
    return _asset(environment_of(templates), kind)


def show(text: str) -> Markup:
    """Return text for the page: escaped, and each hidden character as a chip with its name."""
    return Markup("").join(
        Markup('<span class="hex">{}</span>').format(run) if hidden else escape(run)
        for hidden, run in pieces(text)
    )


@cache
def environment_of(templates: Path | None) -> Environment:
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
        draw_scatter=draw_scatter,
        draw_topic=draw_topic,
        draw_trend=draw_trend,
        icon=icon,
        strip=strip,
        wording=wording,
    )
    return environment


def _finalize(value: object) -> object:
    """Name hidden characters in whatever reaches the page past `show`, as in attributes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value


def _asset(environment: Environment, kind: str) -> Markup:
    """Return what goes into the page as it is; it must not end its own element."""
    loader = environment.loader
    found = []
    for name in _PARTS[kind]:
        text = loader.get_source(environment, name)[0] if loader else ""
        for end in ("</style", "</script"):
            if end in text.lower():
                raise HarnessError(f"{name} holds '{end}', which would end it inside the page")
        found.append(text)
    return Markup("".join(found))  # noqa: S704 (our own files, checked above)
