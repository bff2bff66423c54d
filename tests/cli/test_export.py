from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import Harness


@pytest.fixture
def kept(harness: Harness, demo: Path, shop: str) -> str:
    """Return the id of a run labelled before; one labelled after is there too."""
    suite = demo / "shop.suite.yaml"
    ids = [
        harness("run", suite, "--chatbot-id", shop, "-t", "0", "--label", label).out.strip()
        for label in ("before", "after")
    ]
    return ids[0]


def test_files_are_compared_as_runs_are(harness: Harness, kept: str) -> None:
    """The same words and the same exit code, and no store is made where only files are named."""
    for label in ("before", "after"):
        said = harness("export", label, "-o", f"{label}.jsonl.gz")
        assert 0 == said.code, said.err
    by_id = harness("compare", "before", "after")
    Path(".harness/runs.db").unlink()

    by_file = harness("compare", "before.jsonl.gz", "after.jsonl.gz")

    assert (by_id.code, by_id.out) == (by_file.code, by_file.out)
    assert not Path(".harness/runs.db").exists()


def test_a_file_and_a_kept_run_are_compared(harness: Harness, kept: str) -> None:
    """A CI job keeps its baseline as an artifact."""
    harness("export", "before", "-o", "baseline.jsonl.gz")
    assert 0 == harness("compare", "baseline.jsonl.gz", "latest").code
    assert 0 == harness("report", "baseline.jsonl.gz", "-o", "page.html").code


def test_tables_hold_one_trial_a_row(harness: Harness, kept: str) -> None:
    """CSV and Parquet for other programs."""
    pytest.importorskip("pyarrow")
    assert 0 == harness("export", kept, "-o", "run.csv", "-o", "run.parquet").code
    with Path("run.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 26 == len(rows)
    assert {kept} == {row["run"] for row in rows}
    assert b"PAR1" == Path("run.parquet").read_bytes()[:4]


def test_an_ending_that_means_nothing_is_refused(harness: Harness, kept: str) -> None:
    """The message lists the endings; nothing is written."""
    said = harness("export", kept, "-o", "run.txt")
    assert 2 == said.code
    assert ".jsonl.gz" in said.err
    assert not Path("run.txt").exists()


def test_a_cut_file_cannot_be_compared(harness: Harness, kept: str) -> None:
    """A download that broke off is wrong usage, with file and line, never a verdict."""
    harness("export", "before", "-o", "a.jsonl")
    data = Path("a.jsonl").read_bytes()
    Path("a.jsonl").write_bytes(data[: len(data) // 2])
    said = harness("compare", "a.jsonl", "after")
    assert 2 == said.code
    assert "a.jsonl:" in said.err
    assert "cut off" in said.err
    assert 2 == harness("compare", "nothing.jsonl.gz", "after").code


def test_the_id_of_a_strangers_run_leads_nowhere(harness: Harness, kept: str) -> None:
    """Where a file's run is called ../.., its report still stands among the reports."""
    harness("export", "after", "-o", "after.jsonl")
    head, *rest = Path("after.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    hostile = {**json.loads(head), "id": "../../elsewhere"}
    Path("after.jsonl").write_text("".join((json.dumps(hostile), "\n", *rest)), encoding="utf-8")

    said = harness("report", "after.jsonl")

    assert 0 == said.code, said.err
    assert 1 == len(list(Path("reports").glob("*/report.html")))
    assert not Path("reports/../../elsewhere").exists()
