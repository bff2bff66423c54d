from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from command import Harness
from fakes import run, suite
from fakes import trial as made

from harness.cli import marking
from harness.cli.marking import most_telling_first, walk
from harness.loader.marks import load_marks
from harness.model.run import Run
from harness.model.suite import Case, Expectation, Turn
from harness.rescoring import score_trials
from harness.store.store import Store

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "kappa", "lambda", "sigma", "omega"]


def kept_run() -> Run:
    """Return a run of 20 cases whose answers hold more and more of what is expected."""
    says = Expectation(scorer="says", parameters={"text": " ".join(WORDS)})
    cases = [Case(id=f"c{n}", turns=(Turn(user="?", expect=(says,)),)) for n in range(20)]
    whole = suite(*cases, repeats={0.0: 1})
    trials = [made(each, text=" ".join(WORDS[: n % 10 + 1])) for n, each in enumerate(cases)]
    return run("r-2026", whole, list(score_trials(whole, trials)))


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the URL of a store that holds that run."""
    url = f"sqlite:///{tmp_path / 'runs.db'}"
    with Store(url) as kept:
        kept.begin_run(kept_run())
    return url


def fill_in(path: Path, least: int) -> None:
    """Mark as people would who want so many of the words."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row["mark"] = "right" if len(row["answer"].split()) >= least else "wrong"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_a_table_is_made_filled_in_and_judged(harness: Harness, store: str, tmp_path: Path) -> None:
    """Strict people get a higher pass mark proposed, with figures; nothing is changed."""
    table = tmp_path / "marks.csv"
    first = harness("tune", "r-2026", "--store", store, "--marks", table)
    fill_in(table, 8)

    said = harness("tune", "r-2026", "--store", store, "--marks", table)

    assert 0 == first.code, first.err
    assert "holds 20 answers" in first.out
    assert 0 == said.code, said.err
    assert "20 marks on 20 cases" in said.out
    assert "pass mark" in said.out
    assert "Nothing is changed; --write puts it into the suite." in said.out


def test_writing_changes_the_suite_and_shows_how(
    harness: Harness, store: str, tmp_path: Path
) -> None:
    """The suite gets the pass mark, after the difference was shown."""
    table, path = tmp_path / "marks.csv", tmp_path / "a.suite.yaml"
    path.write_text("cases:\n  - {id: c1, prompt: '?', expect: alpha}\n", encoding="utf-8")
    harness("tune", "r-2026", "--store", store, "--marks", table)
    fill_in(table, 8)

    said = harness("tune", "r-2026", "--store", store, "--marks", table, "--write", "--suite", path)

    assert 0 == said.code, said.err
    assert "+threshold: 0." in said.out
    assert path.read_text(encoding="utf-8").startswith("threshold: 0.")


def test_too_few_marks_cannot_be_judged(harness: Harness, store: str, tmp_path: Path) -> None:
    """Without marks nothing is proposed: exit code 3, and how many are missing."""
    table = tmp_path / "marks.csv"
    harness("tune", "r-2026", "--store", store, "--marks", table)

    said = harness("tune", "r-2026", "--store", store, "--marks", table)

    assert 3 == said.code
    assert "0 marks are too few" in said.err


def test_each_key_of_the_walk_is_kept_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right, wrong, back and skip do what they say; a mark is in the file before the next key."""
    table, trials = tmp_path / "m.csv", kept_run().trials
    keys = iter("rwsbrq")
    counts: list[int] = []

    def press() -> str:
        known = {marking.key_of(trial) for trial in trials}
        counts.append(len(load_marks(table, known)) if table.exists() else 0)
        return next(keys)

    monkeypatch.setattr("click.getchar", press)

    marks = walk(table, trials, {})

    assert [0, 1, 2, 2, 2, 3] == counts
    assert [True, False, True] == list(marks.values())
    assert "r right" in capsys.readouterr().err


def test_the_walk_begins_where_marks_tell_most() -> None:
    """The answer nearest to the pass mark comes first, and the same text only once."""
    first, *rest = most_telling_first(kept_run().trials)
    value = first.scores[0].value or 0

    assert all(abs(value - 0.5) <= abs((each.scores[0].value or 0) - 0.5) for each in rest[:10])
    assert 20 == len(rest) + 1
