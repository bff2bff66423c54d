import pytest
from pydantic import ValidationError

from harness.errors import UnexpectedReply
from harness.wire.chatbots import (
    CreateChatbotRequest,
    UpdateChatbotDataRequest,
    read_chatbot_id,
    read_chatbots,
)


def test_requests_as_they_travel() -> None:
    """The text is left out when there is none; a retrain carries id, name and text."""
    assert CreateChatbotRequest(chatbotName="Shop").body() == {"chatbotName": "Shop"}
    update = UpdateChatbotDataRequest(chatbotId="b1", chatbotName="Shop", sourceText="")
    assert update.body() == {"chatbotId": "b1", "chatbotName": "Shop", "sourceText": ""}


@pytest.mark.parametrize("name", ["", "ab"])
def test_a_name_has_three_characters(name: str) -> None:
    """Shorter names cannot become a request."""
    with pytest.raises(ValidationError):
        CreateChatbotRequest(chatbotName=name)


def test_numbers_for_times_and_ids_are_text() -> None:
    """A list that gives times as numbers is read, not refused."""
    (bot,) = read_chatbots({"chatbots": [{"id": 7, "last_trained_at": 1772357400}]})
    assert (bot.id, bot.last_trained_at) == ("7", "1772357400")


def test_an_empty_list_is_a_list() -> None:
    """An account may have no bots, in both forms of the list."""
    assert read_chatbots({"chatbots": []}) == ()
    assert read_chatbots({"chatbots": {"data": [], "error": None}}) == ()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"chatbots": None},
        {"chatbots": {}},
        {"chatbots": {"data": None, "error": {"message": "denied"}}},
        {"chatbots": {"data": {}}},
        {"chatbots": [{"name": "no id"}]},
        {"chatbots": ["b1"]},
    ],
)
def test_what_is_no_list_of_bots(body: object) -> None:
    """An error in place of the list, or bots without id, are unexpected, not an empty account."""
    with pytest.raises(UnexpectedReply, match="list of chatbots"):
        read_chatbots(body)


@pytest.mark.parametrize("body", [{}, {"chatbotId": None}, {"message": "ok"}, "b1", None])
def test_a_new_bot_has_an_id(body: object) -> None:
    """A reply without an id does not name a bot."""
    with pytest.raises(UnexpectedReply, match="chatbotId"):
        read_chatbot_id(body)
