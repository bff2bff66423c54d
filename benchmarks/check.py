"""How long `harness check` takes for a suite of 10,000 cases, beside the bare parse.

    python benchmarks/check.py [CASES]

Target: under 3 seconds for 10,000 cases, with the place of every mistake.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from harness.loader import check_suite

ROUNDS = 3


def plain_suite(cases: int) -> str:
    """Return a suite whose cases have two expectations and tags each."""
    return "cases:\n" + "".join(
        f"  - id: case-{n}\n"
        f"    prompt: How long can I return item {n}?\n"
        "    expect:\n"
        f"      - You have {n} days to send it back.\n"
        f"      - keywords: {{all: [{n} days, label], none: [14 weeks]}}\n"
        f"    tags: [returns, t{n % 50}]\n"
        for n in range(cases)
    )


def filled_suite(cases: int) -> str:
    """Return the same with variables in every case."""
    return "vars: {days: '30', shop: Lindgrove}\n" + plain_suite(cases).replace(
        "How long can I", "How long at {{ shop }} can I"
    ).replace("14 weeks", "'{{ days }} weeks'")


def broken_suite(cases: int) -> str:
    """Return the same with a mistake in every case."""
    return plain_suite(cases).replace("keywords:", "keywrds:")


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    """Print a line a suite."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    suites = {"plain": plain_suite, "variables": filled_suite, "a mistake a case": broken_suite}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.suite.yaml"
        for name, make in suites.items():
            text = make(cases)
            path.write_text(text, encoding="utf-8")
            bare = seconds(partial(yaml.load, text, loader))
            ours = seconds(lambda: check_suite(path))
            found = len(check_suite(path)[1])
            print(
                f"{cases:,} cases, {name}: {ours:.2f} s, {ours / bare:.2f} × libyaml's bare load "
                f"({bare:.2f} s), {found:,} problems"
            )


if __name__ == "__main__":
    main()
