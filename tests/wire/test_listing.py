from datetime import UTC, date, datetime
from typing import Any

import pytest

from harness.errors import SettingsError, UnexpectedReply
from harness.wire.leads import read_leads
from harness.wire.listing import list_query


def test_a_query_holds_what_is_given() -> None:
    """Days have zeros, sources are joined; what is not given is not there."""
    assert list_query("b1", date(2023, 7, 1), datetime(2023, 7, 10, 23, tzinfo=UTC), [], 2, 50) == {
        "chatbotId": "b1",
        "startDate": "2023-07-01",
        "endDate": "2023-07-10",
        "page": "2",
        "size": "50",
    }
    query = list_query("b1", None, date(999, 1, 2), ["API", "Widget or Iframe"], 1, 1)
    assert query["filteredSources"] == "API,Widget or Iframe"
    assert query["endDate"] == "0999-01-02"


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"start_date": date(2026, 2, 2), "end_date": date(2026, 2, 1)}, "begin"),
        ({"sources": ["API,WhatsApp"]}, "each by itself"),
        ({"sources": [" "]}, "each by itself"),
        ({"page": 0}, "count from 1"),
        ({"size": 0}, "count from 1"),
    ],
)
def test_what_no_server_takes_is_refused(changes: dict[str, Any], fact: str) -> None:
    """Days in the wrong order, two sources in one and pages before the first are mistakes."""
    given: dict[str, Any] = {
        "chatbot_id": "b1",
        "start_date": None,
        "end_date": None,
        "sources": [],
        "page": 1,
        "size": 10,
    }
    with pytest.raises(SettingsError, match=fact):
        list_query(**(given | changes))


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        None,
        "leads",
        {"data": None, "error": {"message": "denied"}},
        {"data": {"data": None, "error": "denied"}},
        {"data": "x"},
        {"leads": []},
        {"data": [{"name": "no id"}]},
        {"data": ["l1"]},
        {"data": [{"id": "l1", "created_at": "some day"}]},
    ],
)
def test_what_is_no_list(body: Any) -> None:
    """What fits no dialect is unexpected, never an empty list; its beginning is shown."""
    with pytest.raises(UnexpectedReply, match="not a list of leads: '"):
        read_leads(body)
