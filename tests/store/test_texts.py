from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.store.texts import dump, escape, load, unescape

PIECES = ["\x00", "\ud83d", "\ude00", "😀", "\\", "\\u0000", "\\\\", "escaped", "ü", '"']
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=())), st.lists(st.sampled_from(PIECES)).map("".join)
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    max_leaves=8,
)


@given(ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    """An escaped text holds what both databases take, and is undone without loss."""
    kept = escape(text)
    assert "\x00" not in kept
    kept.encode()
    assert unescape(kept) == text


@given(ANY_JSON)
def test_any_json_value_comes_back(value: Any) -> None:
    """A dumped value is ASCII without NUL, is JSON to others, and is read back equal."""
    kept = dump(value)
    assert kept.isascii()
    assert "\x00" not in kept
    json.loads(kept)
    assert load(kept) == value


def test_a_pair_of_lone_surrogates_stays_two() -> None:
    """Two lone surrogates side by side are not one emoji; plain JSON would make them one."""
    assert load(dump(["\ud83d\ude00", "😀"])) == ["\ud83d\ude00", "😀"]
    assert load(json.dumps("\ud83d\ude00")) == "😀"


def test_an_object_that_looks_escaped_is_not_mistaken() -> None:
    """A value with the wrapper's only key comes back as it was."""
    for value in ({"escaped": "\\\\"}, {"escaped": {"escaped": "\ud800"}}, {"escaped": 1, "b": 2}):
        assert load(dump(value)) == value


def test_usual_texts_stay_readable() -> None:
    """What others read from the database is plain JSON where no surrogate stands alone."""
    assert json.loads(dump({"text": "Grüße 😀\x00"})) == {"text": "Grüße 😀\x00"}
    assert escape("Grüße 😀") == "Grüße 😀"


def test_floats_are_exact() -> None:
    """A float is read back to the last bit."""
    assert load(dump([0.1 + 0.2, 5e-324, 1e308])) == [0.1 + 0.2, 5e-324, 1e308]


def test_read_only_mappings_are_objects() -> None:
    """A mapping that is no dict is written as an object; tuples come back as lists."""
    assert load(dump(MappingProxyType({"a": (1, "\ud800")}))) == {"a": [1, "\ud800"]}


def test_what_is_no_json_is_refused() -> None:
    """A value that JSON does not know is an error, not a text that looks like it."""
    with pytest.raises(TypeError, match="set is no JSON value"):
        dump({"a": {1, 2}})
