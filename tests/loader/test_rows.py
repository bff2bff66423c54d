from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import SuiteError
from harness.loader.document import plain
from harness.loader.problems import Problems
from harness.loader.rows import read_rows


def read(text: str, ending: str = ".csv") -> object:
    """Return the rows as plain data."""
    problems = Problems("a")
    root = read_rows(ending, text, problems)
    problems.check()
    return None if root is None else plain(root)


def complaints(text: str, ending: str = ".csv") -> list[str]:
    """Return the problems of a file of rows."""
    with pytest.raises(SuiteError) as caught:
        read(text, ending)
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_tables_are_read_whatever_separates_their_cells(mark: str) -> None:
    """Commas, semicolons, tabs and bars; empty cells and blank lines say nothing."""
    text = f"id{mark}prompt{mark}tags\r\na{mark}How long?{mark}\r\n\r\nb{mark}Why?{mark}x\r\n"
    assert read(text) == [
        {"id": "a", "prompt": "How long?"},
        {"id": "b", "prompt": "Why?", "tags": "x"},
    ]


def test_quoted_cells_hold_anything() -> None:
    """Separators, quotes and line ends stand in a cell in quotes, and places stay right."""
    problems = Problems("a")
    root = read_rows(".csv", 'a,b,c\n"x, ""y""\nz", 2 ,é\n1,2,3\n', problems)
    assert root is not None
    assert plain(root) == [
        {"a": 'x, "y"\nz', "b": " 2 ", "c": "é"},
        {"a": "1", "b": "2", "c": "3"},
    ]
    assert isinstance(root.value, list)
    second = root.value[1]
    assert [second.line] == [4]
    cell = second.get("c")
    assert cell is not None
    assert (cell.line, cell.column, cell.literal) == (4, 5, True)


def test_a_dot_in_a_column_makes_a_mapping() -> None:
    """`expect.keywords` is the key `keywords` of `expect`."""
    assert read("expect.says,expect.exact,metadata.a.b\nx,y,z\n") == [
        {"expect": {"says": "x", "exact": "y"}, "metadata": {"a": {"b": "z"}}}
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file has no rows"),
        ("a,b\n", "1:1: the file has no rows"),
        ("a,,b\n1,2,3\n", "1:3: a column has no name"),
        ("a,b,a\n1,2,3\n", "1:5: the column 'a' is there twice"),
        ("a,b\n1,2,3\n", "2:5: 3 cells, but the head of the table names 2"),
        ("a,b\n1\n", "2:1: 1 cells, but the head of the table names 2"),
        ('a,b\n"1" x,2\n', "2:1: this is no table: ',' expected after '\"'"),
        ('a,b\n"1,2\n', "2:1: this is no table: unexpected end of data"),
        ("a,a.b\n1,2\n", "1:3: the column 'a' cannot be both a text and a mapping"),
    ],
)
def test_tables_that_do_not_fit_are_pointed_at(text: str, problem: str) -> None:
    """Missing and double columns, short and long rows, and broken quotes have their place."""
    assert problem in complaints(text)


def test_yaml_and_json_lines_are_rows_too() -> None:
    """A YAML list and a JSON value a line; anything else is refused."""
    assert read("- {id: a}\n- {id: b}\n", ".yaml") == [{"id": "a"}, {"id": "b"}]
    assert read('{"id": "a"}\n', ".jsonl") == [{"id": "a"}]
    assert complaints("a: b", ".yml") == ["1:1: the file must hold a list of cases, not a mapping"]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\x00")),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_csv_writes_is_read(rows: list[list[str]]) -> None:
    """Any table of two columns comes back, less its empty cells and rows."""
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b"], *rows])
    expected = [
        {name: cell for name, cell in zip("ab", row, strict=True) if cell.strip()}
        for row in rows
        if any(cell.strip() for cell in row)
    ]
    problems = Problems("a")
    root = read_rows(".csv", out.getvalue(), problems)
    assert (plain(root) if root else []) == expected
