"""The page whose style and script stand beside it: on a strict server, and from a disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report import builders
from report.strings import HOSTILE

from harness.report.html import ASSETS, render_asset, render_html
from harness.report.view import build_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"
"""Jenkins's header for the files of a build: no script at all, no style inside the page."""
GROUND = "getComputedStyle(document.body).backgroundColor"
DRESSED = "rgb(244, 245, 247)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the report in both forms, and one full of hostile texts."""
    folder = tmp_path_factory.mktemp("build")
    view, hostile = build_view(*builders.do_not_ship()), build_view(*builders.hostile(HOSTILE))
    for name, text in (
        ("external.html", render_html(view, assets="report")),
        ("inline.html", render_html(view)),
        ("hostile.html", render_html(hostile, assets="report")),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    for kind in ASSETS:
        (folder / f"report.{kind}").write_text(render_asset(kind), encoding="utf-8")
    return folder


@pytest.fixture
def jenkins(folder: Path) -> Iterator[str]:
    """Serve the folder as Jenkins does; yield the address."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", JENKINS)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_jenkins_shows_the_external_form_in_full_dress(browser: Browser, jenkins: str) -> None:
    """Styled, with coloured charts and without script: nothing of the content is missing."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{jenkins}/external.html")
        assert page.evaluate(GROUND) == DRESSED
        assert page.evaluate("document.documentElement.dataset.ready") is None
        mark = "getComputedStyle(document.querySelector('path.f-worse')).fill"
        assert page.evaluate(mark) == "rgb(173, 58, 0)"
        assert page.locator(".case:visible").count() == 9
        assert page.locator("button:visible").count() == 0
        page.locator("#case-bulbs > summary").click()
        assert page.get_by_text("nobody here can say anything").is_visible()


def test_jenkins_leaves_the_single_file_readable(browser: Browser, jenkins: str) -> None:
    """Without its style the page still says everything, and the charts keep their colours."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{jenkins}/inline.html")
        assert page.evaluate(GROUND) != DRESSED
        assert page.locator("h1").inner_text().strip() == "Do not ship v42"
        mark = "getComputedStyle(document.querySelector('path.f-worse')).fill"
        assert page.evaluate(mark) == "rgb(173, 58, 0)"


def test_from_a_disk_the_external_form_works_whole(folder: Path, browser: Browser) -> None:
    """Style and script are loaded from beside the page, and nothing else is."""
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.on("console", lambda message: said.append(message.text))
        page.goto((folder / "hostile.html").as_uri())
        page.wait_for_selector("html[data-ready]")
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
        assert sorted(asked) == ["hostile.html", "report.css", "report.js"]
        assert said == []
        assert page.evaluate("window.__pwn") is None
        assert page.evaluate(GROUND) == DRESSED
