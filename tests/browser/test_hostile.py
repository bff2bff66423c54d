"""Hostile text in a real browser: it is read, and does nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from urllib.request import urlopen

import pytest
from report import builders
from report.strings import HOSTILE

from harness.report import listing
from harness.report.html import render_html
from harness.report.view import build_view

from .conftest import Opened, Visitors

pytestmark = pytest.mark.browser

OpenReport = Callable[..., Opened]
FOREIGN = (
    "iframe, frame, object, embed, base, img, form, link, template, textarea, "
    "meta[http-equiv=refresh]"
)
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true })"
HANDLERS = """
[...document.querySelectorAll('*')]
  .flatMap((element) => [...element.attributes])
  .filter((found) => /^(on|style$)/i.test(found.name) || /^\\s*javascript:/i.test(found.value))
  .length
"""


DATA = Path(__file__).parents[3] / "shared" / "data" / "hostile"
TOGETHER = 250
"""So many payloads of the large lists stand in one text."""


@pytest.fixture(scope="module")
def hostile() -> str:
    """Give a report that holds every hostile text in every field."""
    return render_html(build_view(*builders.hostile(HOSTILE)))


@pytest.fixture(scope="module")
def packed() -> str:
    """Give the same report with all cards but three packed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "ALL_UP_TO", 1)
        patch.setattr(listing, "OTHERWISE", 3)
        return render_html(build_view(*builders.hostile(HOSTILE)))


def payloads() -> list[str]:
    """Return the large public lists of hostile texts, many in one, where they are at hand."""
    lines = (DATA / "xss" / "xss-payload-list.txt").read_text(encoding="utf-8").splitlines()
    lines += (DATA / "xss" / "h5sc_vectors.txt").read_text(encoding="utf-8").splitlines()
    lines += json.loads((DATA / "blns" / "blns.json").read_text(encoding="utf-8"))
    found = iter([line for line in lines if line.strip()])
    return ["\n".join(some) for some in iter(lambda: list(islice(found, TOGETHER)), [])]


def assert_untouched(opened: Opened, texts: Sequence[str] = HOSTILE, scripts: int = 1) -> None:
    """Assert that nothing ran, nothing was asked for, and nothing foreign is in the page."""
    page = opened.page
    assert opened.events == []
    assert len(page.frames) == 1
    assert page.locator(FOREIGN).count() == 0
    assert page.locator("#stranger").count() == 0
    assert page.locator("script").count() == scripts
    assert page.locator("style").count() == 1
    assert page.locator(".case").count() == len(texts)
    assert page.locator("a:not([href^='#'])").count() == 0


@pytest.mark.parametrize("form", ["hostile", "packed"])
def test_nothing_runs_with_script(
    open_report: OpenReport, form: str, request: pytest.FixtureRequest
) -> None:
    """With every card open, side by side, filtered and searched, no hostile text acts."""
    opened = open_report(request.getfixturevalue(form))
    page = opened.page
    page.get_by_role("button", name="All", exact=True).click()
    page.evaluate(OPEN_ALL)
    page.get_by_role("button", name="Side by side").click()
    page.get_by_role("button", name="Worse", exact=True).click()
    page.get_by_role("button", name="All", exact=True).click()
    for text in HOSTILE[:8]:
        page.locator("#search").fill(text.partition("\n")[0][:60])
    page.locator("#search").fill("")
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwn") is None
    assert page.evaluate(HANDLERS) == 0
    assert_untouched(opened)
    assert page.locator("#cases").count() == page.locator("#search").count() == 1


def test_packed_cards_say_what_others_say(
    open_report: OpenReport, hostile: str, packed: str
) -> None:
    """The script writes the texts of strangers, hidden characters named, as the template does."""
    read = (
        "[...document.querySelectorAll('.case')].map((card) => [card.id,"
        " ...['.stt', '.q', '.meta', '.sc', '.dl', '.why', '.kw'].map("
        "(css) => card.querySelector(css)?.textContent.replace(/\\s+/g, ' ').trim()),"
        " ...[...card.querySelectorAll('.diff')].slice(0, 1).map((diff) => diff.innerHTML)])"
    )
    found = []
    for page in (open_report(html, "#f=all").page for html in (hostile, packed)):
        page.evaluate(OPEN_ALL)
        page.wait_for_function("!document.querySelector('.case:not(:has(.body))')")
        found.append(page.evaluate(read))
    for one, other in zip(*found, strict=True):
        assert one == other


@pytest.mark.skipif(not DATA.is_dir(), reason="the public lists of hostile texts are not here")
def test_public_lists_of_attacks_do_nothing(open_report: OpenReport) -> None:
    """Seven thousand payloads in every field: none runs, asks for anything, or adds an element."""
    texts = payloads()
    opened = open_report(render_html(build_view(*builders.hostile(texts))))
    page = opened.page
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="All", exact=True).click()
    while page.locator("#more").is_visible():
        page.locator("#more button").click()
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(300)
    assert page.evaluate(HANDLERS) == 0
    assert_untouched(opened, texts)


def test_nothing_loads_without_script(open_report: OpenReport, hostile: str) -> None:
    """Without script the markup alone neither loads nor leads anywhere."""
    opened = open_report(hostile, java_script_enabled=False)
    opened.page.wait_for_timeout(200)
    assert_untouched(opened)


def test_hostile_text_can_be_read(open_report: OpenReport, hostile: str) -> None:
    """What was written is shown as it was written, hidden characters by their names."""
    opened = open_report(hostile)
    opened.page.evaluate(OPEN_ALL)
    said = opened.page.locator("main").inner_text()
    for text in ("<script>window.__pwn=1</script>", "{{7*7}}", "[bold]x[/red]", "שלום", "</title>"):
        assert text in said
    assert "U+202E" in said
    assert "U+D800" in said
    assert "U+001B" in said


@pytest.mark.parametrize("width", [390, 1280])
def test_hostile_text_does_not_break_the_layout(
    open_report: OpenReport, hostile: str, width: int
) -> None:
    """Neither 4,000 letters without a blank nor 500 accents push anything out of the page."""
    page = open_report(hostile, viewport={"width": width, "height": 900}).page
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_search_finds_hostile_text(open_report: OpenReport, hostile: str) -> None:
    """A search for markup is a search for text."""
    opened = open_report(hostile)
    opened.page.locator("#search").fill("<base href=")
    assert opened.page.locator(".case:visible").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "#f=__proto__",
        "#f=<img src=x onerror=window.__pwn=1>",
        "#case=%22%5D",
        "#case-%ZZ",
        "#v=x&q=%",
    ],
)
def test_a_hostile_address_does_nothing(
    open_report: OpenReport, hostile: str, address: str
) -> None:
    """Whatever stands behind the # is a word to look for, and no code."""
    opened = open_report(hostile, address)
    assert opened.page.evaluate("window.__pwn") is None
    assert opened.events == []


@pytest.mark.parametrize(
    "attack",
    [
        "<script>window.__pwn=1</script>",
        "<svg><script>window.__pwn=1</script></svg>",
        '<button id="bait" onclick="window.__pwn=1" autofocus onfocus="window.__pwn=1">x</button>',
        '<img src="data:," onerror="window.__pwn=1">',
        '<iframe srcdoc="<script>parent.__pwn=1</script>"></iframe>',
        '<script src="data:text/javascript,window.__pwn=1"></script>',
    ],
)
def test_the_policy_stops_what_escaping_would_miss(
    open_report: OpenReport, hostile: str, attack: str
) -> None:
    """Even markup that gets into the page does not run: the policy knows our script only."""
    opened = open_report(hostile.replace("<main ", f"{attack}<main ", 1))
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.__pwn") is None
    assert any("Content Security Policy" in event for event in opened.events)


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.innerHTML = '<img src=x>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.createElement('script').text = 'window.__pwn=1'",
        "trustedTypes.createPolicy('x', {})",
    ],
)
def test_the_policy_forbids_text_as_markup(
    open_report: OpenReport, hostile: str, attack: str
) -> None:
    """A script of the page cannot turn text into markup or code, not even ours by mistake."""
    opened = open_report(hostile)
    refused = opened.page.evaluate(
        f"() => {{ try {{ {attack}; return '' }} catch (error) {{ return error.name }} }}"
    )
    assert refused == "TypeError"


def test_the_policy_stops_requests(
    open_report: OpenReport, hostile: str, visitors: Visitors
) -> None:
    """A picture, a style sheet or a form that got in reaches no server, not even a near one."""
    attack = (
        f"<img src='{visitors.address}/a'><link rel=stylesheet href='{visitors.address}/b'>"
        f"<form id=bait action='{visitors.address}/c'><input name=q></form>"
    )
    opened = open_report(hostile.replace("<main ", f"{attack}<main ", 1))
    opened.page.evaluate("document.getElementById('bait').submit()")
    opened.page.wait_for_timeout(200)
    assert visitors.paths == []
    with urlopen(f"{visitors.address}/seen"):  # noqa: S310 (our own server)
        assert visitors.paths == ["/seen"]
