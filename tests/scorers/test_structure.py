from __future__ import annotations

import pytest
from pydantic import ValidationError

from .conftest import Judge

SCHEMA = {"type": "object", "required": ["days"], "properties": {"days": {"minimum": "10"}}}
"""As a suite holds it: every scalar is text."""


@pytest.mark.parametrize(
    ("scorer", "said", "parameters", "passed"),
    [
        ("is_json", '{"days": 14}', {}, True),
        ("is_json", '{"days": 14', {}, False),
        ("is_json", 'So: {"days": 14}', {}, False),
        ("is_json", "NaN", {}, False),
        ("is_json", '{"days": 14}', {"json_schema": SCHEMA}, True),
        ("is_json", '{"days": 5}', {"json_schema": SCHEMA}, False),
        ("is_json", "[]", {"json_schema": "yes"}, True),
        ("is_json", "[]", {"json_schema": '{"type": "object"}'}, False),
        ("contains_json", 'So: {"days": 14}. Bye', {"json_schema": SCHEMA}, True),
        ("contains_json", 'Not [1] but {"days": 14}', {"json_schema": SCHEMA}, True),
        ("contains_json", 'So: {"days": 5}', {"json_schema": SCHEMA}, False),
        ("contains_json", "{ no } [", {}, False),
        ("is_xml", "<a><b>1</b></a>", {"elements": ["b"]}, True),
        ("is_xml", "<a><b>1</a>", {}, False),
        ("is_xml", "<a/>", {"elements": "c"}, False),
        ("contains_xml", "So: <a><b/></a>!", {"elements": "b"}, True),
        ("contains_xml", "a < b and b > c", {"elements": "yes"}, False),
        ("is_html", "<p>Hi <b>you</b></p>", {"elements": "b"}, True),
        ("is_html", "Hi <b>you</b>", {}, False),
        ("is_html", "<refund>", {}, False),
        ("contains_html", "Hi <b>you</b>", {}, True),
        ("contains_html", "a < b", {}, False),
        ("is_sql", "SELECT a FROM b WHERE c = 1", {}, True),
        ("is_sql", "SELECT FROM WHERE", {}, False),
        ("is_sql", "hello", {}, False),
        ("is_sql", "show me tables", {}, False),
        ("is_sql", "SELECT a FROM b LIMIT 1", {"dialect": "postgres"}, True),
        ("contains_sql", "Use:\n```sql\nSELECT a FROM b\n```", {}, True),
        ("contains_sql", "Run SELECT a FROM b; then wait", {}, True),
        ("contains_sql", "Please select the plan from the menu.", {}, False),
    ],
)
def test_structure_is_told_from_prose(
    judge: Judge, scorer: str, said: str, parameters: dict[str, object], *, passed: bool
) -> None:
    """The whole answer, or something in it, is well-formed and has what is wanted."""
    assert passed == judge(scorer, said, **parameters).passed


def test_the_fault_of_json_is_named(judge: Judge) -> None:
    """Path and rule stand in the reason."""
    score = judge("is_json", '{"days": 5}', json_schema=SCHEMA)
    assert score.reason == (
        "the JSON is not of the schema: $.days: 5 is less than the minimum of 10"
    )


@pytest.mark.parametrize(
    ("scorer", "parameters"),
    [
        ("is_json", {"json_schema": {"type": "thing"}}),
        ("is_json", {"json_schema": "{"}),
        ("is_sql", {"dialect": "postgrez"}),
    ],
)
def test_a_wrong_schema_or_dialect_is_refused(
    judge: Judge, scorer: str, parameters: dict[str, object]
) -> None:
    """It is an error of the suite, not of the answer."""
    with pytest.raises(ValidationError):
        judge(scorer, "x", **parameters)


@pytest.mark.parametrize(
    ("scorer", "said"),
    [
        ("is_json", "[" * 100_000),
        ("contains_json", "[" * 100_000),
        ("contains_json", "{" * 100_000),
        ("is_xml", "<a>" * 100_000),
        ("contains_xml", "<a>" * 10_000 + "</a>"),
        ("is_html", "<b>" * 10_000),
        ("contains_html", "<b " * 100_000),
        ("is_sql", "(" * 5_000),
        ("contains_sql", "SELECT " * 3_000),
        (
            "is_xml",
            '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;&c;</a>',
        ),
    ],
)
def test_hostile_structure_is_judged_quickly(judge: Judge, scorer: str, said: str) -> None:
    """Depth and entities neither crash nor hang the scorer."""
    assert judge(scorer, said).value in {0, 1}
