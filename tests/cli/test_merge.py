from __future__ import annotations

from pathlib import Path

import pytest
from command import Harness

from harness.model.run import RunStatus
from harness.store.store import Store


@pytest.fixture
def shards(harness: Harness, demo: Path, shop: str) -> list[str]:
    """Return the ids of three shards labelled nightly; one job has asked the whole run too."""
    ask = ("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0", "--label")
    harness(*ask, "one")
    return [harness(*ask, "nightly", "--shard", f"{n}/3").out.strip() for n in (1, 2, 3)]


def test_shards_are_the_run_of_one_job(harness: Harness, shards: list[str]) -> None:
    """By label, by ids or by files: same keys, same order, same answers, exit code 0."""
    by_label = harness("merge", "nightly")
    assert 0 == by_label.code, by_label.err
    by_ids = harness("merge", *shards)
    assert by_label.out == by_ids.out

    for run_id in shards:
        harness("export", run_id, "-o", f"{run_id}.jsonl.gz")
    files = [f"{run_id}.jsonl.gz" for run_id in reversed(shards)]
    assert by_ids.out == harness("merge", *files, "-o", "whole.jsonl.gz").out

    with Store("sqlite:///.harness/runs.db") as store:
        runs = [store.load_run(ref) for ref in ("one", by_ids.out.strip(), "whole.jsonl.gz")]
    keys = [[(t.key, t.exchanges[0].answer.text) for t in run.trials] for run in runs]
    assert keys[0] == keys[1] == keys[2]
    assert 26 == len(keys[0])
    whole = harness("compare", "one", by_ids.out.strip())
    assert 0 == whole.code
    assert 0 == harness("compare", "one", "whole.jsonl.gz").code


def test_a_missing_shard_is_named(harness: Harness, shards: list[str]) -> None:
    """The run is incomplete, the exit code 3, and it cannot pass for a whole one."""
    said = harness("merge", shards[0], shards[2])
    assert 3 == said.code
    assert "shard 2/3 is missing" in said.err
    assert "incomplete" in said.err
    assert "incomplete" in harness("runs").out
    assert 3 == harness("compare", "one", said.out.strip()).code


def test_the_rest_of_an_incomplete_run_is_asked(
    harness: Harness, shards: list[str], demo: Path, shop: str
) -> None:
    """Going on with the merged run asks what it lacks only."""
    merged = harness("merge", shards[0], shards[2]).out.strip()
    ask = ("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0")
    said = harness(*ask, "--resume", merged)
    assert 0 == said.code
    assert "asking 9 times, 17 kept from before" in said.err
    assert 0 == harness("compare", "one", merged).code


def test_what_is_no_shard_is_refused(harness: Harness, shards: list[str]) -> None:
    """A whole run among the shards is a mistake."""
    said = harness("merge", "one", *shards)
    assert 2 == said.code
    assert "is no shard" in said.err
    assert 2 == harness("merge", *shards, "-o", "whole.csv").code


def test_what_was_completed_stays_complete(
    harness: Harness, shards: list[str], demo: Path, shop: str
) -> None:
    """Merging again what a merged run was made of does not make it incomplete again."""
    merged = harness("merge", shards[0], shards[2]).out.strip()
    harness("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0", "--resume", merged)

    harness("merge", shards[0], shards[2])

    with Store("sqlite:///.harness/runs.db") as store:
        run = store.load_run(merged)
    assert (RunStatus.COMPLETE, 26) == (run.status, len(run.trials))
