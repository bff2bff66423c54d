"""A real browser for the tests of the page."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Opened:
    """An opened report, and what it did that no report may do."""

    page: Page
    events: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note requests, frames, dialogs, errors and console messages from now on."""
        page = self.page
        page.on("request", lambda request: self._requested(request.url))
        page.on("console", lambda message: self._note("console", message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("frameattached", lambda frame: self._note("frame", frame.url))
        page.on("popup", lambda popup: self._note("popup", popup.url))
        page.on("download", lambda download: self._note("download", download.url))
        page.on("dialog", self._dialog)

    def _note(self, kind: str, text: str) -> None:
        self.events.append(f"{kind}: {text[:200]}")

    def _requested(self, url: str) -> None:
        if not url.startswith("file:") or not url.partition("#")[0].endswith("/report.html"):
            self._note("request", url)

    def _dialog(self, dialog: Any) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()


@dataclass
class Visitors:
    """A server on this machine, and what was asked of it."""

    address: str
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def visitors() -> Iterator[Visitors]:
    """Run a server that notes every request."""
    found = Visitors("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; without it the tests fail in CI and are skipped elsewhere."""
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if found is None:
        message = "no Chromium: name it in the environment variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a page from disk, as a reader would, with options of a browser context."""
    contexts = []

    def open_page(html: str, address: str = "", **options: Any) -> Opened:
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        opened = Opened(context.new_page())
        opened.watch()
        opened.page.goto(path.as_uri() + address)
        if options.get("java_script_enabled", True):
            opened.page.wait_for_selector("html[data-ready]")
        return opened

    yield open_page
    for context in contexts:
        context.close()
