import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.cells import csv_cell, csv_text

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30 1234",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "   =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1",
        " ＋1",
        "－1",
        "＠x",
        "\x1f\t1",
        "\ud800=1",
    ],
)
def test_texts_that_a_formula_could_hide_in(text: str) -> None:
    """They get a `'` before them, also behind blanks that nobody sees."""
    assert csv_cell(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, "-5"),
        (-0.5, "-0.5"),
        (True, "true"),
        (None, ""),
        ("Ada", "Ada"),
        ("a=b", "a=b"),
        ("", ""),
        ({"a": -1}, '{"a": -1}'),
        ("5 − 3", "5 − 3"),
    ],
)
def test_what_is_safe_stays_as_it_is(value: object, cell: str) -> None:
    """Numbers stay numbers, and text that begins like text is not touched."""
    assert csv_cell(value) == cell


def test_the_document() -> None:
    """Every field is quoted, heads are as safe as cells, and no cell breaks out of its own."""
    text = csv_text(("id", "=x"), [{"id": 'a"b\n', "=x": -1}, {"id": "é"}])
    assert text == '"id","\'=x"\n"a""b\n","-1"\n"é",""\n'


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_is_one_cell_that_is_no_formula(cells: list[str]) -> None:
    """Whatever people typed, the rows stay rows, and no cell begins a formula."""
    heads = [f"h{number}" for number in range(len(cells))]
    document = csv_text(heads, [dict(zip(heads, cells, strict=True))])
    (_, row) = csv.reader(io.StringIO(document, newline=""))
    assert len(row) == len(cells)
    assert not any(cell[:1] and cell[:1] in STARTS for cell in row)
    assert not any(cell.lstrip()[:1] and cell.lstrip()[:1] in STARTS for cell in row)
