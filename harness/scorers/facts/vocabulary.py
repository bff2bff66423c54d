"""The words by which each language tells numbers, dates, units and negation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from .english import ENGLISH
from .germanic import DUTCH, GERMAN
from .romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from .tongue import Tongue

__all__ = ["Unit", "Vocabulary", "vocabulary"]

_TONGUES: Mapping[str, Tongue] = {
    "english": ENGLISH,
    "german": GERMAN,
    "dutch": DUTCH,
    "french": FRENCH,
    "spanish": SPANISH,
    "portuguese": PORTUGUESE,
    "italian": ITALIAN,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: units of one kind are compared by `size`, in the kind's own measure."""

    kind: str
    size: float
    slack: float = 0.0
    """The share by which equal amounts may differ: a month is not quite 30 days."""


_SIZES = {
    "second": Unit("time", 1 / 86_400),
    "minute": Unit("time", 1 / 1440),
    "hour": Unit("time", 1 / 24),
    "day": Unit("time", 1),
    "week": Unit("time", 7),
    "month": Unit("time", 365.25 / 12, 0.03),
    "quarter": Unit("time", 365.25 / 4, 0.03),
    "year": Unit("time", 365.25, 0.03),
    "byte": Unit("data", 1e-6),
    "kilobyte": Unit("data", 1e-3, 0.08),
    "megabyte": Unit("data", 1, 0.08),
    "gigabyte": Unit("data", 1e3, 0.08),
    "terabyte": Unit("data", 1e6, 0.08),
    "millimetre": Unit("length", 1e-3),
    "centimetre": Unit("length", 1e-2),
    "metre": Unit("length", 1),
    "kilometre": Unit("length", 1e3),
    "inch": Unit("length", 0.0254),
    "foot": Unit("length", 0.3048),
    "mile": Unit("length", 1609.344),
    "gram": Unit("mass", 1e-3),
    "kilogram": Unit("mass", 1),
    "percent": Unit("percent", 1),
    "euro": Unit("euro", 1),
    "dollar": Unit("dollar", 1),
    "pound": Unit("pound", 1),
    "yen": Unit("yen", 1),
    "cent": Unit("cent", 1),
    "degree": Unit("degree", 1),
    "millisecond": Unit("time", 1 / 86_400_000),
}
_SIGNS = """
    % percent  € euro  $ dollar  £ pound  ¥ yen  ° degree
    eur euro  usd dollar  gbp pound  jpy yen
    kb kilobyte  mb megabyte  gb gigabyte  tb terabyte
    kib kilobyte  mib megabyte  gib gigabyte  tib terabyte
    mm millimetre  cm centimetre  km kilometre  kg kilogram
    ms millisecond
"""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _numbered(text: str) -> dict[str, int]:
    """Read lines of names that mean 1, 2, 3 …, commas between the lines."""
    lines = enumerate(text.split(","), start=1)
    return {name: number for number, names in lines for name in names.split()}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What one language has; empty in all parts where nothing is known of the language."""

    code: str = ""
    """The two letters by which text2num knows it; empty: number words are not read."""
    negations: frozenset[str] = frozenset()
    """Words that turn what follows into its opposite."""
    lacking: frozenset[str] = frozenset()
    """Words that may stand for a negation: with one of them about, polarity is not judged."""
    idioms: tuple[str, ...] = ()
    """Phrases (regular expressions) that have the form of a negation, but are none."""
    breaks: frozenset[str] = frozenset()
    """Words at which a negation ends."""
    conditions: frozenset[str] = frozenset()
    """Words that begin a clause which only says in which case something holds: "if"."""
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    """Names of months and weekdays that are other words as well."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Words for one and two, which text2num leaves alone."""
    decimal_comma: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of months and weekdays; of those with a hyphen, their first words."""
        return frozenset(name.partition("-")[0] for name in (*self.months, *self.weekdays))

    @cached_property
    def knows_negation(self) -> bool:
        """Tell whether polarity can be compared in this language."""
        return bool(self.negations)


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """Return the vocabulary of a language by Snowball's name of it."""
    tongue = _TONGUES.get(language)
    signs = {sign: _SIZES[name] for sign, name in _pairs(_SIGNS).items() if name in _SIZES}
    if tongue is None:
        return Vocabulary(units=MappingProxyType(signs))
    named = {word: _SIZES[name] for name, words in tongue.units.items() for word in words.split()}
    return Vocabulary(
        code=tongue.code,
        negations=frozenset(tongue.negations.split()),
        lacking=frozenset(tongue.lacking.split()),
        idioms=tongue.idioms,
        breaks=frozenset(tongue.breaks.split()),
        conditions=frozenset(tongue.conditions.split()),
        yes=frozenset(tongue.yes.split()),
        no=frozenset(tongue.no.split()),
        months=MappingProxyType(_numbered(tongue.months)),
        weekdays=MappingProxyType(_numbered(tongue.weekdays)),
        ambiguous=frozenset(tongue.ambiguous.split()),
        units=MappingProxyType(signs | named),
        numbers=MappingProxyType(_numbered(tongue.numbers)),
        decimal_comma=tongue.decimal_comma,
    )
