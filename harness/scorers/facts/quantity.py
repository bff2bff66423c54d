"""Numbers with what they count: found in a text, and compared."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import alpha2digit

from harness.scorers.language import Language

from .fact import Fact
from .vocabulary import Unit, Vocabulary

__all__ = ["Quantity", "find_quantities", "in_digits", "is_number_word"]

_POINT = re.compile(r"\d(?<!\w\d)(?:\d{0,2}(?:,\d{3})+(?!\d)|\d*)(?:\.\d+)?(?![.:]\d)")
_COMMA = re.compile(r"\d(?<!\w\d)(?:\d{0,2}(?:\.\d{3})+(?!\d)|\d*)(?:,\d+)?(?![.:]\d)")
_NOT_BEFORE = re.compile(r"\d[.,:/]$|[A-Za-z]-$|[.]$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_SCALE = re.compile(r" ?(k|M|bn|million|billion|1000000000|1000000|1000)\b(?!-)")
_SCALES = {
    "k": 1e3,
    "1000": 1e3,
    "M": 1e6,
    "million": 1e6,
    "1000000": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "1000000000": 1e9,
}
_AFTER = re.compile(
    r"[ \-]?([%€$£¥°]|[^\W\d_]+(?:'[^\W\d_]+)?)(?:[ \-]([^\W\d_]+))?(?:[ \-]([^\W\d_]+))?"
)
_SIGN_BEFORE = re.compile(r"[€$£¥] ?-?$")
_LABEL = re.compile(r"([^\W\d_][\w.+-]*)[ #:]{1,2}-?$")
_LONGEST_LABEL = 40
_LONGEST_SIGN = 4
"""A sign and what stands between it and its number; also what stands between a label and its."""
_SHORTEST_ADJECTIVE = 5
"""The list of stop words has some adjectives ("14 working days"); what else it has is shorter."""
_YEARS = (1000, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, and the words beside it by which it is told from other numbers."""

    value: float
    shown: str
    start: int
    end: int
    unit: Unit | None = None
    counted: frozenset[str] = frozenset()
    """The stems of the words that it counts."""
    label: str = ""
    """The stem of the word before it: "port" in "port 8080"."""
    ordinal: bool = False
    exact: str = ""
    """The digits of a version: 3.10 is not 3.1."""

    def equals(self, other: Fact) -> bool:
        """Compare values, in one measure where both have units of one kind."""
        if not isinstance(other, Quantity) or self.ordinal != other.ordinal:
            return False
        if self.exact and other.exact and self.label == other.label:
            return self.exact == other.exact
        mine, its = self.unit, other.unit
        if mine and its:
            slack = max(mine.slack, its.slack, 1e-6) if mine.size != its.size else 1e-6
            return mine.kind == its.kind and math.isclose(
                self.value * mine.size, other.value * its.size, rel_tol=slack
            )
        return math.isclose(self.value, other.value, rel_tol=1e-9)

    def rivals(self, other: Fact) -> bool:
        """Tell whether the other number counts the same things, or has the same label."""
        if not isinstance(other, Quantity) or self.ordinal != other.ordinal:
            return False
        if self.unit or other.unit:
            return bool(self.unit and other.unit and self.unit.kind == other.unit.kind)
        if self.counted & other.counted:
            return True
        if self.label and self.label == other.label:
            return True
        bare = not (self.counted or self.label or other.counted or other.label)
        return bare and self.is_year == other.is_year

    @property
    def is_year(self) -> bool:
        """Tell whether a bare number can be a year."""
        first, last = _YEARS
        return first <= self.value <= last and not self.unit and self.shown.isdecimal()


def in_digits(text: str, words: Vocabulary) -> str:
    """Return `text` with its number words from three on as digits."""
    return str(alpha2digit(text, words.code, 3.0)) if words.code else text


def is_number_word(word: str, words: Vocabulary) -> bool:
    """Tell whether a word is a number from three on."""
    known = bool(words.code) and len(word) <= _LONGEST_LABEL
    return known and alpha2digit(word, words.code, 3.0) != word


def find_quantities(
    text: str, language: Language, words: Vocabulary, *, digits: bool = True, small: bool = True
) -> Iterator[Quantity]:
    """Find the numbers of `text`; dates, times and addresses are blank in it already.

    Args:
        text: What is searched.
        language: Its language.
        words: The vocabulary of that.
        digits: Whether a digit may be there.
        small: Whether "one" and "two" may be there.
    """
    pattern = _COMMA if words.decimal_comma else _POINT
    for match in pattern.finditer(text) if digits else ():
        if _NOT_BEFORE.search(text, max(match.start() - 2, 0), match.start()):
            continue
        if quantity := _read(text, match, language, words):
            yield quantity
    if small and words.numbers:
        yield from _small(text, language, words)


def _read(
    text: str, match: re.Match[str], language: Language, words: Vocabulary
) -> Quantity | None:
    value, digits, end = _number(match[0], words), match[0], match.end()
    if ordinal := _ORDINAL.match(text, end):
        return Quantity(value, digits + ordinal[0], match.start(), ordinal.end(), ordinal=True)
    if scale := _SCALE.match(text, end):
        value *= _SCALES[scale[1]]
        end = scale.end()
    elif text[end : end + 1] == "x":
        return None
    return _with_context(text, (match.start(), end), value, digits, language, words)


def _number(digits: str, words: Vocabulary) -> float:
    if words.decimal_comma:
        return float(digits.replace(".", "").replace(",", "."))
    return float(digits.replace(",", ""))


@lru_cache(maxsize=16)
def _small_number(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words.numbers)})\b(?=[ -])", re.IGNORECASE)


def _small(text: str, language: Language, words: Vocabulary) -> Iterator[Quantity]:
    """Find "one" and "two" before something that is counted: elsewhere they are no numbers."""
    for match in _small_number(words).finditer(text):
        value = words.numbers.get(match[1].lower(), 0)  # a Turkish ı is an i only to the pattern
        found = _with_context(text, match.span(), value, "", language, words)
        if value and (found.unit or (value > 1 and found.counted)):
            yield found


def _with_context(
    text: str, span: tuple[int, int], value: float, digits: str, language: Language,
    words: Vocabulary,
) -> Quantity:  # fmt: skip
    start, end = span
    unit, counted, last = _counted(text, end, language, words)
    label = ""
    if sign := _SIGN_BEFORE.search(text, max(start - _LONGEST_SIGN, 0), start):
        unit, start = words.units.get(sign[0][0]), start - len(sign[0])
    elif found := _LABEL.search(text, _last_word(text, start), start):
        name = found[1].lower()
        label = "" if language.is_stop_word(name) else language.stem(name)
    fractional = "." in digits and not unit
    exact = digits if fractional and (digits.endswith("0") or label) else ""
    return Quantity(value, text[start:last], start, last, unit, counted, label, exact=exact)


def _last_word(text: str, end: int) -> int:
    """Return where the word before `end` begins at the earliest."""
    return max(end - _LONGEST_LABEL, text.rfind(" ", 0, max(end - _LONGEST_SIGN, 0)) + 1, 0)


def _counted(
    text: str, end: int, language: Language, words: Vocabulary
) -> tuple[Unit | None, frozenset[str], int]:
    """Return the unit after a number, the stems of what is counted, and where they end."""
    after = _AFTER.match(text, end)
    if after is None:
        return None, frozenset(), end
    stems, last = [], end
    for number, found in enumerate(after.groups(), start=1):
        if found is None:
            break
        name = found.lower()
        if name in words.units:
            return words.units[name], frozenset(), after.end(number)
        if name in words.breaks or name in words.negations:
            break
        if not language.is_stop_word(name):
            stems.append(language.stem(name))
            last = after.end(number)
        elif len(name) < _SHORTEST_ADJECTIVE:
            break
    return None, frozenset(stems[:2]), last
