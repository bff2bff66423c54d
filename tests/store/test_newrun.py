"""A run that takes over answers of another one, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import StoreError
from harness.model.run import Outcome, Run, RunStatus, Setting, Trial, TrialKey
from harness.store.redaction import Redaction
from harness.store.store import Store

COLD = Setting(0.0)
DIGEST = "0123456789abcdef"
WANTED = {TrialKey("refund", COLD, repeat): DIGEST for repeat in range(3)}


def test_a_successor_takes_over_what_it_wants(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Good answers of the wanted cases and repeats come over; the others and errors do not."""
    kept = (
        make_trial(repeat=0),
        make_trial(repeat=1, digest="another"),
        make_trial(repeat=2, error="cut off"),
        make_trial(repeat=3),
        make_trial("price"),
    )
    store.begin_run(make_run(trials=kept, status=RunStatus.COMPLETE))
    first = store.load_run("run-1")

    store.succeed_run("run-1", make_run("run-2"), WANTED)

    assert (kept[0],) == store.load_run("run-2").trials
    assert first == store.load_run("run-1")


def test_a_successor_that_is_there_keeps_what_it_has(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Its own answers stay, its errors give way, and it is running again."""
    store.begin_run(make_run(trials=(make_trial(text="old"), make_trial(repeat=1, text="old"))))
    mine = (make_trial(text="mine"), make_trial(repeat=1, error="cut off"))
    heir = make_run("run-2", trials=mine, status=RunStatus.INTERRUPTED)
    store.begin_run(heir)

    store.succeed_run("run-1", replace(heir, label="not this"), WANTED)

    found = store.load_run("run-2")
    assert ["mine", "old"] == [trial.exchanges[0].answer.text for trial in found.trials]
    assert RunStatus.RUNNING is found.status
    assert not found.label


def test_two_that_make_the_same_successor_make_one(
    url: str, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """Eight at once neither fail nor double anything."""
    kept = [make_trial(repeat=repeat) for repeat in range(3)]
    with Store(url) as one, Store(url) as other:
        one.begin_run(make_run(trials=kept))
        heir = make_run("run-2")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda s: s.succeed_run("run-1", heir, WANTED), [one, other] * 4))
        assert 2 == len(one.runs())
        assert tuple(kept) == other.load_run("run-2").trials


def test_what_waits_in_a_rescue_file_comes_over(
    store: Store, make_run: Callable[..., Run], make_trial: Callable[..., Trial], tmp_path: Path
) -> None:
    """What the store refused and a file took was paid: it counts for the successor too."""
    store.begin_run(make_run())
    store._trials._failed["run-1"] = StoreError("disk full")
    with pytest.raises(StoreError, match="disk full"):
        store.add("run-1", make_trial())
    store._trials.end("run-1")

    store.succeed_run("run-1", make_run("run-2"), WANTED)

    assert (make_trial(),) == store.load_run("run-2").trials
    assert not list(tmp_path.glob("rescue-*"))


def test_what_is_to_be_blotted_out_now_is_not_taken_over(
    url: str, make_run: Callable[..., Run], make_trial: Callable[..., Trial]
) -> None:
    """A pattern that is new holds for answers that were kept without it."""
    with Store(url) as store:
        store.begin_run(make_run(trials=(make_trial(text="call 5551234"),)))
    with Store(url, Redaction(patterns=(r"\d{7}",))) as store:
        store.succeed_run("run-1", make_run("run-2"), WANTED)
        (trial,) = store.load_run("run-2").trials
    assert "5551234" not in trial.exchanges[0].answer.text
    assert Outcome.PASSED is trial.outcome


def test_a_run_that_is_not_there_has_no_successor(
    store: Store, make_run: Callable[..., Run]
) -> None:
    """Nothing is made then."""
    with pytest.raises(StoreError, match="no run with the id 'run-1'"):
        store.succeed_run("run-1", make_run("run-2"), WANTED)
    assert () == store.runs()
