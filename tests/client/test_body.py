import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.client.body import parse

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON, st.booleans(), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_json_is_read_as_the_standard_library_reads_it(
    value: object,
    escaped: bool,  # noqa: FBT001 (drawn)
    mark: bytes,
) -> None:
    """Every JSON value comes back equal, escaped or not, with or without a byte order mark."""
    assert parse(mark + json.dumps(value, ensure_ascii=escaped).encode()) == value


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (rb'"half \ud83d"', "half \ufffd"),
        (rb'"\uDE00 half"', "\ufffd half"),
        (rb'"\ud83d\ud83d\ude00"', "\ufffd😀"),
        (rb'"\ud83d\ude00"', "😀"),
        (rb'"a path: \\ud83d"', r"a path: \ud83d"),
    ],
)
def test_half_characters_are_replaced(raw: bytes, text: str) -> None:
    """An emoji cut in two becomes U+FFFD; whole ones and escaped backslashes stay."""
    assert parse(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"{} {}",
        b"NaN",
        b"[Infinity]",
        b"{'a': 1}",
        b'"caf\xe9"',
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b"1" * 100_000,
    ],
)
def test_what_is_no_json_is_a_value_error(raw: bytes) -> None:
    """Broken, foreign or malicious bytes raise ValueError and nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011 (the parser's words are its own)
        parse(raw)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_a_value_or_a_value_error(raw: bytes) -> None:
    """No bytes raise anything but ValueError."""
    try:
        parse(raw)
    except ValueError:
        return
