"""How much memory a run takes while its trials grow in number, and the store for each trial.

    python benchmarks/memory.py                          # 100,000 trials: 10,000 cases, 10 times
    python benchmarks/memory.py --cases 1000 --repeats 100

The start is the moment of the first request: the suite is read then, and nothing answered. Linux
only (it reads /proc). The exit code is 1 where the memory grows by more than it should.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from throughput import stand_in, write_suite

MOST_MEGABYTES = 150
"""So much more than at the start a run may take."""


def resident(process: int) -> float:
    """Return the megabytes that a process holds; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def watch(
    command: list[str], environment: dict[str, str], folder: str
) -> list[tuple[float, float]]:
    """Run a command; return its memory in megabytes by the time of day."""
    with Path(folder, "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        seen = []
        while process.poll() is None:
            seen.append((time.time(), resident(process.pid)))
            time.sleep(0.1)
        if process.returncode:
            log.seek(0)
            sys.exit(f"it failed: {log.read()[-2000:]}")
    return seen


def main() -> int:
    """Measure one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, stand_in(0.001) as url:
        suite = Path(folder, "memory.suite.yaml")
        write_suite(suite, given.cases)
        asked = ["run", str(suite), "--chatbot-id", "bench", "-j", "50", "--no-progress"]
        wishes = ["--repeats", str(given.repeats), "--store", f"sqlite:///{folder}/runs.db"]
        environment = {**os.environ, "CHATBASE_BASE_URL": url, "CHATBASE_API_KEY": "benchmark"}
        command = [sys.executable, "-m", "harness", *asked, *wishes]
        seen = watch(command, environment, folder)
        with urlopen(url.removesuffix("/api/v1") + "/stats") as reply:  # noqa: S310 (our own)
            told = json.load(reply)
        size = sum(file.stat().st_size for file in Path(folder).glob("runs.db*"))
    start = max(memory for moment, memory in seen if moment <= told["first"] + 0.2)
    peak = max(memory for _, memory in seen)
    print(f"{given.cases:,} cases, {given.repeats} times: {told['requests']:,} trials")
    print(f"  at the first request {start:.0f} MB, at most {peak:.0f} MB: {peak - start:.0f} more")
    print(f"  store: {size / told['requests']:,.0f} bytes a trial")
    return int(peak - start > MOST_MEGABYTES or told["requests"] != given.cases * given.repeats)


if __name__ == "__main__":
    sys.exit(main())
