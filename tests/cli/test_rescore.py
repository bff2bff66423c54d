from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Harness


@pytest.fixture
def suite(tmp_path: Path, demo: Path) -> Path:
    """Return a copy of the demo's suite that may be edited."""
    path = tmp_path / "shop.suite.yaml"
    path.write_text((demo / "shop.suite.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture
def run(harness: Harness, suite: Path, shop: str) -> str:
    """Return the id of a run of that suite."""
    return harness("run", suite, "--chatbot-id", shop, "-t", "0", "--label", "old").out.strip()


def test_a_kept_run_is_scored_by_todays_suite(
    harness: Harness, suite: Path, run: str, tmp_path: Path
) -> None:
    """The changed expectation changes its scores only; a new run is kept beside the old one."""
    text = suite.read_text(encoding="utf-8")
    suite.write_text(text.replace("[30 days, label]", "[31 days, label]"), encoding="utf-8")

    said = harness("rescore", run, "-o", tmp_path / "s.jsonl")

    assert 0 == said.code, said.err
    assert "2 of 26 answers score otherwise:" in said.err
    assert "return-window" in said.err
    assert "keyword lost: 31 days" in said.err
    rows = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text("utf-8").splitlines()]
    assert [False, False] == [row["passed"] for row in rows if row["case"] == "return-window"]
    listed = harness("runs").out
    assert run in listed
    assert said.out.strip() in listed


def test_a_dry_run_keeps_nothing(harness: Harness, run: str) -> None:
    """What would change is said; the store holds what it held."""
    before = harness("runs").out

    said = harness("rescore", run, "--dry-run")

    assert 0 == said.code
    assert "no score of 26 answers changed" in said.err
    assert before == harness("runs").out


def test_a_run_without_its_suite_file_asks_for_one(harness: Harness, suite: Path, run: str) -> None:
    """A file that is gone is named, with the option that helps; a foreign suite fits nothing."""
    suite.unlink()
    other = suite.with_name("other.yaml")
    other.write_text("cases: [{id: x, prompt: y, expect: z}]", encoding="utf-8")

    gone, foreign = harness("rescore", run), harness("rescore", run, "--suite", other)

    assert 2 == gone.code
    assert "give --suite FILE" in gone.err
    assert 2 == foreign.code
    assert "no answer of run" in foreign.err
