from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.ledger import Ledger
from faults.row import Row
from faults.world import NEW, OLD, SUITE, World, environment

from harness.model.run import Run
from harness.store.store import Store

pytestmark = pytest.mark.faults

ASK = (
    "retrain", str(SUITE), "--source", str(NEW), "--previous-source", str(OLD), "--yes",
    "-t", "0", "--repeats", "4", "--no-progress", "-j", "4", "--requests-per-second", "40",
)  # fmt: skip


def start(url: str, bot: str, store: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    """Start the main job, or go on with it."""
    command = [sys.executable, "-m", "harness", *ASK, "--chatbot-id", bot, "--store", store, *more]
    return subprocess.Popen(
        command, env=environment(url), cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def wait(process: subprocess.Popen[str], condition: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    deadline = time.monotonic() + 60
    while not condition() and process.poll() is None:
        assert time.monotonic() < deadline, "the job hangs"
        time.sleep(0.005)


def both(store: str) -> tuple[Run, Run]:
    """Return the two runs of the job."""
    with Store(store) as kept:
        return kept.load_run("latest~1"), kept.load_run("latest")


def bought(ledger: Ledger, run: Run) -> int:
    """Count the answers to questions of the suite; canaries are other questions."""
    return sum(ledger.answered[case.prompt] for case in run.suite.cases)


def test_a_half_finished_retrain(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """The bot says that it is ready, but answers from the old text, then half from the new one."""
    began = time.monotonic()
    store = f"sqlite:///{tmp_path}/runs.db"
    with world.serving() as (_, url):
        bot = world.create_bot(url)
    half: dict[str, Any] = {"retrain_seconds": 0.2, "stale_seconds": 2, "half_seconds": 2}
    with world.serving(**half) as (ledger, url), start(url, bot, store, tmp_path) as process:
        said, _ = process.communicate(timeout=110)
    assert process.returncode == 1, said
    before, after = both(store)
    equal = world.judge_pair(before, after) == world.verdict
    twice = bought(ledger, before) - before.planned - after.planned
    proven(
        Row("retrain that is half finished", 104, 1, 0, twice, 0, equal, time.monotonic() - began)
    )


def test_a_job_killed_in_each_of_its_stages(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """Killed while it asks before, after it has sent the text, and while it asks after."""
    began = time.monotonic()
    store = f"sqlite:///{tmp_path}/runs.db"
    kept: list[tuple[Counter[str], int]] = []
    with world.serving(retrain_seconds=1) as (ledger, url):
        bot = world.create_bot(url)

        def look() -> list[str]:
            with Store(store) as opened:
                ids = [run.id for run in reversed(opened.runs())]
                kept.append((Counter(ledger.answered), sum(len(opened.done(i)) for i in ids)))
            return ids

        with start(url, bot, store, tmp_path) as process:
            wait(process, lambda: ledger.answered.total() >= 20)
            process.kill()
        before = look()[0]
        with start(url, bot, store, tmp_path, "--before", before) as process:
            wait(process, lambda: ledger.retrains == 1)
            time.sleep(0.2)
            process.kill()
        assert look() == [before]
        with start(url, bot, store, tmp_path, "--before", before, "--retrained") as process:
            wait(process, lambda: _kept_of_second(store) >= 10)
            process.kill()
        after = look()[1]
        more = ("--before", before, "--after", after)
        with start(url, bot, store, tmp_path, *more) as process:
            said, _ = process.communicate(timeout=110)
        assert process.returncode == 1, said
    runs = both(store)
    assert ledger.retrains == 1
    assert [len(run.trials) for run in runs] == [52, 52]
    extra = bought(ledger, runs[0]) - 104
    equal = world.judge_pair(*runs) == world.verdict
    in_flight = min(extra, 3 * 4)
    proven(
        Row("retrain job killed in each stage", 104, 3, 0, extra - in_flight, in_flight, equal,
            time.monotonic() - began)
    )  # fmt: skip
    assert re.search(r"exit code 1", said)


def _kept_of_second(store: str) -> int:
    with Store(store) as kept:
        runs = kept.runs()
    return runs[0].passed + runs[0].failed if len(runs) > 1 else 0
