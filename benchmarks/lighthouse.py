"""Lighthouse on the example report: at least 95 in accessibility and best practices.

    python benchmarks/lighthouse.py path/to/lighthouse [reports/example/report.html]

The page is served on a loopback port, as Lighthouse reads no files. `nox -s lighthouse` installs
the npm package and runs this.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LEAST = {"accessibility": 95, "best-practices": 95, "performance": 90}
EXAMPLE = Path(__file__).parents[1] / "reports" / "example" / "report.html"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def scores(lighthouse: str, page: Path) -> dict[str, int]:
    """Return the scores (0..100) of a page, as on a desk."""
    chrome = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), "")
    handler = partial(Quiet, directory=str(page.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [
            lighthouse,
            f"http://127.0.0.1:{server.server_port}/{page.name}",
            "--preset=desktop",
            "--quiet",
            "--output=json",
            "--chrome-flags=--headless --no-sandbox --disable-gpu",
            f"--only-categories={','.join(LEAST)}",
        ]
        environment = {**os.environ, "CHROME_PATH": chrome}
        said = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, check=True, timeout=300
        )
        server.shutdown()
    found = json.loads(said.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in LEAST}


def main() -> int:
    """Print the scores beside what is asked for; return 1 where one is too low."""
    lighthouse, *pages = sys.argv[1:]
    found = scores(lighthouse, Path(pages[0]).resolve() if pages else EXAMPLE)
    for name, score in found.items():
        mark = "ok  " if score >= LEAST[name] else "LOW "
        print(f"{mark} {name:<16} {score:>3}, at least {LEAST[name]}")
    return int(any(score < LEAST[name] for name, score in found.items()))


if __name__ == "__main__":
    sys.exit(main())
