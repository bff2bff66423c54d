from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.errors import StoreError
from harness.model.run import Run, Setting, Trial
from harness.store.records import trial_row
from harness.store.store import Store
from harness.store.texts import dump, load


def test_a_trial_row_shows_what_can_be_asked_for(full_run: Run) -> None:
    """The columns beside the transcript tell outcome, score and time without reading it."""
    row = trial_row("run-1", full_run.trials[3])
    assert (row["outcome"], row["score"], row["seconds"]) == ("passed", 1.0, 2.0)
    cut = trial_row("run-1", full_run.trials[1])
    assert (cut["outcome"], cut["score"], cut["seconds"]) == ("errored", None, 0.1)
    silent = trial_row("run-1", full_run.trials[2])
    assert silent["seconds"] is None


def test_trials_come_in_the_order_of_the_suite(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Case order of the suite, then setting, then repeat; unknown cases last, however added."""
    warm = Setting(0.7)
    wanted = [
        make_trial("refund", 0),
        make_trial("refund", 10),
        make_trial("refund", 2, setting=warm),
        make_trial("price", 0),
        make_trial("price", 0, setting=warm),
        make_trial("gone-a", 1),
        make_trial("gone-b", 0),
    ]
    store.begin_run(make_run())
    for trial in [*wanted[::2], *wanted[1::2]][::-1]:
        store.add("run-1", trial)
    assert store.load_run("run-1").trials == tuple(wanted)


def change_row(file: Path, change: Callable[[dict[str, Any]], None], column: str) -> None:
    """Change the JSON in a column of the only run of a file."""
    with sqlite3.connect(file) as connection:
        (kept,) = connection.execute(f"SELECT {column} FROM runs").fetchone()  # noqa: S608
        value = load(kept)
        change(value)
        connection.execute(f"UPDATE runs SET {column} = ?", [dump(value)])  # noqa: S608
    connection.close()


def test_a_suite_with_later_keys_can_be_read(tmp_path: Path, full_run: Run) -> None:
    """Keys that a later version adds to suites, at any depth, are passed over."""
    file = tmp_path / "runs.db"
    with Store(f"sqlite:///{file}") as store:
        store.begin_run(full_run)

        def add_keys(suite: dict[str, Any]) -> None:
            suite["new"] = 1
            suite["gate"]["new"] = 2
            suite["cases"][0]["turns"][1]["expect"][0]["new"] = 3

        change_row(file, add_keys, "suite")
        change_row(file, lambda bot: bot.update(new=4), "bot")
        assert store.load_run("latest") == full_run


@pytest.mark.parametrize(
    "change",
    [
        lambda suite: suite.pop("cases"),
        lambda suite: suite.update(cases=[]),
        lambda suite: suite.update(temperatures=["warm"], new=1),
    ],
)
def test_a_suite_that_cannot_be_understood_is_an_error(
    tmp_path: Path, full_run: Run, change: Callable[[dict[str, Any]], None]
) -> None:
    """What no version of the suite fits is a StoreError that names the run."""
    file = tmp_path / "runs.db"
    with Store(f"sqlite:///{file}") as store:
        store.begin_run(full_run)
        change_row(file, change, "suite")
        with pytest.raises(StoreError, match=rf"run '{full_run.id}' cannot be understood"):
            store.load_run(full_run.id)
