from __future__ import annotations

import pytest
from pydantic import ValidationError

from .conftest import Judge


@pytest.mark.parametrize(
    ("said", "parameters"),
    [
        ("It is 14 days.", {"value": 14}),
        ("It is fourteen days.", {"value": "14"}),
        ("About 14.4 days", {"value": 14, "tolerance": 0.5}),
        ("About 105", {"value": 100, "relative": 0.05}),
        ("It takes two weeks", {"value": 14, "unit": "days"}),
        ("$1.5k", {"value": 1500, "unit": "$"}),
        ("3 files and 14 projects", {"value": 14, "unit": "projects"}),
        ("between 3 and 5", {"min": 4, "max": 6}),
        ("0.3", {"value": 0.30000000000000004}),
        ("14 Tage", {"value": 2, "unit": "Wochen", "language": "de"}),
    ],
)
def test_a_number_within_the_limits_is_found(
    judge: Judge, said: str, parameters: dict[str, object]
) -> None:
    """However it is written, and in whatever unit of its kind."""
    assert judge("numeric", said, **parameters).passed


@pytest.mark.parametrize(
    ("said", "parameters", "reason"),
    [
        ("It is 5 days.", {"value": 14}, "says 5 days where 14 was expected"),
        ("5 to 7", {"min": 8}, "says 5, 7 where at least 8 was expected"),
        ("14 euros", {"value": 14, "unit": "days"}, "no number is said where 14 days was expected"),
        ("soon", {"value": 2, "tolerance": 1}, "no number is said where 2 ± 1 was expected"),
    ],
)
def test_another_number_fails_and_is_named(
    judge: Judge, said: str, parameters: dict[str, object], reason: str
) -> None:
    """The reason tells what is said instead."""
    score = judge("numeric", said, **parameters)
    assert (score.passed, score.reason) == (False, reason)


@pytest.mark.parametrize(
    "parameters", [{}, {"value": 1, "min": 0}, {"min": 2, "max": 1}, {"value": "nan"}]
)
def test_what_is_no_number_is_refused(judge: Judge, parameters: dict[str, object]) -> None:
    """No value, two kinds of limits and limits that exclude each other are mistakes."""
    with pytest.raises(ValidationError):
        judge("numeric", "1", **parameters)
