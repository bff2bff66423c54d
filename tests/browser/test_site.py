"""The site of the kept runs in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report import builders

from harness.model.run import Run, RunStatus
from harness.store.store import Store
from harness.viewer.server import listen, serve
from harness.viewer.site import make_site

if TYPE_CHECKING:
    import uvicorn
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOSTILE_LABEL = "<img src=x onerror='window.__pwn=1'><script>window.__pwn=1</script>"
AXE = """
async () => (await axe.run(document)).violations.map((rule) => rule.id + ': ' + rule.help)
"""


def keep(store: Store, run: Run) -> None:
    """Keep a whole run."""
    store.begin_run(run)
    store.add_many(run.id, run.trials)
    store.finish_run(run.id, RunStatus.COMPLETE, run.finished_at or run.started_at)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve two runs of one suite, with a hostile label."""
    comparison, _ = builders.do_not_ship()
    servers: list[uvicorn.Server] = []
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as store, listen(0) as listener:
        keep(store, comparison.before)
        keep(store, replace(comparison.after, label=HOSTILE_LABEL))
        arguments = (make_site(store), listener, servers.append)
        port = listener.getsockname()[1]
        thread = threading.Thread(target=serve, args=arguments)
        thread.start()
        yield f"http://127.0.0.1:{port}/"
        servers[0].should_exit = True
        thread.join(10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that fails the test at the first message of its console."""
    context = browser.new_context()
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    assert said == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_two_runs_are_chosen_and_compared(
    page: Page, address: str, scheme: str, width: int
) -> None:
    """The list has nothing that axe finds, runs nothing of a label, and leads to the report."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("window.__pwn") is None
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    assert [] == page.evaluate(AXE)
    page.get_by_text("Compare the two").click()
    page.wait_for_url("**/compare?*")
    assert "Do not ship" in page.title() or "Cannot" in page.title()
    assert page.evaluate("window.__pwn") is None
    page.go_back()
    page.get_by_role("link", name="r-1987").click()
    page.wait_for_url("**/run?id=r-1987")
    assert "First run" in page.title()
