from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Harness

SUITE = """\
cases:
  - id: refund
    prompt: How long?
    expect: {keywords: 30 days}
  - id: hours
    prompt: When?
    expect: {keywords: noon}
"""


@pytest.fixture
def files(harness: Harness, tmp_path: Path) -> tuple[Path, Path]:
    """Return a suite file, and a file of answers to it: one right, one wrong."""
    suite, answers = tmp_path / "a.suite.yaml", tmp_path / "answers.jsonl"
    suite.write_text(SUITE, encoding="utf-8")
    write(answers, ("refund", "30 days"), ("hours", "##[error] \x1b[31mnever"))
    return suite, answers


def write(path: Path, *rows: tuple[str, str | None]) -> None:
    """Write rows of case and answer."""
    lines = [json.dumps({"case": case, "answer": answer}) for case, answer in rows]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_given_answers_are_scored_without_a_bot(harness: Harness, files: tuple[Path, Path]) -> None:
    """Rows come to standard output with passed, score and reasons; a failure is no exit code."""
    said = harness("score", files[0], "--answers", files[1])

    rows = [json.loads(line) for line in said.out.splitlines()]
    assert 0 == said.code, said.err
    assert [("refund", True, 1.0), ("hours", False, 0.0)] == [
        (row["case"], row["passed"], row["score"]) for row in rows
    ]
    assert "keyword lost: noon" == rows[1]["scores"][0]["reason"]
    assert "2 answers: 1 passed, 1 failed, 0 could not be judged" in said.err


def test_answers_that_cannot_be_judged_are_exit_code_3(
    harness: Harness, files: tuple[Path, Path]
) -> None:
    """A null answer is neither right nor wrong: the score is null and the gate fails closed."""
    write(files[1], ("refund", None))

    said = harness("score", files[0], "--answers", files[1])

    row = json.loads(said.out)
    assert (3, None, None) == (said.code, row["passed"], row["score"])
    assert "1 of 2 cases have no answer: hours" in said.err


def test_scores_that_changed_since_the_last_time_are_said(
    harness: Harness, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """Where the file holds scores already, what changed is said before it is replaced."""
    scores = tmp_path / "scores.jsonl"
    first = harness("score", files[0], "--answers", files[1], "-o", scores)
    again = harness("score", files[0], "--answers", files[1], "-o", scores)
    write(files[1], ("refund", "5 days"), ("hours", "noon"))
    third = harness("score", files[0], "--answers", files[1], "-o", scores)

    assert "since" not in first.err.replace(str(tmp_path), "")
    assert "no score changed" in again.err
    lines = third.err.splitlines()
    assert any("2 scores changed" in line for line in lines)
    assert "refund: passed 1.00 → failed 0.00; keyword lost: 30 days" in lines[-2]
    rows = [json.loads(line) for line in scores.read_text("utf-8").splitlines()]
    assert [False, True] == [row["passed"] for row in rows]


def test_wrong_rows_are_wrong_usage_and_write_nothing(
    harness: Harness, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """A case that the suite does not know is exit code 2, with the line and a suggestion."""
    write(files[1], ("refnd", "x"))

    said = harness("score", files[0], "--answers", files[1], "-o", tmp_path / "s.jsonl")

    assert 2 == said.code
    assert "answers.jsonl:1:1: the suite has no case 'refnd'; did you mean 'refund'?" in said.err
    assert not (tmp_path / "s.jsonl").exists()


def test_what_is_printed_steers_neither_terminal_nor_ci_server(
    harness: Harness, files: tuple[Path, Path]
) -> None:
    """Scorers quote hostile text: printed rows are ASCII, and hold no command of a CI server."""
    files[0].write_text(SUITE.replace("noon", "'##[group]é'"), encoding="utf-8")

    said = harness("score", files[0], "--answers", files[1])

    assert said.out.isascii()
    assert "##[" not in said.out
    assert "##[group]é" in json.loads(said.out.splitlines()[1])["scores"][0]["reason"]
