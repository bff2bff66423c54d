from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.row import Row
from faults.world import World

pytestmark = pytest.mark.faults

AWAY_SECONDS = 4.0

STORMS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "429 storm (a third)": ({"rate_limited_share": 0.33, "retry_after_seconds": 0}, ()),
    "500 storm (a third)": ({"error_share": 0.33}, ()),
    "connections cut (a fifth)": ({"cut_share": 0.2}, ()),
    "streams cut (a fifth)": ({"cut_stream_share": 0.2}, ("--stream",)),
    "hanging connections (a tenth)": ({"slow_share": 0.1, "slow_seconds": 3}, ()),
    "nonsense with 200 (a tenth)": ({"wrong_shape_share": 0.1}, ()),
}


@pytest.mark.parametrize("fault", STORMS)
def test_storms(
    tmp_path: Path,
    world: World,
    proven: Callable[[Row], None],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    """Whatever the server does, what it answered is kept once; what it did not is asked again."""
    faults, more = STORMS[fault]
    monkeypatch.setenv("HARNESS_TIMEOUT_SECONDS", "1")
    with world.serving(**faults) as (ledger, url):
        attempt = world.attempt(f"sqlite:///{tmp_path}/runs.db", url, ledger, *more)
        for _ in range(12):
            with attempt.start() as process:
                _, said = process.communicate(timeout=110)
            assert process.returncode in {0, 3}, said
            if attempt.look() == world.before.planned:
                break
        attempt.times = ledger.asked.total() - ledger.answered.total()
        proven(attempt.finish(fault))


def test_a_server_that_restarts(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """The bot's server is away for seconds: the run waits, and ends as if nothing had been."""
    with world.serving() as (ledger, url):
        attempt = world.attempt(
            f"sqlite:///{tmp_path}/runs.db", url, ledger, "--requests-per-second", "60"
        )
        process = attempt.start()
        attempt.wait_for(10, process)
    time.sleep(AWAY_SECONDS)
    with world.serving(port_of(url)) as (again, _):
        again.answered.update(ledger.answered)
        attempt.ledger = again
        _, said = process.communicate(timeout=110)
        assert process.returncode == 0, said
        attempt.times += 1
        proven(attempt.finish("bot's server restarts", graceful=False))


def test_a_server_that_dies_and_comes_back(
    tmp_path: Path, world: World, proven: Callable[[Row], None]
) -> None:
    """The bot's server is away for longer than a run waits: it ends, and is completed later."""
    store = f"sqlite:///{tmp_path}/runs.db"
    slow = ("--requests-per-second", "60")
    with world.serving() as (ledger, url):
        attempt = world.attempt(store, url, ledger, *slow)
        process = attempt.start()
        attempt.wait_for(10, process)
    _, said = process.communicate(timeout=110)
    assert process.returncode == 3, said
    attempt.look()
    attempt.times += 1
    with world.serving(port_of(url)) as (again, _):
        again.answered.update(ledger.answered)
        attempt.ledger = again
        attempt.complete()
        proven(attempt.finish("bot's server dies and comes back", graceful=False))


def port_of(url: str) -> int:
    """Return the port of a base URL."""
    return int(url.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
