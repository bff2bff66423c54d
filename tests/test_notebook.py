from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from report import builders

import harness
from harness.errors import UnknownRun
from harness.model.run import RunStatus
from harness.store.runfile import write_run_file
from harness.store.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a store that holds two runs, which the environment names."""
    url = f"sqlite:///{tmp_path / 'runs.db'}"
    comparison, _ = builders.do_not_ship()
    with Store(url) as kept:
        for run in (comparison.before, comparison.after):
            kept.begin_run(run)
            kept.add_many(run.id, run.trials)
            kept.finish_run(run.id, RunStatus.COMPLETE, run.finished_at or run.started_at)
    monkeypatch.setenv("HARNESS_STORE", url)
    return url


def test_a_run_is_a_table(store: str) -> None:
    """The newest by default; its trials, or the scores of its answers."""
    frame = harness.load_run()
    assert frame.attrs == {"run": "r-2041", "label": "v42", "suite": "bicycle-shop"}
    assert set(frame["outcome"]) == {"passed", "failed", "errored"}
    scores = harness.load_run("v41", table="scores", store=store)
    assert set(scores["scorer"]) == {"keywords", "similar"}


def test_a_run_in_a_file_needs_no_store(
    tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a colleague has exported is read as it is, and no store is made for it."""
    path = tmp_path / "after.jsonl.gz"
    with Store(store) as kept:
        write_run_file(path, kept.load_run("v42"))
    monkeypatch.setenv("HARNESS_STORE", f"sqlite:///{tmp_path / 'none/runs.db'}")
    assert harness.load_run(str(path)).attrs["run"] == "r-2041"
    assert not (tmp_path / "none").exists()


def test_a_comparison_shows_itself(store: str) -> None:
    """As HTML in a notebook, as the terminal's summary elsewhere; its tables are there too."""
    shown = harness.compare_runs("v41", "v42")
    assert shown._repr_html_().startswith("<h3>")
    assert "repair-days" in shown._repr_html_()
    assert repr(shown).split("\n")[0] == repr(shown).split("\n")[-1]
    assert len(shown.changes) == len(shown.comparison.changes)
    assert set(shown.trials["label"]) == set(shown.scores["label"]) == {"v41", "v42"}


def test_an_unknown_run_is_named(store: str) -> None:
    """The error is the one that the command line shows."""
    with pytest.raises(UnknownRun, match="v43"):
        harness.load_run("v43")


def test_what_there_is_not_is_an_attribute_error() -> None:
    """A misspelt name behaves as in any module."""
    with pytest.raises(AttributeError, match="load_runs"):
        harness.load_runs  # noqa: B018 (the access is what is tested)


def test_importing_harness_imports_nothing_heavy() -> None:
    """The command line answers at once; pandas and the store come with the first use."""
    program = (
        "import sys, harness; print([m for m in ('pandas', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"[]" == done.stdout.strip()
