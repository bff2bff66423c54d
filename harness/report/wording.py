"""How numbers, times and counts are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from harness.model.run import Outcome

__all__ = [
    "brief",
    "count",
    "counted",
    "day",
    "duration",
    "moment",
    "new_version",
    "old_version",
    "percent",
    "points",
    "score",
    "seconds",
    "share",
    "signed",
    "tally",
]

MINUS = "−"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = 60
_HOUR = 3600


def signed(value: float, digits: int) -> str:
    """Return a number with its sign, and a true minus: "+2.3", "−1.4", "0.0" without one."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def percent(part: float) -> str:
    """Return a share (0..1) as "91.5 %"; all and nothing go without a decimal."""
    return f"{part * 100:.1f} %" if 0 < part < 1 else f"{part * 100:.0f} %"


def points(part: float) -> str:
    """Return a change of a share (-1..1) in percentage points: "+2.3"."""
    return signed(part * 100, 1)


def score(value: float | None) -> str:
    """Return a score (0..1) as "0.93", or "none"."""
    return "none" if value is None else f"{value:.2f}"


def seconds(value: float) -> str:
    """Return seconds as "1.84 s"; from ten seconds on with one decimal."""
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"  # noqa: PLR2004 - three digits


def count(number: int) -> str:
    """Return a count with separators: "3,600"."""
    return f"{number:,}"


def brief(text: str, limit: int = 60) -> str:
    """Return a name for a headline: what is longer than the limit is cut, and says so."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def new_version(label: str) -> str:
    """Return the name of what is judged: the run's label, unless that names only its place."""
    return "the new version" if label in {"", "after"} else brief(label)


def old_version(label: str) -> str:
    """Return the name of what it is compared with."""
    return "the old version" if label in {"", "before"} else brief(label)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 answer" or "3,600 answers"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """Return "14 of 18"."""
    return f"{count(part)} of {count(whole)}"


def tally(outcomes: Sequence[Outcome]) -> str:
    """Return how many passed, and how many are missing: "4 of 6", "4 of 6, 1 missing"."""
    if not outcomes:
        return "not asked"
    missing = outcomes.count(Outcome.ERRORED)
    said = share(outcomes.count(Outcome.PASSED), len(outcomes))
    return f"{said}, {count(missing)} missing" if missing else said


def day(when: datetime) -> str:
    """Return the day in UTC: "21 Nov 2026"."""
    when = _utc(when)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """Return day and minute in UTC: "21 Nov 2026 10:40 UTC"."""
    return f"{day(when)} {_utc(when):%H:%M} UTC"


def duration(length: timedelta) -> str:
    """Return a length of time: "42 s", "19 min", "2 h 5 min"."""
    whole = max(0, round(length.total_seconds()))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{round(whole / _MINUTE)} min"
    hours, rest = divmod(round(whole / _MINUTE), _MINUTE)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _utc(when: datetime) -> datetime:
    """Take a time without a zone for UTC: the same words on every machine."""
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
