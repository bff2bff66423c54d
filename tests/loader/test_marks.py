from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SuiteError
from harness.loader.marks import load_marks

KNOWN = {("a", "temperature 0", "1"), ("=a", "temperature 0", "1")}
HEAD = "case,setting,repeat,answer,mark\n"


def marks(tmp_path: Path, rows: str, head: str = HEAD) -> dict[tuple[str, str, str], bool]:
    """Return what a table of these rows marks."""
    path = tmp_path / "m.csv"
    path.write_text(head + rows, encoding="utf-8")
    return dict(load_marks(path, KNOWN))


@pytest.mark.parametrize(("word", "right"), [("right", True), (" W ", False), ("1", True)])
def test_people_write_marks_in_their_own_words(tmp_path: Path, word: str, right: bool) -> None:  # noqa: FBT001 (parametrized)
    """Words, letters and figures are understood, however they are spaced and cased."""
    assert {("a", "temperature 0", "1"): right} == marks(tmp_path, f"a,temperature 0,1,x,{word}\n")


def test_no_mark_is_no_judgement(tmp_path: Path) -> None:
    """An empty cell leaves the answer out."""
    assert {} == marks(tmp_path, "a,temperature 0,1,x,\n")


def test_cells_made_safe_for_spreadsheets_mean_what_they_meant(tmp_path: Path) -> None:
    """An id like a formula was written with a ' before it, and is found again."""
    assert {("=a", "temperature 0", "1"): True} == marks(tmp_path, "'=a,temperature 0,1,x,r\n")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("b,temperature 0,1,x,right\n", "m.csv:2:1: the run has no answer of case 'b'"),
        ('a,temperature 0,1,"x\ny",maybe\n', "m.csv:2:1: a mark is 'right' or 'wrong'"),
        (
            "a,temperature 0,1,x,r\na,temperature 0,1,x,w\n",
            "m.csv:3:1: this answer is marked",
        ),
    ],
)
def test_wrong_rows_are_said_with_their_lines(tmp_path: Path, rows: str, said: str) -> None:
    """A row that means no answer, or no mark, is never taken for another."""
    with pytest.raises(SuiteError, match=said):
        marks(tmp_path, rows)


def test_a_table_without_the_column_says_which(tmp_path: Path) -> None:
    """Someone who renamed a column learns of it at once."""
    with pytest.raises(SuiteError, match="no column 'mark'; did you mean 'marks'"):
        marks(tmp_path, "", HEAD.replace("mark", "marks"))
