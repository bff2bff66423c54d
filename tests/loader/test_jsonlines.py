from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import SuiteError
from harness.loader.document import plain
from harness.loader.jsonlines import read_json_lines
from harness.loader.problems import Problems

HOSTILE = Path(__file__).parents[2] / "../shared/data/hostile/json_test_suite/cases.jsonl"
HOSTILE_CASES = (
    [json.loads(line) for line in HOSTILE.read_text("utf-8").splitlines()]
    if HOSTILE.exists()
    else []
)


def read(text: str) -> list[object]:
    """Return the lines as plain data."""
    return [plain(node) for node in read_json_lines(text, Problems("a.jsonl"))]


def complaint(text: str) -> str:
    """Return the only problem of a text."""
    with pytest.raises(SuiteError) as caught:
        read(text)
    (problem,) = caught.value.problems
    return f"{problem.line}:{problem.column}: {problem.message}"


def test_each_line_is_a_value_of_texts() -> None:
    """Scalars are the text that was written, null is nothing, blank lines do not count."""
    text = '{"a": 1.50, "b": [true, "é\\u00e9\\n"], "c": null}\r\n\n{"d": {}}\n'
    assert read(text) == [{"a": "1.50", "b": ["true", "éé\n"]}, {"d": {}}]


def test_nodes_know_where_they_are_and_that_they_are_data() -> None:
    """Line and column of keys and values; no text in them is a template."""
    (node,) = read_json_lines('\n  {"a": "{{x}}"}', Problems("a.jsonl"))
    assert isinstance(node.value, dict)
    entry = node.value["a"]
    assert (node.line, node.column) == (2, 3)
    assert (entry.key.column, entry.value.column) == (4, 9)
    assert entry.value.literal


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1}\n{"a" 1}', "2:6: ':' is missing here"),
        ("{'a': 1}", "1:2: a key in double quotes is missing"),
        ('{"a": 1,}', "1:9: a key in double quotes is missing"),
        ("[1 2]", "1:4: ',' is missing here"),
        ("[1,]", "1:4: a value is missing, or a text without its double quotes"),
        ('{"a": NaN}', "1:7: a value is missing, or a text without its double quotes"),
        ('{"a": 1} x', "1:10: something stands behind the end of the value"),
        ('{"a": 1, "a": 2}', "1:10: the key 'a' is there twice"),
        ('["\\ud800"]', "1:2: half a surrogate pair is no character"),
        ('["a', "1:2: this is no JSON text: Unterminated string starting at"),
        ("[" * 100_000, "1:52: lists and mappings are nested more than 50 deep"),
    ],
)
def test_what_is_no_json_is_pointed_at(text: str, problem: str) -> None:
    """Each mistake has its line and column; endless nesting ends."""
    assert complaint(text) == problem


@pytest.mark.skipif(not HOSTILE_CASES, reason="the JSON test suite is not here")
@pytest.mark.parametrize("case", HOSTILE_CASES, ids=lambda case: case["file"][-40:])
def test_the_json_test_suite(case: dict[str, str]) -> None:
    """What must be JSON is read as Python reads it; what must not is refused with its place."""
    try:
        text = base64.b64decode(case["b64"]).decode()
    except UnicodeDecodeError:
        return  # no text: reading the file refuses it
    one_line = text.strip(" \t\r\n")
    try:
        values = read(one_line)
    except SuiteError:
        assert case["expect"] != "accept" or "\n" in one_line or '"a":"b","a":' in one_line
    else:
        assert case["expect"] != "reject" or not one_line or "\n" in one_line
        assert len(values) <= 1 + one_line.count("\n")


@given(
    st.recursive(
        st.text() | st.integers() | st.booleans(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_what_json_writes_is_read(value: object) -> None:
    """Any value without null comes back, its scalars as text."""

    def as_text(value: object) -> object:
        if isinstance(value, list):
            return [as_text(item) for item in value]
        if isinstance(value, dict):
            return {key: as_text(item) for key, item in value.items()}
        return value if isinstance(value, str) else json.dumps(value)

    assert read(json.dumps(value)) == [as_text(value)]
