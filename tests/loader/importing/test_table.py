from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import SuiteError
from harness.loader import load_suite
from harness.loader.importing.table import import_csv
from harness.loader.importing.writing import as_yaml


def test_a_table_of_questions_and_answers_is_a_suite(tmp_path: Path) -> None:
    """Usual names of columns are understood; others are metadata; cells are data."""
    path = tmp_path / "faq.csv"
    path.write_text(
        "id;question;answer;tags;area\na1;How {{long}}?;30 days;returns, x;b\n;Where?;Here;;\n"
    )
    made, account = import_csv(path)
    target = tmp_path / "faq.suite.yaml"
    target.write_text(as_yaml(made, []))
    suite = load_suite(target)

    assert [(case.id, case.prompt, case.tags) for case in suite.cases] == [
        ("a1", "How {{long}}?", ("returns", "x")),
        ("where", "Where?", ()),
    ]
    assert suite.cases[0].turns[0].expect[0].parameters == {"text": "30 days"}
    assert suite.cases[0].metadata == {"area": "b"}
    assert "column area → metadata" in account.translated


def test_special_columns_say_more_than_an_answer(tmp_path: Path) -> None:
    """With `__expected`, a column of answers is no expectation but metadata."""
    path = tmp_path / "t.csv"
    path.write_text("prompt,__expected,answer\nA?,regex: x,y\n")
    made, _ = import_csv(path)
    assert made["cases"] == [
        {"id": "a", "prompt": "A?", "metadata": {"answer": "y"}, "expect": {"regex": "x"}}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column holds the question"), ("prompt,b\n,2\n", "no row of the table")],
)
def test_a_table_without_questions_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """No column of a usual name, or nothing in it."""
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(SuiteError, match=said):
        import_csv(path)
