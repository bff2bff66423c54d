from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from harness.scorers.parameters import Text, Texts


def test_one_text_stands_for_a_list_of_one() -> None:
    """A list of texts may be written as a single text."""
    assert TypeAdapter[tuple[str, ...]](Texts).validate_python("a") == ("a",)
    assert TypeAdapter[tuple[str, ...]](Texts).validate_python(["a", "b"]) == ("a", "b")


def test_a_blank_text_is_refused() -> None:
    """What every answer would say cannot be asked for."""
    with pytest.raises(ValidationError, match="is empty"):
        TypeAdapter(Text).validate_python(" \n")
