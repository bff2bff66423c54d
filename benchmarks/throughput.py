"""How fast `harness run` asks: the whole command against a stand-in of fixed latency.

    python benchmarks/throughput.py                  # all three loads, medians of five
    python benchmarks/throughput.py --rounds 1 --only 0

Wall time is given as a multiple of the ideal (requests x latency / concurrency), beside a bare
aiohttp loop measured in the same round; CPU and memory are those of the command's own process.
The exit code is 1 where a request is missing, or more were under way than allowed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).parent
LOADS = ((1_000, 0.1, 50), (1_000, 0.1, 200), (10_000, 0.02, 100))
"""Cases, seconds to an answer, requests at once."""
KINDS = ("harness", "bare loop")
QUESTIONS = (
    ("When do I get my money back?", "The refund is on its way 5 working days after arrival."),
    ("How long does shipping take?", "Standard shipping takes two to four working days."),
    ("Can I return opened shoes?", "Yes, within 30 days, with the label and the box."),
    ("Do you have gift cards?", "There are gift cards of 25, 50 and 100 euros in the shop."),
)


@dataclass(frozen=True)
class Measured:
    """What one command took; `told` are the stand-in's figures."""

    wall: float
    cpu: float
    megabytes: float
    first: float
    told: dict[str, Any]


def write_suite(path: Path, cases: int) -> None:
    """Write a suite of so many cases, each asked once."""
    lines = ["name: Throughput", "temperatures: [0]", "repeats: 1", "cases:"]
    for number in range(cases):
        prompt, expected = QUESTIONS[number % len(QUESTIONS)]
        lines += [
            f"  - id: case-{number}",
            f"    prompt: {prompt} ({number})",
            f"    expect: {expected}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def stand_in(latency: float) -> Iterator[str]:
    """Run a stand-in in its own process and yield its base URL."""
    command = [sys.executable, str(HERE / "standin.py"), str(latency)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip() if process.stdout else ""
    finally:
        process.terminate()
        process.wait(timeout=10)


def command_of(kind: str, suite: Path, url: str, concurrency: int, folder: str) -> list[str]:
    """Return the command to measure."""
    if kind == "bare loop":
        return [
            sys.executable,
            str(HERE / "bareloop.py"),
            str(suite),
            url,
            str(concurrency),
            folder,
        ]
    store = f"sqlite:///{folder}/runs.db"
    asked = ["run", str(suite), "--chatbot-id", "bench", "-j", str(concurrency)]
    return [sys.executable, "-m", "harness", *asked, "--store", store, "--no-progress"]


def measure(kind: str, suite: Path, url: str, concurrency: int) -> Measured:
    """Run the command once and return what it took."""
    environment = {**os.environ, "CHATBASE_BASE_URL": url, "CHATBASE_API_KEY": "benchmark"}
    # An installed program has its bytecode; compiling it anew takes seconds.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        command = command_of(kind, suite, url, concurrency, folder)
        log = Path(folder, "log").open("w+", encoding="utf-8")  # noqa: SIM115 (lives as the folder)
        begun = time.time()
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.time() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            sys.exit(f"{kind} failed: {log.read()[-2000:]}")
        log.close()
    with urlopen(url.removesuffix("/api/v1") + "/stats") as reply:  # noqa: S310 (our own)
        told = json.load(reply)
    cpu = used.ru_utime + used.ru_stime
    return Measured(wall, cpu, used.ru_maxrss / 1024, told["first"] - begun, told)


def show(load: tuple[int, float, int], found: dict[str, list[Measured]]) -> bool:
    """Print the medians of one load; tell whether all requests came and none too many at once."""
    cases, latency, concurrency = load
    ideal = cases * latency / concurrency
    print(f"{cases:,} x {latency * 1000:g} ms, {concurrency} at a time (ideal {ideal:.2f} s)")
    right = True
    for kind, rounds in found.items():
        wall, cpu = (median(getattr(one, name) for one in rounds) for name in ("wall", "cpu"))
        memory, first = (
            median(getattr(one, name) for one in rounds) for name in ("megabytes", "first")
        )
        mean = median(one.told["mean"] for one in rounds) / concurrency
        most = max(one.told["most"] for one in rounds)
        print(
            f"  {kind:10} {wall / ideal:5.2f} x  {wall:6.2f} s  CPU {cpu:5.2f} s  {memory:4.0f} MB"
            f"  first request {first:.2f} s  in flight {mean:4.0%}, at most {most}"
        )
        right &= most <= concurrency and all(one.told["requests"] == cases for one in rounds)
    return right


def main() -> int:
    """Measure each load, the kinds in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=int, choices=range(len(LOADS)), help="one load")
    given = parser.parse_args()
    right = True
    for number, load in enumerate(LOADS):
        if given.only not in {None, number}:
            continue
        cases, latency, concurrency = load
        found: dict[str, list[Measured]] = {kind: [] for kind in KINDS}
        with tempfile.TemporaryDirectory() as folder, stand_in(latency) as url:
            suite = Path(folder, "throughput.suite.yaml")
            write_suite(suite, cases)
            for kind in KINDS:
                measure(kind, suite, url, concurrency)  # writes the bytecode, fills the caches
            for _ in range(given.rounds):
                for kind in KINDS:
                    found[kind].append(measure(kind, suite, url, concurrency))
        right &= show(load, found)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
