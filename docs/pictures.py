"""Take the pictures of the README from the example report: `nox -s example` runs this."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).parent
REPORT = DOCS.parent / "reports" / "example" / "report.html"
PICTURES = (
    ("report.png", "light", 1280, 1310, ""),
    ("report-dark.png", "dark", 1280, 1310, ""),
    ("report-answer.png", "light", 1280, 900, "#case-return-window"),
    ("report-phone.png", "light", 390, 844, ""),
)
"""File, colour scheme, width, height, and place in the page."""


def main() -> int:
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, (shutil.which(name) for name in names if name)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        for file, scheme, width, height, place in PICTURES:
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            page.goto(REPORT.as_uri() + place)
            page.wait_for_selector("html[data-ready]")
            page.screenshot(path=DOCS / file)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
