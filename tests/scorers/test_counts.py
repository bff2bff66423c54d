from __future__ import annotations

import pytest
from pydantic import ValidationError

from .conftest import Judge


@pytest.mark.parametrize(
    ("parameters", "value", "reason"),
    [
        ({"exactly": 4}, 1, "4 words"),
        ({"min": 2, "max": 4}, 1, "4 words"),
        ({"max": 2}, 0.5, "4 words, at most 2 were expected"),
        ({"min": "8"}, 0.5, "4 words, at least 8 were expected"),
        ({"exactly": 5}, 0.8, "4 words, at least 5 were expected"),
    ],
)
def test_words_are_counted(
    judge: Judge, parameters: dict[str, object], value: float, reason: str
) -> None:
    """Within the limits it passes, beyond them the value falls in proportion."""
    score = judge("word_count", "Bring the receipt, please.", **parameters)
    assert (score.value, score.reason) == (value, reason)
    assert score.details == {"count": 4}


def test_characters_are_counted_without_what_is_around(judge: Judge) -> None:
    """White space before and after does not count; inside, `normalize` makes one of many."""
    assert judge("char_count", "  ab  cd\n", exactly=6).passed
    assert judge("char_count", "  ab  cd\n", exactly=5, normalize="yes").passed


@pytest.mark.parametrize("parameters", [{}, {"min": 3, "max": 2}, {"min": 0}, {"max": -1}])
def test_limits_that_cannot_be_are_refused(judge: Judge, parameters: dict[str, object]) -> None:
    """No limit at all, and limits that no answer can meet, are mistakes."""
    with pytest.raises(ValidationError):
        judge("word_count", "x", **parameters)
