from datetime import UTC, datetime
from typing import Any

import pytest

from harness.wire.leads import read_leads


@pytest.mark.parametrize(
    ("written", "year"), [("", None), (None, None), (1772443800, 2026), ("1772443800", 2026)]
)
def test_times_as_servers_write_them(written: Any, year: int | None) -> None:
    """Seconds are read as ISO times are; an empty text is no time."""
    (lead,) = read_leads({"data": [{"id": "l1", "createdAt": written}]}).rows
    assert (lead.created_at.year if lead.created_at else None) == year


def test_a_time_without_a_zone_is_utc() -> None:
    """All times can be compared with each other."""
    (lead,) = read_leads({"data": [{"id": "l1", "created_at": "2026-03-02T09:30:00"}]}).rows
    assert lead.created_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_phone_number_may_travel_as_a_number() -> None:
    """It is text to us."""
    (lead,) = read_leads({"collectedCustomers": [{"id": "l1", "phone": 46800}]}).rows
    assert lead.phone == "46800"
