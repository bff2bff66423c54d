"""The HTML report as files: the page, what stands beside it, and the runs before it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError, StoreError

from .console import say
from .options import settings_from
from .writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.run import Run
    from harness.report.trend import PastRun
    from harness.report.view import View
    from harness.settings import Settings

__all__ = ["open_page", "past_runs_of", "uncollected", "write_page"]

SQLITE = "sqlite:///"


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking again and again through runs that stay.

    They hold millions of objects and no cycle; this saves a third of the time of a large report.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.freeze()  # nor through what was made meanwhile: the command is about to end
            gc.enable()


def write_page(view: View, path: Path) -> None:
    """Write the page, and with external assets the two files beside it; say where it is."""
    from harness.report.html import ASSETS, render_asset, render_html

    settings = _settings()
    templates = settings.report_templates
    if templates is not None and not templates.is_dir():
        raise SettingsError(f"report_templates: there is no folder {templates}")
    external = settings.report_assets == "external"
    name = path.stem if external else ""
    with uncollected():
        page = render_html(view, templates=templates, assets=name)
    write_text(path, page)
    for kind in ASSETS if external else ():
        write_text(path.with_name(f"{name}.{kind}"), render_asset(kind, templates=templates))
    beside = f", with {name}.css and {name}.js beside it" if external else ""
    say(f"{path}  {path.stat().st_size / 1024:,.0f} KB{beside}, opens offline")


def past_runs_of(run: Run) -> tuple[PastRun, ...]:
    """Return the kept runs of the run's suite; none where there is no store or it is broken.

    A report is not worth less without its trend, so this never stops one.
    """
    from harness.history import past_runs
    from harness.store.store import Store

    url = _settings().store
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        return ()
    try:
        with Store(url) as store:
            return past_runs(store, run)
    except StoreError:
        return ()


def open_page(path: Path) -> None:
    """Show a page in the reader's browser, or say that there is none."""
    if click.launch(str(path.resolve())) != 0:
        say(f"no browser could be started: open {path}", err=True)


def _settings() -> Settings:
    """Return the settings, by the options of the command that runs."""
    ctx = click.get_current_context(silent=True)
    given = ctx.params if ctx else {}
    names = ("store", "report_assets", "report_templates")
    return settings_from(**{name: given[name] for name in names if name in given})
