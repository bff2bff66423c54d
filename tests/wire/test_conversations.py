from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wire.conversations import ConversationMessage, read_conversations

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(json_values)
def test_any_content_is_read(content: Any) -> None:
    """Whatever a message holds, the page is read and its text is text."""
    body = {"data": [{"id": "c1", "messages": [{"role": "assistant", "content": content}]}]}
    (message,) = read_conversations(body).rows[0].messages
    assert message.content == content
    assert isinstance(message.text, str)
    if isinstance(content, str):
        assert message.text == content


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, ""),
        ({"type": "text", "text": "Yes"}, "Yes"),
        ([{"type": "text", "text": "Yes"}, None, "sir"], "Yes sir"),
        ({"tool": "hours"}, '{"tool": "hours"}'),
        (7, "7"),
    ],
)
def test_the_words_of_a_message(content: Any, text: str) -> None:
    """Parts are joined, nothing is empty, and what has no words is shown as JSON."""
    assert ConversationMessage(role="assistant", content=content).text == text


def test_a_conversation_without_messages() -> None:
    """Null and nothing are no messages."""
    rows = read_conversations({"data": [{"id": "a", "messages": None}, {"id": 7}]}).rows
    assert [(row.id, row.messages) for row in rows] == [("a", ()), ("7", ())]
