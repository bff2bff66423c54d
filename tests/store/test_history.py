"""The pass rates of a suite's runs."""

from __future__ import annotations

from collections.abc import Callable

from harness.model.run import Run, RunStatus, Trial
from harness.store.store import Store

MakeRun = Callable[..., Run]
MakeTrial = Callable[..., Trial]


def test_rates_are_by_question(store: Store, make_run: MakeRun, make_trial: MakeTrial) -> None:
    """One number a question: passed of judged; errors and questions without an answer are out."""
    trials = (
        make_trial("refund", 0),
        make_trial("refund", 1, value=0.0),
        make_trial("refund", 2, error="BotUnreachable"),
        make_trial("price", 0),
        make_trial("silent", 0, error="BotUnreachable"),
    )
    store.begin_run(make_run("one", "v1", trials=trials, status=RunStatus.COMPLETE))
    (found,) = store.history.rates("shop", 10)
    assert (found.id, found.label, sorted(found.rates)) == ("one", "v1", [0.5, 1.0])
    assert found.started_at.tzinfo is not None


def test_only_whole_runs_of_the_suite_count(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """Not running ones, not shards, not other suites; newest first, and no more than asked."""
    done = {"status": RunStatus.COMPLETE, "trials": (make_trial("refund", 0),)}
    for number in range(4):
        store.begin_run(make_run(f"r-{number}", minutes=number, **done))
    store.begin_run(make_run("cut", minutes=9, trials=done["trials"]))
    store.begin_run(make_run("part", minutes=9, shard="1/2", **done))
    assert [run.id for run in store.history.rates("shop", 3)] == ["r-3", "r-2", "r-1"]
    assert store.history.rates("other", 3) == ()
