from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import case, suite
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import SuiteError
from harness.loader.answers import LONGEST_LINE, load_answers
from harness.model.suite import Case, Suite, Turn

SUITE = suite(
    case("refund"),
    case("hours"),
    Case(id="talk", turns=(Turn(user="hi"), Turn(user="and then?"))),
    repeats={0.0: 2, 0.7: 5},
)


def written(tmp_path: Path, *rows: object, name: str = "answers.jsonl") -> Path:
    """Return a file with these rows; what is text already goes in as it is."""
    path = tmp_path / name
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def complaint(path: Path, of: Suite = SUITE) -> str:
    """Return what is said of a wrong file."""
    with pytest.raises(SuiteError) as raised:
        load_answers(path, of)
    return str(raised.value)


def test_rows_of_one_case_and_temperature_are_repeats(tmp_path: Path) -> None:
    """Rows count up by case and temperature; no temperature means the suite's first."""
    path = written(
        tmp_path,
        {"case": "refund", "answer": "a"},
        {"case": "refund", "answer": "b", "temperature": 0.7},
        {"case": "refund", "answer": "c", "temperature": 0},
    )

    trials = load_answers(path, SUITE).trials

    keys = [(t.key.setting.temperature, t.key.repeat) for t in trials]
    assert [(0.0, 0), (0.7, 0), (0.0, 1)] == keys
    assert ["a", "b", "c"] == [t.exchanges[0].answer.text for t in trials]
    assert {SUITE.cases[0].digest} == {t.case_digest for t in trials}


def test_a_conversation_takes_one_answer_a_turn(tmp_path: Path) -> None:
    """Each exchange of a conversation knows what was said before it."""
    path = written(tmp_path, {"case": "talk", "answer": ["hello", "then this"]})

    (trial,) = load_answers(path, SUITE).trials

    assert ["hi", "hello"] == [each.content for each in trial.exchanges[1].history]
    assert "give a list with one a turn" in complaint(
        written(tmp_path, {"case": "talk", "answer": "hello"})
    )


@pytest.mark.parametrize(
    "row", [{"answer": None}, {"error": "timed out"}, {"answer": "half", "error": "cut off"}]
)
def test_what_did_not_come_is_an_error_and_no_answer(
    tmp_path: Path, row: dict[str, object]
) -> None:
    """A null answer, or one with an error, has no exchange to score and says why."""
    (trial,) = load_answers(written(tmp_path, {"case": "hours", **row}), SUITE).trials

    assert (trial.exchanges, trial.error) == ((), row.get("error", "the file holds no answer"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"case": "refnd", "answer": "a"}, "did you mean 'refund'?"),
        ({"cas": "refund", "answer": "a"}, "needs the field 'case'; did you mean 'cas'?"),
        ({"case": "refund", "answr": "a"}, "needs the field 'answer'; did you mean 'answr'?"),
        ({"case": ["refund"], "answer": "a"}, "not a list"),
        ({"case": "refund", "answer": 3}, "not a number"),
        ({"case": "refund", "answer": [None]}, "a text or a list of texts"),
        ({"case": "refund", "answer": "a", "temperature": 2}, "from 0 to 1"),
        ({"case": "refund", "answer": "a", "temperature": True}, "from 0 to 1"),
        ({"case": "refund", "error": 5}, "'error' is a text"),
        ('{"case": "refund", "case": "hours", "answer": "a"}', "'case' is given twice"),
        ('{"case": "refund", "answer": "a", "temperature": NaN}', "NaN is no JSON"),
        ("[1]", "not a list"),
        ('{"case": ', "no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5_000, "no JSON"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: object, said: str) -> None:
    """Each mistake is said with file, line and, where there is one, a suggestion."""
    message = complaint(written(tmp_path, {"case": "refund", "answer": "fine"}, "", row))

    assert "answers.jsonl:3:" in message
    assert said in message


def test_all_wrong_rows_are_said_at_once_but_not_without_end(tmp_path: Path) -> None:
    """Two mistakes give two lines; a file of thousands stops being read."""
    two = complaint(written(tmp_path, {"case": "x", "answer": "a"}, "[1]"))
    many = complaint(written(tmp_path, *["[1]"] * 5000))

    assert 2 == len(two.splitlines())
    assert "too much is wrong" in many
    assert len(many.splitlines()) < 200


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """A line over the limit is an error, whatever it holds."""
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"x" * (LONGEST_LINE + 10))

    assert "long.jsonl:1:1: a line of over 16 MB" in complaint(path)


def test_files_that_hold_no_answers_are_explained(tmp_path: Path) -> None:
    """A missing, empty, unreadable or foreign file is said in words of ours."""
    assert "no such file" in complaint(tmp_path / "none.jsonl")
    assert "a directory" in complaint(tmp_path)
    assert "holds no answers" in complaint(written(tmp_path, ""))
    assert "no file can have this name" in complaint(Path("a\0b"))
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_bytes(b"\xff\xfe{}")
    assert "not UTF-8" in complaint(foreign)


def test_a_table_is_read_with_the_lines_of_its_rows(tmp_path: Path) -> None:
    """CSV rows come with the line they begin in, even after cells of several lines."""
    path = written(
        tmp_path,
        "case,answer,temperature,note",
        'refund,"two\nlines",0.7,x',
        "hours,late,,",
        "nobody,x,,",
        name="answers.csv",
    )

    assert complaint(path).startswith(f"{path}:5:1: the suite has no case 'nobody'")
    path.write_text(path.read_text(encoding="utf-8").replace("nobody", "hours"), encoding="utf-8")
    found = load_answers(path, SUITE)
    assert ["two\nlines", "late", "x"] == [t.exchanges[0].answer.text for t in found.trials]
    assert ("note",) == found.ignored


def test_a_table_without_the_columns_says_which(tmp_path: Path) -> None:
    """The heads are looked at first, with a suggestion."""
    said = complaint(written(tmp_path, "case,answerr", "refund,x", name="a.csv"))

    assert "no column 'answer'; did you mean 'answerr'?" in said


@settings(max_examples=40)
@given(st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)))
def test_no_json_makes_the_reader_fall_over(
    tmp_path_factory: pytest.TempPathFactory, rows: list[object]
) -> None:
    """Whatever stands in a file, it is read or refused with places."""
    path = written(tmp_path_factory.mktemp("a"), *[json.dumps(row) for row in rows])

    assert "answers.jsonl:" in complaint(path)
