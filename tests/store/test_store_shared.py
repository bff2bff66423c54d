"""The store, used by several threads and processes at once, and by one that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import harness
from harness.model.run import Outcome, Run, Trial
from harness.store.store import Store

WRITER = Path(__file__).with_name("writer.py")


def start_writer(url: str, count: int) -> subprocess.Popen[str]:
    """Start a process that adds trials to run-1 and prints the number of each."""
    command = [sys.executable, str(WRITER), url, "run-1", str(count)]
    same_code = {**os.environ, "PYTHONPATH": str(Path(harness.__file__).parents[1])}
    return subprocess.Popen(command, env=same_code, stdout=subprocess.PIPE, text=True)


def test_threads_lose_nothing(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Eight threads that add 200 trials each leave 1,600 trials, each with its own answer."""
    store.begin_run(make_run())
    cases = [f"case-{thread}" for thread in range(8)]

    def add(case: str) -> None:
        for number in range(200):
            store.add("run-1", make_trial(case, number, text=f"{case}/{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, cases))
    texts = {trial.exchanges[0].answer.text for trial in store.load_run("run-1").trials}
    assert texts == {f"{case}/{number}" for case in cases for number in range(200)}


def test_threads_that_add_the_same_trial_leave_one(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """The same key at the same time is no error, and the good answer wins over the errors."""
    store.begin_run(make_run())
    good = make_trial(text="good")
    given = [good if number == 5 else make_trial(error="cut off") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda trial: store.add("run-1", trial), given))
    assert store.load_run("run-1").trials == (good,)


def test_stores_in_two_places_add_to_one_run(
    url: str, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Two open stores write the same keys to the same run without failing or doubling."""
    with Store(url) as one, Store(url) as two:
        one.begin_run(make_run())

        def add(store: Store) -> None:
            for number in range(50):
                store.add("run-1", make_trial(repeat=number))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(add, (one, two)))
        assert len(two.done("run-1")) == 50


def test_others_read_while_one_writes(url: str, make_run: Callable[..., Run]) -> None:
    """A reader is never refused while another process adds, and never sees fewer than before."""
    with Store(url) as store:
        store.begin_run(make_run())
        with start_writer(url, 300) as writer:
            assert writer.stdout is not None
            seen = 0
            for line in writer.stdout:
                if int(line) % 20:
                    continue
                held = len(store.load_run("run-1").trials)
                assert held >= max(seen, int(line) + 1)
                seen = held
        assert writer.returncode == 0
        assert store.runs()[0].passed == 300


def test_an_open_transaction_does_not_keep_others_from_reading(
    url: str, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """What is being written is not seen yet, and what was there before can be read."""
    with Store(url) as writer, Store(url) as reader:
        writer.begin_run(make_run(trials=(make_trial(),)))
        with writer._access.writing() as connection:
            connection.exec_driver_sql("DELETE FROM trials")
            assert len(reader.load_run("run-1").trials) == 1
        assert reader.load_run("run-1").trials == ()


def test_a_killed_writer_loses_what_was_in_flight_only(
    url: str, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Every trial whose `add` returned is there after a kill, whole, and the run can go on."""
    with Store(url) as store:
        store.begin_run(make_run())
    with start_writer(url, 1_000_000) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(100)]
        writer.kill()
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    with Store(url) as store:
        run = store.load_run("run-1")
        held = [trial.key.repeat for trial in run.trials]
        assert held[: len(told)] == told
        assert len(held) - len(told) in {0, 1}
        assert {trial.outcome for trial in run.trials} == {Outcome.PASSED}
        store.add("run-1", make_trial("price"))
        assert len(store.done("run-1")) == len(held) + 1
