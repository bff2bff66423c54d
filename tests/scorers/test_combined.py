from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from harness.model.suite import Expectation
from harness.scorers import bind

from .conftest import Judge

SAID = "You have 30 days, with the receipt."


@pytest.mark.parametrize(
    ("scorer", "parameters", "value"),
    [
        ("not", {"of": {"contains": "refund"}}, 1),
        ("not", {"of": {"contains": "days"}}, 0),
        ("not", {"of": [{"contains": "refund"}, {"regex": "days"}]}, 0),
        ("not", {"of": {"not": {"contains": "days"}}}, 1),
        ("all_of", {"of": ["30 days", {"contains": "receipt"}]}, 1),
        ("all_of", {"of": ["30 days", {"contains": "label"}]}, 0.5),
        ("all_of", {"of": [{"contains": "30", "icontains": "RECEIPT"}]}, 1),
        ("any_of", {"of": [{"contains": "label"}, {"contains": "receipt"}]}, 1),
        ("any_of", {"of": [{"contains": "label"}, {"contains": "card"}]}, 0),
        ("at_least", {"count": 2, "of": [{"contains": x} for x in ("30", "days", "label")]}, 1),
        ("at_least", {"count": 2, "of": [{"contains": x} for x in ("30", "card", "label")]}, 0.5),
        (
            "any_of",
            {"of": [{"all_of": {"of": [{"contains": "30"}, {"contains": "x"}]}}, "30 days"]},
            1,
        ),
    ],
)
def test_expectations_are_combined(
    judge: Judge, scorer: str, parameters: dict[str, Any], value: float
) -> None:
    """What stands inside is what stands under `expect`, and nests."""
    score = judge(scorer, SAID, **parameters)
    assert (score.value, score.passed) == (value, value == 1)


def test_the_reason_and_the_details_tell_of_what_is_inside(judge: Judge) -> None:
    """The one that fails is named; the details hold all."""
    score = judge("all_of", SAID, of=[{"contains": "days"}, {"contains": "label"}])
    assert score.reason == "contains: not found: label"
    assert [True, False] == [one["passed"] for one in score.details["scores"]]


@pytest.mark.parametrize(
    ("scorer", "value"), [("not", None), ("all_of", None), ("any_of", 1), ("at_least", None)]
)
def test_what_cannot_be_judged_is_not_counted_as_wrong(
    judge: Judge, scorer: str, value: float | None
) -> None:
    """A part without a value leaves the whole open, unless the others settle it."""
    parts: list[object] = [{"first_chunk": 1}, {"contains": "card" if scorer == "not" else "30"}]
    more = {"count": 2} if scorer == "at_least" else {}
    assert value == judge(scorer, SAID, of=parts, **more).value


def test_a_failed_part_settles_all_of_them(judge: Judge) -> None:
    """Where one fails for certain, one that cannot be judged changes nothing."""
    score = judge("all_of", SAID, of=[{"first_chunk": 1}, {"contains": "label"}])
    assert score.passed is False


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"of": {"kontains": "x"}}, "did you mean 'contains'"),
        ({"of": {"contains": " "}}, "contains: 'text.0': is empty"),
        ({"of": []}, "at least 1"),
        ({"of": [3]}, "must be texts and scorers"),
    ],
)
def test_mistakes_inside_are_refused(
    judge: Judge, parameters: dict[str, Any], problem: str
) -> None:
    """Names and parameters inside are checked when the suite is read."""
    with pytest.raises(ValidationError, match=problem):
        judge("all_of", "x", **parameters)


def test_more_than_there_are_cannot_be_asked_for(judge: Judge) -> None:
    """Three of two expectations never hold."""
    with pytest.raises(ValidationError, match="3 of 2"):
        judge("at_least", "x", count=3, of=["a", "b"])


def test_endless_nesting_is_refused() -> None:
    """A suite from a stranger cannot exhaust the stack."""
    inside: Any = "x"
    for _ in range(200):
        inside = {"not": {"of": inside}}
    with pytest.raises(ValidationError, match="nested more than 20 deep"):
        bind(Expectation(scorer="not", parameters={"of": inside}))


def test_what_the_case_says_holds_inside_too() -> None:
    """Threshold, language and facts of the case reach the scorers inside."""
    parameters = {"of": ["14 Tage"]}
    bound = bind(
        Expectation(scorer="all_of", parameters=parameters), 0.9, language="de", facts="ignore"
    )
    inner = bound.of[0]  # type: ignore[attr-defined]
    assert (0.9, "german", "ignore") == (inner.threshold, inner.language, inner.facts)
