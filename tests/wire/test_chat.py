import pytest
from pydantic import ValidationError

from harness.errors import UnexpectedReply
from harness.wire.chat import ChatMessage, ChatRequest, read_chat

HELLO = ChatMessage(role="user", content="Hello")


def test_what_is_not_set_is_not_sent() -> None:
    """Only the obligatory fields and `stream` travel by default."""
    assert ChatRequest(chatbotId="b1", messages=(HELLO,)).body() == {
        "chatbotId": "b1",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": False,
    }


def test_a_temperature_of_zero_is_sent() -> None:
    """Zero is a temperature, not the absence of one."""
    assert ChatRequest(chatbotId="b1", messages=(HELLO,), temperature=0).body()["temperature"] == 0


@pytest.mark.parametrize("fields", [{"messages": ()}, {"temperature": 1.1}, {"temperature": -0.1}])
def test_what_the_api_refuses_is_no_request(fields: dict[str, object]) -> None:
    """No messages, or a temperature beyond 0..1, cannot become a request."""
    with pytest.raises(ValidationError):
        ChatRequest.model_validate({"chatbotId": "b1", "messages": (HELLO,), **fields})


def test_an_empty_text_is_a_text() -> None:
    """The bot may say nothing."""
    assert read_chat({"text": ""}).text == ""


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": 5}, {"text": ["a"]}, "text", None])
def test_an_answer_needs_a_text(body: object) -> None:
    """A reply whose text is missing or no string is no answer."""
    with pytest.raises(UnexpectedReply, match="'text'"):
        read_chat(body)
