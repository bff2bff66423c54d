from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from harness.errors import StoreError
from harness.model.run import (
    Answer,
    Exchange,
    Outcome,
    Run,
    RunStatus,
    Setting,
    TrainingText,
    Trial,
    TrialKey,
)
from harness.store.schema import texts
from harness.store.store import Store
from harness.store.summary import RunSummary

MakeRun = Callable[..., Run]
MakeTrial = Callable[..., Trial]
END = datetime(2026, 3, 1, 15, 0, tzinfo=timezone(timedelta(hours=2)))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
NUMBERS = count()


def test_a_run_comes_back_as_it_was(url: str, full_run: Run) -> None:
    """A run with everything in it is read back equal, by another store object."""
    with Store(url) as store:
        store.begin_run(full_run)
    with Store(url) as store:
        assert store.load_run(full_run.id) == full_run


def test_trials_that_are_added_one_by_one_come_back(
    store: Store, full_run: Run, make_run: MakeRun
) -> None:
    """Adding is the same as having begun with the trials."""
    store.begin_run(make_run(suite=full_run.suite))
    for trial in full_run.trials:
        store.add("run-1", trial)
    assert store.load_run("run-1").trials == full_run.trials


@settings(
    max_examples=50,
    deadline=None,  # a disk may be slow
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example has its own run
)
@given(ANY_TEXT, ANY_TEXT, st.floats(0, 1e9), st.datetimes(datetime(1990, 1, 1)))  # noqa: DTZ001
def test_any_text_survives_the_database(
    store: Store, make_run: MakeRun, text: str, other: str, seconds: float, moment: datetime
) -> None:
    """Whatever a bot says and whatever things are called, the database gives it back."""
    run_id = f"{next(NUMBERS)}{other}"
    store.begin_run(make_run(run_id, label=other, provenance={other: text}))
    exchange = Exchange(other, Answer(text, seconds, extra={text: other}))
    key = TrialKey(other, Setting(0.3, text), 0)
    asked_at = moment.replace(tzinfo=UTC)
    trial = Trial(key, other, (exchange,), asked_at, None)
    store.add(run_id, trial)
    back = store.load_run(run_id)
    assert back.trials == (trial,)
    assert (back.label, back.provenance) == (other, {other: text})
    assert store.done(run_id) == {key: other}


def test_times_come_back_in_utc(store: Store, make_run: MakeRun, make_trial: MakeTrial) -> None:
    """A time of any zone is the same moment afterwards, to the microsecond, told in UTC."""
    store.begin_run(make_run(trials=(make_trial(),)))
    store.finish_run("run-1", RunStatus.COMPLETE, END)
    run = store.load_run("run-1")
    assert run.finished_at == END
    assert run.finished_at.utcoffset() == timedelta(0)
    assert run.started_at.isoformat() == "2026-03-01T12:00:00.123456+00:00"
    assert run.trials[0].asked_at.isoformat() == "2026-03-01T12:00:00.123456+00:00"
    (summary,) = store.runs()
    assert (summary.started_at, summary.finished_at) == (run.started_at, END)


def test_a_run_id_is_given_once(store: Store, make_run: MakeRun) -> None:
    """A second run with the same id is refused, and the first stays."""
    store.begin_run(make_run(label="first"))
    with pytest.raises(StoreError, match="there is a run 'run-1' already"):
        store.begin_run(make_run(label="second"))
    assert [run.label for run in store.runs()] == ["first"]


@pytest.mark.parametrize("later_error", [None, "BotUnavailable: 503"])
def test_an_errored_trial_is_replaced_by_a_later_one(
    store: Store, make_run: MakeRun, make_trial: MakeTrial, later_error: str | None
) -> None:
    """What errored is asked again, and the newer trial counts, errored or not."""
    store.begin_run(make_run())
    store.add("run-1", make_trial(error="BotUnreachable: cut off"))
    later = make_trial(error=later_error)
    store.add("run-1", later)
    assert store.load_run("run-1").trials == (later,)


def test_a_trial_that_could_not_be_judged_is_replaced(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """A trial errors also when a scorer could not judge it."""
    store.begin_run(make_run())
    store.add("run-1", make_trial(value=None))
    assert store.done("run-1") == {}
    store.add("run-1", make_trial(value=0.0))
    assert [trial.outcome for trial in store.load_run("run-1").trials] == [Outcome.FAILED]


@pytest.mark.parametrize("value", [1.0, 0.0])
def test_a_good_trial_is_never_replaced_by_an_errored_one(
    store: Store, make_run: MakeRun, make_trial: MakeTrial, value: float
) -> None:
    """Passed or failed, what was answered is kept."""
    store.begin_run(make_run())
    good = make_trial(value=value)
    store.add("run-1", good)
    store.add("run-1", make_trial(error="BotUnreachable: cut off"))
    store.add("run-1", make_trial(value=None))
    assert store.load_run("run-1").trials == (good,)


def test_a_good_trial_replaces_a_good_one(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """A case that was edited is asked again, and then the newer answer counts."""
    store.begin_run(make_run())
    store.add("run-1", make_trial(digest="0" * 16))
    store.add("run-1", make_trial(digest="1" * 16))
    assert list(store.done("run-1").values()) == ["1" * 16]


def test_done_names_what_did_not_error(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """The keys of passed and failed trials, with the digests of their cases; of this run only."""
    store.begin_run(make_run())
    store.begin_run(make_run("run-2", trials=(make_trial("other"),)))
    warm = Setting(0.7, "large", stream=True)
    for trial in (
        make_trial("refund", 0, digest="a" * 16),
        make_trial("refund", 1, value=0.0, setting=warm),
        make_trial("refund", 2, error="BotUnreachable: cut off"),
        make_trial("price", 0, value=None),
    ):
        store.add("run-1", trial)
    assert store.done("run-1") == {
        TrialKey("refund", Setting(0.0), 0): "a" * 16,
        TrialKey("refund", warm, 1): "0123456789abcdef",
    }
    assert [2, 1] == [store.answered("run-1"), store.answered("run-2")]


def test_a_run_ends_and_goes_on(store: Store, make_run: MakeRun) -> None:
    """Status and end are noted, provenance is merged, and reopening undoes the end only."""
    store.begin_run(make_run(provenance={"harness": "1.0", "model": "a"}))
    store.finish_run("run-1", RunStatus.INTERRUPTED, END, {"model": "b", "seed": "7"})
    ended = store.load_run("run-1")
    assert (ended.status, ended.finished_at) == (RunStatus.INTERRUPTED, END)
    assert ended.provenance == {"harness": "1.0", "model": "b", "seed": "7"}
    store.reopen_run("run-1")
    again = store.load_run("run-1")
    assert (again.status, again.finished_at) == (RunStatus.RUNNING, None)
    assert again.provenance == ended.provenance
    store.finish_run("run-1", RunStatus.COMPLETE, END)
    assert store.load_run("run-1").provenance == ended.provenance


def test_an_unknown_run_is_an_error(store: Store, make_trial: MakeTrial) -> None:
    """Nothing is added to, finished, reopened or read of a run that is not there."""
    for use in (
        lambda: store.add("run-9", make_trial()),
        lambda: store.finish_run("run-9", RunStatus.COMPLETE, END),
        lambda: store.reopen_run("run-9"),
        lambda: store.done("run-9"),
    ):
        with pytest.raises(StoreError, match="holds no run with the id 'run-9'"):
            use()
    with pytest.raises(StoreError, match="holds no runs yet"):
        store.load_run("run-9")


def test_runs_are_found_by_what_people_write(store: Store, make_run: MakeRun) -> None:
    """Ids, their beginnings, labels and `latest` go by the start of the run, not by its entry."""
    store.begin_run(make_run("bbbb-2", "nightly", minutes=2))
    store.begin_run(make_run("aaaa-1", "nightly", minutes=1))
    store.begin_run(make_run("cccc-3", "", minutes=3))
    found = {ref: store.resolve(ref) for ref in ("aaaa", "nightly", "latest", "latest~2")}
    assert found == {
        "aaaa": "aaaa-1",
        "nightly": "bbbb-2",
        "latest": "cccc-3",
        "latest~2": "aaaa-1",
    }
    assert store.load_run("latest~1").id == "bbbb-2"
    with pytest.raises(StoreError, match="did you mean 'nightly'"):
        store.load_run("nigtly")


def test_a_shard_is_meant_only_where_no_whole_run_is(store: Store, make_run: MakeRun) -> None:
    """`latest` and a label go by the whole runs; of two that began together the later end wins."""
    store.begin_run(make_run("part-2", "night", minutes=5, shard="2/2"))
    assert {store.resolve("latest"), store.resolve("night")} == {"part-2"}
    start = make_run().started_at
    store.begin_run(make_run("b-lacks-one", "night", finished_at=start + timedelta(minutes=1)))
    store.begin_run(make_run("a-whole", "night", finished_at=start + timedelta(minutes=6)))
    assert {store.resolve("latest"), store.resolve("night")} == {"a-whole"}
    assert [run.id for run in store.runs()] == ["part-2", "a-whole", "b-lacks-one"]


def test_runs_are_listed_with_counts(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """Newest first, with counts by outcome and the mean score of what did not error."""
    store.begin_run(make_run("old", "before"))
    for trial in (
        make_trial(repeat=0, value=1.0),
        make_trial(repeat=1, value=0.75),
        make_trial(repeat=2, value=0.25),
        make_trial(repeat=3, error="BotUnreachable: cut off"),
    ):
        store.add("old", trial)
    store.finish_run("old", RunStatus.COMPLETE, END)
    store.begin_run(make_run("new", minutes=5))
    start = make_run().started_at
    old = RunSummary(
        "old", "before", "shop", "bot-1", RunStatus.COMPLETE, start, END, 2, 2, 1, 1, 2 / 3
    )
    new = RunSummary(
        "new", "", "shop", "bot-1", RunStatus.RUNNING, start + timedelta(minutes=5), None, 2,
        0, 0, 0, None,
    )  # fmt: skip
    assert store.runs() == (new, old)
    assert store.runs(limit=1) == (new,)
    assert store.runs(limit=0) == ()


def test_a_failed_order_leaves_nothing_half(
    store: Store, make_run: MakeRun, make_trial: MakeTrial
) -> None:
    """A run is begun with all its trials or not at all."""
    with pytest.raises(StoreError):
        store.begin_run(make_run(trials=(make_trial(), make_trial())))
    assert store.runs() == ()
    store.begin_run(make_run(trials=(make_trial(),)))
    assert len(store.load_run("run-1").trials) == 1


def test_a_training_text_is_kept_once(store: Store, make_run: Callable[..., Run]) -> None:
    """Runs come back with the text that their bot knew; a text that several share is kept once."""
    text = TrainingText("shop.md", "# Returns\nWithin 30 days.\x00 \ud83d")
    other = TrainingText("copy.md", text.text)
    runs = [make_run("one", training=text), make_run("two", training=other), make_run("three")]
    for run in runs:
        store.begin_run(run)
    assert [store.load_run(run.id).training for run in runs] == [text, other, None]
    with store._access.reading() as connection:
        assert connection.execute(select(func.count()).select_from(texts)).scalar() == 1
