"""What a reader with other eyes meets: axe, contrast, colours, and paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from report import builders
from report.strings import HOSTILE

from harness.model.comparison import Estimate
from harness.report.html import render_html
from harness.report.trend import PastRun
from harness.report.view import build_run_view, build_view

from .conftest import Opened

pytestmark = pytest.mark.browser

OpenReport = Callable[..., Opened]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = """
document.querySelectorAll('details').forEach((each) => { each.open = true });
document.head.append(Object.assign(document.createElement('style'), {
  textContent: '.case { content-visibility: visible !important }' }));
"""
FOUND = """
async (tags) => (await axe.run(document, { runOnly: tags })).violations.map(
  (rule) => rule.id + ': ' + rule.help + ': ' + rule.nodes.slice(0, 3).map((node) => node.target))
"""


def history() -> list[PastRun]:
    """Give three kept runs, so that the report has a trend."""
    return [
        PastRun(
            f"r-{number}",
            f"v{number}",
            builders.STARTED + timedelta(days=number),
            "one suite" if number else "another",
            Estimate(0.9 - number / 100, 0.8, 0.95, 40),
        )
        for number in range(4)
    ]


@pytest.fixture(scope="module")
def report() -> str:
    """Give a report in which every section is there."""
    return render_html(build_view(*builders.do_not_ship(), history()))


def violations(opened: Opened) -> list[str]:
    """Return what axe finds in a page with everything unfolded."""
    page = opened.page
    page.evaluate(UNFOLD)
    page.wait_for_timeout(50)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FOUND, TAGS)
    return found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing(open_report: OpenReport, report: str, scheme: str, width: int) -> None:
    """WCAG 2.2 AA and the best practices hold in light, dark and on a phone, unfolded."""
    opened = open_report(
        report,
        "#f=all&v=split",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    assert opened.page.locator("section:visible").count() == 8
    assert violations(opened) == []


def test_axe_finds_nothing_in_other_reports(open_report: OpenReport) -> None:
    """Nor in one of a single run, one with hostile texts, or one with nothing to compare."""
    for view in (
        build_run_view(builders.single_run()),
        build_view(*builders.hostile(HOSTILE)),
        build_view(*builders.nothing_paired()),
    ):
        opened = open_report(render_html(view), color_scheme="dark", bypass_csp=True)
        assert violations(opened) == []


def test_colours_stay_apart_without_red_or_green(open_report: OpenReport, report: str) -> None:
    """For a reader with deuteranopia, the colours of the change bar differ in lightness or hue."""
    opened = open_report(report)
    page = opened.page
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "deuteranopia"})
    bar = page.locator(".cbar .seg")
    colours = _colours_of(page, bar.screenshot())
    assert len(colours) >= 4
    for number, (name, colour) in enumerate(colours.items()):
        for other, second in list(colours.items())[number + 1 :]:
            assert _distance(colour, second) > 30, (name, other)


def test_print_takes_few_pages(open_report: OpenReport, report: str) -> None:
    """The whole report with what is worse unfolded goes on few sheets, none of them empty."""
    pdf = open_report(report, java_script_enabled=False).page.pdf(prefer_css_page_size=True)
    assert 3 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page/") <= 8


def test_high_contrast_keeps_the_marks(open_report: OpenReport, report: str) -> None:
    """With forced colours, removed and added words still differ by line."""
    page = open_report(report, forced_colors="active").page
    style = "(css) => getComputedStyle(document.querySelector(css)).textDecorationLine"
    assert page.evaluate(style, "#case-repair-days del") == "line-through"
    assert page.evaluate(style, "#case-repair-days ins") == "underline"


def _colours_of(page: Any, picture: bytes) -> dict[str, tuple[int, int, int]]:
    """Return the colour in the middle of each part of the bar, read from a screenshot."""
    widths = page.evaluate(
        "[...document.querySelectorAll('.cbar .seg > rect[class]')].map((part) => "
        "[part.getAttribute('class'), part.getBoundingClientRect().x - "
        "part.ownerSVGElement.getBoundingClientRect().x, part.getBoundingClientRect().width])"
    )
    pixels = page.evaluate(
        """async ([data, places]) => {
          const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          return places.map((x) => [...canvas.getImageData(x, 2, 1, 1).data.slice(0, 3)]);
        }""",
        [_base64(picture), [round(left + width / 2) for _, left, width in widths]],
    )
    return {name: tuple(pixel) for (name, _, _), pixel in zip(widths, pixels, strict=True)}


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return how far two colours are from each other, in steps of 0 to 255 (Euclidean)."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
