from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from harness.store.columns import AnyText, Json, UtcTime

DIALECT = sqlite.dialect()
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def test_moments_are_kept_in_utc() -> None:
    """A moment of any time zone is given to the database in UTC."""
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    kept = UtcTime().process_bind_param(there, DIALECT)
    assert kept is not None
    assert kept.isoformat() == "2026-03-01T12:00:00.123456+00:00"


@pytest.mark.parametrize(
    "told", [NOON.replace(tzinfo=None), NOON, NOON.astimezone(timezone(timedelta(hours=-8)))]
)
def test_moments_come_back_in_utc(told: datetime) -> None:
    """What the database tells, with or without a time zone, becomes the moment in UTC."""
    back = UtcTime().process_result_value(told, DIALECT)
    assert back == NOON
    assert back.tzinfo is UTC


def test_a_moment_without_time_zone_is_refused() -> None:
    """Nobody knows when a naive time was, so it is not kept."""
    with pytest.raises(ValueError, match="has no time zone"):
        UtcTime().process_bind_param(NOON.replace(tzinfo=None), DIALECT)


def test_nothing_stays_nothing() -> None:
    """NULL is None in both directions."""
    for column in (UtcTime(), AnyText()):
        assert column.process_bind_param(None, DIALECT) is None
        assert column.process_result_value(None, DIALECT) is None
    assert Json().process_result_value(None, DIALECT) is None


def test_texts_and_values_come_back() -> None:
    """Hostile text and JSON are given to the database as text that it takes."""
    cases: list[tuple[AnyText | Json, Any]] = [
        (AnyText(), "\x00\ud800\\"),
        (Json(), {"a": ["\x00\ud800\\", None]}),
    ]
    for column, value in cases:
        kept = column.process_bind_param(value, DIALECT)
        assert isinstance(kept, str)
        assert "\x00" not in kept
        assert kept.isascii()
        assert column.process_result_value(kept, DIALECT) == value
