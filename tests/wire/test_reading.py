from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import UnexpectedReply
from harness.wire.chat import read_chat
from harness.wire.chatbots import read_chatbot_id, read_chatbots
from harness.wire.reading import read_failure, unexpected

KEYS = st.sampled_from(
    ["text", "chatbots", "data", "id", "chatbotId", "name", "error", "message", "issues", "field",
     "temp", "status", "num_of_characters", "created_at", "model_config", "__class__"]
) | st.text()  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize("read", [read_chat, read_chatbot_id, read_chatbots])
@settings(deadline=None)
@given(body=JSON)
def test_any_json_is_read_or_unexpected(read: Callable[[object], object], body: object) -> None:
    """No JSON value makes a reader raise anything but UnexpectedReply."""
    try:
        assert read(body) is not None
    except UnexpectedReply:
        return


@settings(deadline=None)
@given(JSON)
def test_any_json_has_words_or_none(body: object) -> None:
    """No JSON value makes the reader of errors raise."""
    assert isinstance(read_failure(body), str)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "a"}, "a"),
        ({"error": "b"}, "b"),
        ({"error": "b", "message": "a"}, "a"),
        ({"error": {"code": "X", "message": "c"}}, "c"),
        ({"message": "a", "issues": [{"field": "f", "message": "m"}, {}, 5]}, "a (f: m; ?: ?)"),
        ({"message": 5, "error": ["b"]}, ""),
        ({"message": None}, ""),
        (["a"], ""),
        ("a", ""),
    ],
)
def test_words_of_known_forms(body: object, words: str) -> None:
    """Message, error, both, nested and with issues; anything else has no words."""
    assert read_failure(body) == words


def test_a_long_body_is_cut() -> None:
    """Only the beginning of what was not expected is shown."""
    error = unexpected({"page": "x" * 9999}, "an answer")
    assert "xxx" in str(error)
    assert str(error).endswith("…'")
    assert len(str(error)) < 260


def test_control_characters_are_escaped() -> None:
    """What a server sends cannot move the cursor of whoever reads the error."""
    assert str(unexpected("\x1b[2J\n\u202e", "JSON")).isprintable()
