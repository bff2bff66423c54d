"""A text, seen as words and as facts."""

from __future__ import annotations

from functools import cached_property, lru_cache

from harness.scorers.language import Language
from harness.scorers.normalize import normalize

from .literal import Literal, blank, find_literals
from .moment import Moment, find_moments
from .quantity import Quantity, find_quantities, in_digits
from .sentence import Words, read_words
from .traces import Trace, traces
from .vocabulary import vocabulary

__all__ = ["Said", "read"]

_LONGEST_LOOKED_AT = 20_000
"""So many characters are searched for facts."""


class Said:
    """A text, of which each kind of words and facts is found when it is asked for."""

    def __init__(self, text: str, language: Language) -> None:
        """Cut `text` into its words."""
        self.text = text
        self.language = language
        self.vocabulary = vocabulary(language.name)
        self.pieces = language.pieces(text)
        self.line = f" {language.joined(self.pieces)} "
        """Its words, with a space before, between and after them."""

    @cached_property
    def stems(self) -> set[str]:
        """The stems of all its words."""
        return self.language.stems(self.pieces)

    @cached_property
    def stem_line(self) -> str:
        """The stems of its words in their order, with a space before, between and after them."""
        return f" {' '.join(self.language.stemmed(self.pieces))} "

    @cached_property
    def _traces(self) -> set[Trace]:
        """What to look for: most texts have none of most kinds of facts."""
        return traces(self.pieces, self.vocabulary)

    @cached_property
    def _plain(self) -> str:
        """The text with alike characters unified, its case and its lines kept."""
        text = self.text[:_LONGEST_LOOKED_AT]
        if text.isascii():
            return text
        lines = text.replace("`", "\0").splitlines()
        return "\n".join(normalize(line, fold=False) for line in lines).replace("\0", "`")

    @cached_property
    def literals(self) -> list[Literal]:
        """Addresses, versions, code, paths."""
        return list(find_literals(self._plain, figures=Trace.DIGIT in self._traces))

    @cached_property
    def _digits(self) -> str:
        """The text without its literals, and with digits for its number words."""
        text = blank(self._plain, self.literals)
        return in_digits(text, self.vocabulary) if Trace.NUMBER_WORD in self._traces else text

    @cached_property
    def _figures(self) -> tuple[list[Moment], list[Quantity]]:
        """Dates and times, and the numbers that are no part of them."""
        text, found = self._digits, self._traces
        digits = Trace.DIGIT in found or Trace.NUMBER_WORD in found
        named = Trace.CALENDAR in found
        moments = list(find_moments(text, self.vocabulary, digits=digits, named=named))
        for one in moments:
            text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
        numbers = find_quantities(
            text, self.language, self.vocabulary, digits=digits, small=Trace.SMALL_NUMBER in found
        )
        return moments, list(numbers)

    @property
    def numbers(self) -> list[Quantity]:
        """All numbers that are no part of a date, a time or an address; bare years too."""
        return self._figures[1]

    @property
    def moments(self) -> list[Moment]:
        """Dates, times and weekdays; a bare year is a date too."""
        moments, numbers = self._figures
        return [*moments, *(_year(one) for one in numbers if _is_bare_year(one))]

    @property
    def quantities(self) -> list[Quantity]:
        """Numbers with what they count."""
        return [one for one in self.numbers if not _is_bare_year(one)]

    @cached_property
    def spoken(self) -> Words:
        """The words in their order, number words as digits."""
        return read_words(self._digits, self.language, self.vocabulary)


@lru_cache(maxsize=4)
def read(text: str, language: Language) -> Said:
    """Return `text` as it is seen; for all expectations of one answer it is the same one."""
    return Said(text, language)


def _is_bare_year(one: Quantity) -> bool:
    return one.is_year and not (one.counted or one.label or one.ordinal)


def _year(one: Quantity) -> Moment:
    reading = (int(one.value), None, None)
    return Moment("date", one.shown, one.start, one.end, readings=(reading,))
