from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import NOON, case, run, suite, trial
from hypothesis import given
from hypothesis import strategies as st

from harness.compare.pairing import compare
from harness.errors import SettingsError
from harness.merging import MISSING, merge
from harness.model.run import BotState, Run, RunStatus, TrainingText
from harness.runner.plan import plan

CASES = tuple(case(f"c{number}") for number in range(5))
SUITE = suite(*CASES, repeats={0.0: 2})


def whole(run_id: str = "whole", shard: str = "") -> Run:
    """Return a complete run, or a complete shard of it."""
    tasks = plan(SUITE, shard=shard)
    made = [trial(task.case, task.key.repeat) for task in tasks]
    return run(run_id, SUITE, made, shard=shard, label="nightly", planned=len(tasks))


def parts(count: int) -> list[Run]:
    """Return all shards of a run."""
    return [whole(f"part-{n}", f"{n}/{count}") for n in range(1, count + 1)]


@given(st.integers(1, 12), st.randoms())
def test_shards_make_the_run_of_one_job(count: int, dice: object) -> None:
    """Same keys, same order, same status and size, in whatever order the shards are given."""
    given_ = parts(count)
    dice.shuffle(given_)  # type: ignore[attr-defined]
    merged = merge(given_)
    one = whole()
    in_order = sorted(one.trials, key=lambda t: (t.key.case_id, t.key))
    assert list(merged.run.trials) == in_order
    assert (merged.run.planned, merged.run.status) == (one.planned, RunStatus.COMPLETE)
    assert (merged.run.label, merged.run.shard) == ("nightly", "")
    assert (merged.missing, merged.unfinished) == ((), ())
    assert compare(replace(one, trials=tuple(in_order)), merged.run).identical


def test_the_id_follows_from_the_shards() -> None:
    """Merging twice makes the same run, other shards make another."""
    given_ = parts(3)
    assert merge(given_) == merge([*reversed(given_), given_[0]])
    assert merge(given_).run.id != merge(given_[:2]).run.id


def test_a_missing_shard_is_named() -> None:
    """The run is incomplete, knows how much it lacks, and says so in its provenance."""
    merged = merge([shard for shard in parts(5) if shard.shard != "3/5"])
    assert merged.missing == ("3/5",)
    assert merged.run.status is RunStatus.INCOMPLETE
    assert merged.run.provenance[MISSING] == "3/5"
    assert (len(merged.run.trials), merged.run.planned) == (8, 10)


def test_a_cut_off_shard_is_named() -> None:
    """A shard that did not end leaves the whole run incomplete."""
    first, second = parts(2)
    cut = replace(second, status=RunStatus.INTERRUPTED, trials=second.trials[:1])
    merged = merge([first, cut])
    assert merged.unfinished == (cut,)
    assert merged.run.status is RunStatus.INCOMPLETE


def test_provenance_says_each_thing_once() -> None:
    """What all say alike is said once; what differs, by each; and where it came from."""
    first, second = parts(2)
    merged = merge(
        [
            replace(first, provenance={"python": "3.11", "platform": "Linux"}),
            replace(second, provenance={"python": "3.12", "platform": "Linux"}),
        ]
    )
    assert merged.run.provenance["python"] == "3.11 | 3.12"
    assert merged.run.provenance["platform"] == "Linux"
    assert merged.run.provenance["merged from"] == "1/2 part-1, 2/2 part-2"


def test_a_training_text_stays() -> None:
    """The whole run knows what its bot was trained on."""
    text = TrainingText("shop.md", "Returns: 30 days.")
    assert merge([replace(part, training=text) for part in parts(2)]).run.training == text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"shard": ""}, "is no shard"),
        ({"shard": "2/3"}, "are not parts of one run: shard 1/2 and shard 2/3"),
        ({"shard": "1/2"}, "shard 1/2 is there more than once"),
        ({"suite": suite(*CASES[:4], repeats={0.0: 2})}, "asked other suites"),
        ({"suite": suite(*CASES, repeats={0.0: 3})}, "asked other suites, or at other settings"),
        ({"bot": BotState("bot-2")}, "asked two bots: bot-1 and bot-2"),
    ],
)
def test_what_does_not_belong_together_is_refused(change: dict[str, object], sentence: str) -> None:
    """Nothing is merged of other suites, settings, bots or divisions."""
    first, second = parts(2)
    with pytest.raises(SettingsError, match=sentence):
        merge([first, replace(second, **change)])  # type: ignore[arg-type]


def test_two_versions_of_a_bot_are_refused() -> None:
    """A retrain between two shards shows in what the API tells of the bot."""
    first, second = parts(2)
    states = [BotState("bot-1", last_trained_at=str(NOON.replace(day=day))) for day in (1, 2)]
    with pytest.raises(SettingsError, match="two versions of the bot"):
        merge([replace(p, bot=s) for p, s in zip((first, second), states, strict=True)])


def test_nothing_cannot_be_merged() -> None:
    """No shards, no run."""
    with pytest.raises(SettingsError, match="nothing to merge"):
        merge([])
