"""Dates, times of day, weekdays and months: found in a text, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .fact import Fact
from .vocabulary import Vocabulary

__all__ = ["Moment", "find_moments"]

_DIGITAL = re.compile(
    r"\d(?<![\w.]\d)(?:"
    r"(?P<iso>\d{3}-\d{1,2}-\d{1,2})(?:T[\d:.]+Z?)?(?!\d)"
    r"|(?P<date>\d?(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|(?<![.]\d)(?<![.]\d\d)\d{2}))(?![\w/-])"
    r"|(?P<time>\d?:[0-5]\d)(?::[0-5]\d)?(?P<half> ?[aApP]\.?[mM]\b\.?)?(?![\d:])"
    r"|(?P<hour>\d?)(?P<only> ?[aApP]\.?[mM]\b\.?)"
    r")"
)
_AFTERNOON = 12
_DAY_BEFORE, _DATE_BEHIND = 9, 40
"""A date begins at most so many characters before the month's name, and ends so soon after."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the calendar or the clock, with the parts that are written.

    `readings` are (year, month, day), None for what is not written; 5/6/2024 has two of them.
    """

    kind: str
    """"date", "time" or "weekday"."""
    shown: str
    start: int
    end: int
    readings: tuple[tuple[int | None, int | None, int | None], ...] = ()
    number: int = 0
    """Of a weekday, 1 is Monday; of a time, minutes since midnight."""
    half_day: bool = False
    """A time of which nobody says whether it is morning or afternoon."""

    def equals(self, other: Fact) -> bool:
        """Compare the parts that both have."""
        if not isinstance(other, Moment) or self.kind != other.kind:
            return False
        if self.kind == "time" and (self.half_day or other.half_day):
            return self.number % 720 == other.number % 720
        if self.kind != "date":
            return self.number == other.number
        return any(_agree(mine, its) for mine in self.readings for its in other.readings)

    def rivals(self, other: Fact) -> bool:
        """Tell whether the other has the same parts, and so says otherwise."""
        if not isinstance(other, Moment) or self.kind != other.kind:
            return False
        if self.kind != "date":
            return True
        return any(
            one is not None and two is not None
            for mine in self.readings
            for its in other.readings
            for one, two in zip(mine, its, strict=True)
        )


def _agree(mine: tuple[int | None, ...], its: tuple[int | None, ...]) -> bool:
    both = [(a, b) for a, b in zip(mine, its, strict=True) if a is not None and b is not None]
    return bool(both) and all(a == b for a, b in both)


def find_moments(
    text: str, words: Vocabulary, *, digits: bool = True, named: bool = True
) -> Iterator[Moment]:
    """Find the dates and times of `text`, in no order.

    Args:
        text: What is searched.
        words: The vocabulary of its language.
        digits: Whether a digit may be there.
        named: Whether a month or a weekday may be there.
    """
    for match in _DIGITAL.finditer(text) if digits else ():
        if moment := _digital(match):
            yield moment
    if named:
        for match in _near_months(text, words):
            if moment := _dated(match, words):
                yield moment
        yield from _weekdays(text, words)


def _digital(match: re.Match[str]) -> Moment | None:
    text, span = match[0], match.span()
    if match["iso"]:
        year, month, day = (int(part) for part in text.partition("T")[0].split("-"))
        return Moment("date", text, *span, readings=((year, month, day),))
    if match["date"]:
        return _numeric_date(match)
    return _time(match)


def _numeric_date(match: re.Match[str]) -> Moment | None:
    first, second, year = (int(part) for part in match[0].split(match["sep"]))
    if year < 100:  # noqa: PLR2004 - written with two digits
        year += 2000
    readings = tuple(
        (year, month, day)
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - the calendar's
    )
    return Moment("date", match[0], *match.span(), readings=readings) if readings else None


def _time(match: re.Match[str]) -> Moment | None:
    clock = re.match(r"(\d{1,2})(?::(\d\d))?", match[0])
    if clock is None:
        return None
    hour, minute = int(clock[1]), int(clock[2] or 0)
    half = (match["half"] or match["only"] or "").strip().lower()
    if half:
        hour = hour % _AFTERNOON + (_AFTERNOON if half[0] == "p" else 0)
    unsaid = not half and 1 <= hour <= _AFTERNOON
    return Moment("time", match[0], *match.span(), number=hour * 60 + minute, half_day=unsaid)


def _near_months(text: str, words: Vocabulary) -> Iterator[re.Match[str]]:
    """Yield the dates around the names of months; each name is where a search is worth while."""
    found: dict[int, re.Match[str]] = {}
    lower = text.lower()
    for name in filter(lower.__contains__, words.months):
        at = lower.find(name)
        while at >= 0:
            match = _named_date(words).search(text, max(at - _DAY_BEFORE, 0), at + _DATE_BEHIND)
            if match and match.start("month") == at:
                found[at] = match
            at = lower.find(name, at + 1)
    yield from found.values()


@lru_cache(maxsize=16)
def _named_date(words: Vocabulary) -> re.Pattern[str]:
    """Match "18 May 2018", "May 18th, 2018", "May 2018" and "May"."""
    names = "|".join(sorted(words.months, key=len, reverse=True))
    return re.compile(
        r"(?:(?<![\w.,/:])(?P<before>\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: of| de)? )?"
        rf"\b(?P<month>{names})\b\.?"
        r"(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?![\w:]|[.,]\d))?"
        r"(?:,? (?:of |de )?(?P<year>\d{4})\b)?",
        re.IGNORECASE,
    )


def _weekdays(text: str, words: Vocabulary) -> Iterator[Moment]:
    if not any(map(text.lower().__contains__, words.weekdays)):
        return
    for match in _weekday(words).finditer(text):
        name = match[1].lower()
        if name in words.weekdays and (name not in words.ambiguous or match[1].istitle()):
            yield Moment("weekday", match[0], *match.span(), number=words.weekdays[name])


@lru_cache(maxsize=16)
def _weekday(words: Vocabulary) -> re.Pattern[str]:
    names = "|".join(sorted(words.weekdays, key=len, reverse=True))
    return re.compile(rf"\b({names})\b", re.IGNORECASE)


def _dated(match: re.Match[str], words: Vocabulary) -> Moment | None:
    name = match["month"].lower()
    day = match["before"] or match["after"]
    year = match["year"]
    alone = not (day or year)
    other = alone and name in words.ambiguous and not _is_name(match)
    if other or name not in words.months:  # a Turkish ı is an i only to the pattern
        return None
    parts = (int(year) if year else None, words.months[name], int(day) if day else None)
    return Moment("date", match[0], *match.span(), readings=(parts,))


def _is_name(match: re.Match[str]) -> bool:
    """Tell whether "May" or "March" is the month: written large, and not the first word."""
    before = match.string[: match.start()].rstrip()
    return match["month"].istitle() and before[-1:] not in {"", ".", "!", "?", ":"}
