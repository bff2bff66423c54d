"""The report in a real browser: size, time until it answers, nodes, filter, and what writing costs.

    python benchmarks/report.py            # 200, 1,000 and 10,000 questions
    python benchmarks/report.py 200 -o reports/large.html

Each figure stands beside its budget. The answers are made of five sentences that differ from
question to question; 13 of 100 questions changed. Times are the best of three: the machine may be
busy with other things. Chromium is the one of the tests (CHROMIUM names another).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from harness.cli.page import uncollected
from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.model.run import (
    Answer,
    BotState,
    Exchange,
    Run,
    RunStatus,
    Score,
    Setting,
    TrainingText,
    Trial,
    TrialKey,
)
from harness.model.suite import Case, Expectation, Gate, Suite, Turn
from harness.report.html import render_html
from harness.report.view import build_view

SIZES = (200, 1_000, 10_000)
BUDGETS = {200: (600, 0.5), 1_000: (1_228, 1.0), 10_000: (5_120, 2.5)}
"""Kilobytes, and seconds until the page answers."""
NODES = 12_000
FILTER_MS = 200
SETTINGS = ((Setting(0.0), 2), (Setting(0.7), 5))
STARTED = datetime(2031, 5, 5, 9, 12, tzinfo=UTC)
SYLLABLES = ("ba", "ce", "di", "gu", "la", "me", "ni", "po", "ru", "sa", "vi", "wo")
TAGS = ("returns", "delivery", "payment", "account", "warranty", "shops", "orders")
FATES = "w" * 5 + "b" * 5 + "u" * 3 + "s" * 87
"""Of a hundred questions: worse, better, unstable, and the rest as before."""


def words(source: random.Random, count: int) -> str:
    """Make up words that a compressor cannot guess."""
    return " ".join(
        "".join(source.choices(SYLLABLES, k=source.choice((2, 3)))) for _ in range(count)
    )


def answer_of(source: random.Random, number: int, fact: str) -> str:
    """Make up five sentences, one of them with the fact."""
    sentences = [f"{words(source, 12).capitalize()}." for _ in range(4)]
    return " ".join([*sentences[:2], f"The answer {number} is {fact}.", *sentences[2:]])


def trials_of(
    case: Case, texts: tuple[str, str], passes: str, started: datetime
) -> Iterator[Trial]:
    """Make the trials of a case: `passes` has a letter for each sample."""
    letters = iter(passes)
    for setting, repeats in SETTINGS:
        for repeat in range(repeats):
            passed = next(letters) == "p"
            score = Score("keywords", float(passed), passed, f"{int(passed)} of 1 keywords", 1.0)
            close = Score("says", 0.9 if passed else 0.4, passed, "close" if passed else "far", 0.7)
            said = texts[0] if passed else texts[1]
            if repeat > 2:  # noqa: PLR2004 - some answers differ from the most common one
                said += " Good luck."
            exchange = Exchange(case.prompt, Answer(said, 0.4), (), (score, close))
            key = TrialKey(case.id, setting, repeat)
            yield Trial(key, case.digest, (exchange,), started)


def runs(count: int) -> tuple[Run, Run]:
    """Make the two runs of so many questions."""
    source = random.Random(7)
    cases: list[Case] = []
    sides: tuple[list[Trial], list[Trial]] = ([], [])
    texts: tuple[list[str], list[str]] = ([], [])
    for number in range(count):
        fact, other = words(source, 2), words(source, 2)
        expect = (Expectation(scorer="keywords", parameters={"all": [fact]}),)
        question = f"{words(source, 7).capitalize()}?"
        tag = TAGS[number % len(TAGS)]
        case = Case(id=f"q-{number}", turns=(Turn(user=question, expect=expect),), tags=(tag,))
        right = answer_of(source, number, fact)
        wrong = right.replace(fact, other).replace(". ", f" {words(source, 3)}. ", 1)
        fate = FATES[number * 37 % 100]
        passes = {"w": ("p" * 7, "f" * 7), "b": ("f" * 7, "p" * 7), "u": ("p" * 7, "ppppfpf")}
        before, after = passes.get(fate, ("p" * 7, "p" * 7))
        cases.append(case)
        for side, letters in zip(sides, (before, after), strict=True):
            side.extend(trials_of(case, (right, wrong), letters, STARTED))
        if number < 400:  # noqa: PLR2004 - a text of 400 passages is a long one
            for kept, passed in zip(texts, (before[0] == "p", after[0] == "p"), strict=True):
                kept.append(f"## {question}\n{right if passed else wrong}")
    suite = Suite(name="large", temperatures=(0.0, 0.7), cases=tuple(cases), gate=Gate())
    found = []
    for label, side, text in zip(("v41", "v42"), sides, texts, strict=True):
        found.append(
            Run(
                id=f"run-{label}",
                label=label,
                suite=suite,
                settings=tuple(setting for setting, _ in SETTINGS),
                bot=BotState("bot-1", name="Large bot"),
                started_at=STARTED,
                status=RunStatus.COMPLETE,
                finished_at=STARTED + timedelta(hours=1),
                trials=tuple(side),
                planned=len(side),
                training=TrainingText("large.md", "\n\n".join(text)),
            )
        )
    return found[0], found[1]


LONG_TASKS = """
window.__tasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__tasks.push(entry.startTime + entry.duration);
}).observe({ type: 'longtask', buffered: true });
"""
READY = """
(async () => {
  for (;;) {
    const last = Math.max(0, ...window.__tasks);
    if (document.documentElement.dataset.ready && performance.now() - last > 1000) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return [Math.max(paint ? paint.startTime : 0, ...window.__tasks),
          document.getElementsByTagName('*').length];
})()
"""
FILTERED = """
(async () => {
  const took = async (act) => {
    const begun = performance.now();
    act();
    document.body.offsetHeight;
    return performance.now() - begun;
  };
  const press = (name) => document.querySelector(`[data-filter=${name}]`).click();
  const type = (id, value, event) => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event(event));
  };
  const times = [];
  for (const name of ['all', 'worse', 'better', 'all']) times.push(await took(() => press(name)));
  for (const word of ['b', 'ba', 'bace', '']) {
    times.push(await took(() => type('search', word, 'input')));
  }
  for (const order of ['best', 'name', 'topic', 'worst']) {
    times.push(await took(() => type('sort', order, 'change')));
  }
  return Math.max(...times);
})()
"""


def in_browser(browser: Any, path: Path) -> tuple[float, int, float]:
    """Return seconds until the page answers, nodes, and the slowest filter in milliseconds."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(LONG_TASKS)
    page.goto(path.as_uri(), timeout=60_000)
    ready, nodes = page.evaluate(READY)
    slowest = page.evaluate(FILTERED)
    page.close()
    return ready / 1000, nodes, slowest


def measure(browser: Any, count: int, path: Path) -> bool:
    """Print the figures of a report of so many questions; tell whether all keep their budget."""
    comparison = compare(*runs(count))
    verdict = judge(comparison, comparison.after.suite.gate)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    with uncollected():
        view = build_view(comparison, verdict)
        viewed = time.process_time()
        text = render_html(view)
    written = time.process_time()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    path.write_text(text, encoding="utf-8")
    tries = [in_browser(browser, path) for _ in range(3)]
    ready, nodes, slowest = (min(column) for column in zip(*tries, strict=True))
    size = path.stat().st_size / 1024
    most_kilobytes, most_seconds = BUDGETS.get(count, (8 * 1024, 2.5))
    figures = (
        ("size", size, most_kilobytes, "KB"),
        ("answers after", ready, most_seconds, "s"),
        ("nodes", nodes, NODES, ""),
        ("slowest filter, search, sort", slowest, FILTER_MS, "ms"),
    )
    print(f"\n{count:,} questions")
    for name, value, budget, unit in figures:
        mark = "ok  " if value <= budget else "OVER"
        shown, limit = (
            f"{number:,.2f}" if unit == "s" else f"{number:,.0f}" for number in (value, budget)
        )
        print(f"  {mark} {name:<30} {shown:>9} {unit:<3} budget {limit} ({value / budget:.0%})")
    print(
        f"       {'to write it':<30} {written - begun:>9.2f} s   "
        f"(view {viewed - begun:.2f}, page {written - viewed:.2f}; +{grown:.0f} MB)"
    )
    return all(value <= budget for _, value, budget, _ in figures)


def main() -> int:
    """Measure reports of several sizes; return 1 where one is over its budget."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("questions", type=int, nargs="*", default=SIZES)
    parser.add_argument("-o", "--output", type=Path, help="keep the last page in this file")
    asked = parser.parse_args()
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, (shutil.which(name) for name in names if name)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = asked.output or Path(folder) / "report.html"
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        kept = [measure(browser, count, path.resolve()) for count in asked.questions]
        browser.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
