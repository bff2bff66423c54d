from __future__ import annotations

import pytest
from pydantic import ValidationError

from harness.scorers.match import Exact, Regex

from .conftest import Judge


def test_exact_compares_after_normalising(judge: Judge) -> None:
    """Case, white space and typography do not count, any other character does."""
    assert judge("exact", " it\u2019s  FREE ", text="It's free").value == 1
    assert judge("exact", "It's free!", text="It's free").value == 0


def test_exact_can_take_every_character_seriously(judge: Judge) -> None:
    """With normalize off, only the same characters are the same text."""
    assert judge("exact", "free", text="Free", normalize=False).passed is False
    assert judge("exact", "Free", text="Free", normalize=False).passed is True


def test_the_reasons_of_exact(judge: Judge) -> None:
    """The reason says whether the answer is the text."""
    assert judge("exact", "a", text="a").reason == "the answer is exactly the expected text"
    assert judge("exact", "b", text="a").reason == "the answer is not exactly the expected text"


def test_a_pattern_is_searched_anywhere(judge: Judge) -> None:
    """What was found is kept; what was not is named."""
    found = judge("regex", "within 30 days", pattern=r"\d+ days")
    assert (found.value, found.details) == (1, {"found": "30 days"})
    lost = judge("regex", "soon", pattern=r"\d+ days")
    assert (lost.value, lost.reason) == (0, r"the pattern is not found: \d+ days")


def test_case_of_a_pattern_counts_unless_switched_off(judge: Judge) -> None:
    """`ignore_case` finds upper case with lower case."""
    assert judge("regex", "FREE", pattern="free").value == 0
    assert judge("regex", "FREE", pattern="free", ignore_case=True).value == 1


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("a(b", "missing .* at character 4"),
        ("*", "nothing to repeat at character 1"),
        ("a{99999999999999999999}", "repeat count too big at character 3"),
        ("", "is empty"),
    ],
)
def test_a_bad_pattern_is_an_error_with_its_position(pattern: str, words: str) -> None:
    """A pattern that does not compile is refused when it is bound, not when it is run."""
    with pytest.raises(ValidationError, match=words):
        Regex(pattern=pattern)


def test_a_pattern_that_a_future_python_may_read_otherwise_still_works(judge: Judge) -> None:
    """Warnings of the regex compiler are no errors of the suite."""
    assert judge("regex", "x[", pattern="[[a]").value == 1


def test_a_blank_text_is_refused() -> None:
    """An exact empty answer cannot be expected by accident."""
    with pytest.raises(ValidationError, match="is empty"):
        Exact(text=" ")
