from typing import Any

import pytest

from harness.wire.dialect import Dialect, recognise


@pytest.mark.parametrize(
    ("body", "dialect"),
    [
        ({"chatbots": [{"chatbotId": "b1", "chatbotName": "Shop"}]}, Dialect.SEED),
        ({"chatbots": [{"id": "b1", "name": "Shop", "status": "ready"}]}, Dialect.VENDOR),
        ({"chatbots": [{"id": "b1", "last_trained_at": None}]}, Dialect.LIVE),
        ({"chatbots": {"data": [], "error": None}}, Dialect.LIVE),
        ({"collectedCustomers": []}, Dialect.VENDOR),
        ({"collectedCustomers": {"data": []}}, Dialect.LIVE),
        ({"chatbotId": "b1", "chatbotName": "Shop"}, Dialect.SEED),
        ({"message": "Success", "data": {"id": "c", "created_at": 1}}, Dialect.VENDOR),
    ],
)
def test_marks_of_a_dialect(body: Any, dialect: Dialect) -> None:
    """Field names and envelopes give a dialect away."""
    assert recognise(body) is dialect


@pytest.mark.parametrize(
    "body",
    [
        {"chatbots": []},
        {"data": []},
        {"text": "Yes"},
        {"text": "Yes", "conversationId": "c1"},
        {"chatbotId": "b1"},
        {"message": "Deleted successfully"},
        {"chatbots": ["b1"]},
        [],
        None,
        "seed",
    ],
)
def test_what_tells_nothing(body: Any) -> None:
    """Where two dialects could have said it, none is guessed."""
    assert recognise(body) is None
