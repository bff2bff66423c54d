from __future__ import annotations

import pytest

from .conftest import Complain, Load

GOOD = "{id: a, prompt: x, expect: y}"


@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        ("[{prompt: x, expect: y}]", "1:9: 'id' is missing"),
        ("[{id: ' ', prompt: x, expect: y}]", "1:14: 'id' is empty"),
        (
            '[{id: "a\\nb", prompt: x, expect: y}]',
            "1:14: 'id' must be one line, without control characters",
        ),
        (
            f"[{{id: {'a' * 201}, prompt: x, expect: y}}]",
            "1:14: 'id' is longer than 200 characters",
        ),
        (f"[{GOOD}, {GOOD}]", "1:45: the id 'a' is already used in line 1"),
        (f"[&a {GOOD}, *a]", "1:17: the case 'a' is in the list again, by an alias"),
        ("[{id: a, prompt: x}]", "1:9: nothing is expected: the case needs an 'expect'"),
        (
            "[{id: a, turns: [{user: x}, {user: y}]}]",
            "1:9: nothing is expected: the case needs an 'expect'",
        ),
        (
            "[{id: a, prompt: x, expect: {says: {text: y, weight: 0}}}]",
            "1:9: nothing that counts is expected: every weight is 0",
        ),
        (
            "[{id: a, prompt: x, expect: y, must_not_break: maybe}]",
            "1:55: 'must_not_break' must be true or false, not 'maybe'",
        ),
        (
            "[{id: a, prompt: x, expect: y, threshold: 1.5}]",
            "1:50: 'threshold' must be at most 1, not '1.5'",
        ),
        (
            "[{id: a, prompt: x, expect: y, tags: [b, '']}]",
            "1:49: each of 'tags' is empty",
        ),
        (
            "[hello]",
            (
                "1:9: must be a mapping (id, expect, tags, metadata, must_not_break, threshold,"
                " conversation_id, facts, …), not a text"
            ),
        ),
    ],
)
def test_wrong_cases_are_explained_where_they_stand(
    complain: Complain, cases: str, problem: str
) -> None:
    """Ids, expectations and the other keys of a case are checked to the column."""
    assert complain(f"cases: {cases}") == [problem]


@pytest.mark.parametrize(
    ("defaults", "problem"),
    [
        ("{tag: x}", "1:12: there is no key 'tag'; did you mean 'tags'?"),
        ("{expect: {sayz: x}}", "1:21: no scorer is called 'sayz'; did you mean 'says'?"),
        (
            "hello",
            (
                "1:11: must be a mapping (expect, tags, metadata, must_not_break, threshold,"
                " conversation_id, facts, contact, …), not a text"
            ),
        ),
        ("", "1:1: 'defaults' has no value"),
    ],
)
def test_wrong_defaults_are_told_once(complain: Complain, defaults: str, problem: str) -> None:
    """A mistake in the defaults is theirs, not one of every case."""
    cases = f"cases:\n  - {GOOD}\n  - {{id: b, prompt: x, expect: y}}\n"
    assert complain(f"defaults: {defaults}\n{cases}") == [problem]


def test_defaults_may_be_all_that_is_expected(load: Load) -> None:
    """What every answer must meet can stand in the defaults; it is asked of the last answer."""
    suite = load(
        "defaults: {expect: {keywords: {none: sorry}}}\n"
        "cases: [{id: a, prompt: x}, {id: b, turns: [{user: x, expect: y}, {user: z}]}]"
    )
    assert [
        [[one.scorer for one in turn.expect] for turn in case.turns] for case in suite.cases
    ] == [
        [["keywords"]],
        [["says"], ["keywords"]],
    ]


def test_the_nearest_threshold_counts(load: Load) -> None:
    """The case's own beats the defaults', which beats the suite's."""
    cases = "cases: [{id: a, prompt: x, expect: y, threshold: 0.1}, {id: b, prompt: x, expect: y}]"
    assert [one.threshold for one in load(f"threshold: 0.3\n{cases}").cases] == [0.1, 0.3]
    text = f"threshold: 0.3\ndefaults: {{threshold: 0.2}}\n{cases}"
    assert [one.threshold for one in load(text).cases] == [0.1, 0.2]
