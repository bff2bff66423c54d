from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from faults.row import Row
from faults.world import Attempt, World

pytestmark = pytest.mark.faults

KILLS = 20
SLOW = ("--requests-per-second", "60")


def kill_often(attempt: Attempt) -> None:
    """Kill the run twenty times with SIGKILL, at points that chance chooses, then complete it."""
    dice = Random(5)
    for _ in range(KILLS):
        with attempt.start() as process:
            attempt.wait_for(attempt.ledger.answered.total() + dice.randint(0, 3), process)
            time.sleep(dice.uniform(0, 0.02))
            process.kill()
        attempt.times += 1
        attempt.look()
    attempt.complete()


def test_kill_9_at_twenty_points(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """A run that was killed twenty times has each answer once, and the same verdict."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        kill_often(attempt)
        proven(attempt.finish("kill -9, SQLite", graceful=False))


def test_kill_9_at_twenty_points_on_a_server(
    postgresql: str, world: World, proven: Callable[[Row], None]
) -> None:
    """The same on PostgreSQL."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(postgresql, url, ledger, *SLOW)
        kill_often(attempt)
        proven(attempt.finish("kill -9, PostgreSQL", graceful=False))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals(
    tmp_path: Path, world: World, proven: Callable[[Row], None], number: signal.Signals
) -> None:
    """Three times in one run: what is in flight is kept too, and exit code 130."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        for _ in range(3):
            with attempt.start() as process:
                attempt.wait_for(ledger.answered.total() + 5, process)
                process.send_signal(number)
                process.communicate(timeout=60)
            assert process.returncode == 130
            attempt.times += 1
            attempt.look()
        attempt.complete()
        proven(attempt.finish(f"{number.name}, three times"))


def test_two_processes_go_on_with_one_run(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """After a kill two resume the same run at once: each question is bought by one of them."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        with attempt.start() as process:
            attempt.wait_for(5, process)
            process.kill()
        attempt.times += 1
        attempt.look()
        both = [attempt.start(stderr=subprocess.DEVNULL) for _ in range(2)]
        for process in both:
            process.communicate(timeout=60)
        assert [process.returncode for process in both] == [0, 0]
        proven(attempt.finish("kill -9, then two processes resume", graceful=False))


def test_a_jumping_clock(tmp_path: Path, world: World, proven: Callable[[Row], None]) -> None:
    """The wall clock jumps by up to two days at each look, back and forth, also over a kill."""
    jumping = (sys.executable, str(Path(__file__).with_name("jumping_clock.py")))
    with world.serving() as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *SLOW)
        with attempt.start(*jumping) as process:
            attempt.wait_for(8, process)
            process.kill()
        attempt.times += 1
        attempt.look()
        with attempt.start(*jumping) as process:
            _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        proven(attempt.finish("clock jumps, and a kill -9", graceful=False))
