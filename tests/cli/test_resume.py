"""Going on with a run whose suite was edited, from the command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from command import Harness
from fakes import run, suite

from harness.cli.progress import Progress
from harness.cli.retrain_order import Kept, retrain_advice
from harness.model.run import RunStatus
from harness.store.store import Store

STORE = "sqlite:///.harness/runs.db"
SUITE = """\
name: Shop
temperatures: [0]
repeats: {0: 2}
cases:
  - id: refunds
    prompt: How long do I have to ask for a refund?
    expect: {keywords: [30 days]}
  - id: shipping
    prompt: How long does shipping take?
    expect: {keywords: [days]}
"""


@pytest.fixture
def asked(harness: Harness, shop: str, tmp_path: Path) -> tuple[str, ...]:
    """Return the command that has asked a small suite of a bot."""
    (tmp_path / "a.suite.yaml").write_text(SUITE)
    command = ("run", "a.suite.yaml", "--chatbot-id", shop)
    said = harness(*command, "--label", "first")
    assert 0 == said.code, said.err
    return command


def edit(folder: Path) -> None:
    """Change one case of the suite, and add one."""
    changed = SUITE.replace("[30 days]", "[refund]")
    more = "  - id: price\n    prompt: What does it cost?\n    expect: {keywords: [EUR]}\n"
    (folder / "a.suite.yaml").write_text(changed + more)


def test_only_what_was_edited_is_asked(
    harness: Harness, asked: tuple[str, ...], tmp_path: Path
) -> None:
    """The cost is said first; the run of its own is complete and bears the label."""
    edit(tmp_path)

    dry = harness(*asked, "--resume", "first", "--dry-run")
    said = harness(*asked, "--resume", "first")

    assert "1 case changed, 1 new: 4 of 6 trials to ask" in dry.err
    assert "2 of them are kept: 4 requests are left" in said.err
    assert 0 == said.code, said.err
    with Store(STORE) as store:
        new, old = (store.load_run(each.id) for each in store.runs())
    assert new.id == said.out.strip()
    assert (RunStatus.COMPLETE, 6, "first") == (new.status, len(new.trials), new.label)
    assert (RunStatus.COMPLETE, 4) == (old.status, len(old.trials))


def test_a_shard_that_is_gone_on_with_says_its_own_cost(
    harness: Harness, asked: tuple[str, ...]
) -> None:
    """The plan is that of the part, whether or not `--shard` is said again."""
    harness(*asked, "--shard", "1/4", "--label", "part")

    said = harness(*asked, "--resume", "part", "--dry-run")

    assert "1 of them are kept: 0 requests are left" in said.err


def test_a_file_is_no_run_to_go_on_with(harness: Harness, asked: tuple[str, ...]) -> None:
    """It says how the file becomes one, with exit code 2."""
    harness("export", "first", "-o", "first.jsonl.gz")

    said = harness(*asked, "--resume", "first.jsonl.gz")

    assert 2 == said.code
    assert "harness store import first.jsonl.gz" in said.err


@pytest.mark.parametrize("retraining", [True, False])
def test_a_retrain_goes_on_with_the_run_that_was_asked(*, retraining: bool) -> None:
    """Where the named run was that of another suite, the advice names its successor."""
    progress = Progress(bar=False)
    progress.begun.append(run("heir", suite(), ()))
    progress.retraining = retraining

    with click.Context(click.Command("retrain"), obj=["retrain", "--before", "first"]):
        assert "--before heir" in retrain_advice(progress, Kept("first"))[-1]
        assert "--before first" in retrain_advice(progress, Kept("first", retrained=True))[-1]
