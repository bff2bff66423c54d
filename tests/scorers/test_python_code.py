from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from harness.errors import SettingsError
from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import bind
from harness.scorers.python_code import allow_code, forbid_code

RETURNS: dict[str, Any] = {
    "yes": True,
    "half": 0.5,
    "why": {"value": 1, "reason": "polite", "details": {"words": 2}},
    "text": "yes",
    "much": 7,
}


def find(name: str) -> Any:
    """Return a function that returns what its name says."""
    if name == "missing":
        raise SettingsError("there is no missing")

    def judge(answer: str, known: Mapping[str, Any]) -> Any:
        assert (answer, known["prompt"]) == ("Hello there", "Why?")
        return RETURNS[name]

    return judge


@pytest.fixture
def allowed() -> Iterator[None]:
    """Allow code for the time of a test."""
    allow_code(find)
    yield
    forbid_code()


def score(name: str) -> Any:
    """Judge an answer by the function of this name."""
    bound = bind(Expectation(scorer="python", parameters={"function": name}))
    return bound.judge(Exchange("Why?", Answer("Hello there", 0)))


def test_no_code_runs_unless_it_is_allowed() -> None:
    """A suite from a stranger cannot run anything."""
    with pytest.raises(ValidationError, match="only with --allow-code"):
        score("yes")


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [("yes", 1, "yes says True"), ("half", 0.5, "half says 0.5"), ("why", 1, "polite")],
)
def test_a_function_judges(name: str, value: float, reason: str) -> None:
    """A bool, a number or a mapping with a reason."""
    found = score(name)
    assert (found.value, found.reason) == (value, reason)


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("name", ["text", "much", "raises"])
def test_what_is_no_judgement_is_no_wrong_answer(name: str) -> None:
    """Anything else, and whatever it raises, leaves the answer unjudged."""
    assert score(name).value is None


@pytest.mark.usefixtures("allowed")
def test_a_missing_function_is_an_error_of_the_suite() -> None:
    """It is told when the suite is read."""
    with pytest.raises(ValidationError, match="there is no missing"):
        score("missing")
