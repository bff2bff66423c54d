from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from harness.loader.wording import explain, unknown_key


class Thing(BaseModel):
    """One field of each kind that a suite or a scorer may have."""

    model_config = ConfigDict(extra="forbid")

    share: Annotated[float, Field(ge=0, le=1)] = 0
    finite: Annotated[float, Field(allow_inf_nan=False)] = 0
    count: Annotated[int, Field(ge=1)] = 1
    switch: bool = False
    text: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    texts: tuple[str, ...] = ()
    some: Annotated[tuple[str, ...], Field(min_length=1)] = ("a",)
    kind: Literal["a", "b"] = "a"
    even: int = 0
    url: dict[str, int] = Field(default_factory=dict)

    @field_validator("even")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("is odd")
        return value


class Needy(BaseModel):
    """A model with a field that must be there."""

    needed: int


def sentence(model: type[BaseModel], data: dict[str, Any]) -> str:
    """Return the explanation of the only error in `data`."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    (error,) = caught.value.errors()
    return explain(error, model.model_fields)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"share": "x"}, "'share' must be a number, not 'x'"),
        ({"share": ["x"]}, "'share' must be a number, not a list"),
        ({"share": "-1"}, "'share' must be at least 0, not '-1'"),
        ({"share": "1.5"}, "'share' must be at most 1, not '1.5'"),
        ({"finite": "inf"}, "'finite' must be a number, not 'inf'"),
        ({"count": "1.5"}, "'count' must be a whole number, not '1.5'"),
        ({"count": "0"}, "'count' must be at least 1, not '0'"),
        ({"switch": "maybe"}, "'switch' must be true or false, not 'maybe'"),
        ({"text": {"a": "b"}}, "'text' must be a text, not a mapping"),
        ({"text": ""}, "'text' is empty"),
        ({"text": "abcd"}, "'text' is longer than 3 characters"),
        ({"texts": "a"}, "'texts' must be a list, not 'a'"),
        ({"some": []}, "'some' needs at least 1 of them"),
        ({"kind": "c"}, "'kind' must be 'a' or 'b', not 'c'"),
        ({"even": "3"}, "'even' is odd"),
        ({"url": "x"}, "'url' must be a mapping, not 'x'"),
        ({"shar": "x"}, "there is no key 'shar'; did you mean 'share'?"),
        ({"switch": "x" * 100}, f"'switch' must be true or false, not '{'x' * 60}…'"),
    ],
)
def test_errors_of_models_become_sentences(data: dict[str, Any], words: str) -> None:
    """Whoever wrote the suite reads what the key must be and what it is."""
    assert sentence(Thing, data) == words


def test_one_of_several_values_is_told_from_the_value_of_a_key() -> None:
    """Where the value is a list, the sentence is about what is in it."""
    with pytest.raises(ValidationError) as caught:
        Thing.model_validate({"texts": ["a", ["b"]]})
    words = explain(caught.value.errors()[0], (), one_of_several=True)
    assert words == "each of 'texts' must be a text, not a list"


def test_a_missing_key_is_named() -> None:
    """What must be written and is not, is missing."""
    assert sentence(Needy, {}) == "'needed' is missing"


def test_an_unknown_key_gets_a_suggestion_or_the_list() -> None:
    """Near misses are suggested, others answered with what there is; merge keys are explained."""
    assert unknown_key("tag", ["id", "tags"]) == "there is no key 'tag'; did you mean 'tags'?"
    assert unknown_key("zzz", ["id", "tags"]) == "there is no key 'zzz' (known: id, tags)"
    assert "'defaults'" in unknown_key("<<", ["id"])
