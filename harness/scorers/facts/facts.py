"""The facts of a text, and what an answer says against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from harness.scorers.language import Language
from harness.scorers.normalize import normalize

from .fact import Fact, contradiction, is_said
from .literal import Literal, blank, find_literals
from .moment import Moment, find_moments
from .negation import contraries
from .quantity import Quantity, find_quantities, has_number_words, in_digits
from .sentence import Words, read_words
from .vocabulary import vocabulary

__all__ = ["ExpectedFacts", "Facts", "Finding"]

_LONGEST_LOOKED_AT = 20_000
"""So many characters of an answer are searched for facts."""
_LONGEST_SHOWN = 80
_FULL_STOPS = frozenset({".", ". ", ".\n", ",", ", "})


@dataclass(frozen=True, slots=True)
class Finding:
    """What an answer says against an expected text, and what it says in other words."""

    contradictions: tuple[str, ...] = ()
    """Sentences such as "says 5 days where 14 days was expected"."""
    known: frozenset[str] = frozenset()
    """Stems of the facts that it states in another form: "two weeks" for "14 days"."""


NOTHING = Finding()


class Facts:
    """The facts of one text; each kind is looked for when it is asked for."""

    def __init__(self, text: str, language: Language, line: str | None = None) -> None:
        """Keep `text` as far as it is looked at; `line` are its words, where they are known."""
        self.language = language
        self.words = vocabulary(language.name)
        self.text = text[:_LONGEST_LOOKED_AT]
        self._line = line

    @cached_property
    def _tokens(self) -> set[str]:
        """All words, to see quickly what cannot be there."""
        line = self._line
        if line is None:
            line = self.language.joined(self.language.pieces(self.text))
        return set(line.split())

    @cached_property
    def _plain(self) -> str:
        """The text with alike characters unified, its case and its lines kept."""
        if self.text.isascii():
            return self.text
        lines = self.text.replace("`", "\0").splitlines()
        return "\n".join(normalize(line, fold=False) for line in lines).replace("\0", "`")

    @cached_property
    def literals(self) -> list[Literal]:
        """Addresses, versions, code, paths."""
        return list(find_literals(self._plain))

    @cached_property
    def _digits(self) -> str:
        text = blank(self._plain, self.literals)
        return in_digits(text, self.words) if has_number_words(self._tokens, self.words) else text

    @cached_property
    def _found_moments(self) -> list[Moment]:
        named = not self.words.names.isdisjoint(self._tokens)
        return list(find_moments(self._digits, self.words, named=named))

    @cached_property
    def numbers(self) -> list[Quantity]:
        """All numbers that are no part of a date, a time or an address; bare years too."""
        text = self._digits
        for one in self._found_moments:
            text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
        small = not self.words.numbers.keys().isdisjoint(self._tokens)
        return list(find_quantities(text, self.language, self.words, small=small))

    @cached_property
    def moments(self) -> list[Moment]:
        """Dates, times and weekdays; a bare year is a date too."""
        return [*self._found_moments, *(_year(one) for one in self.numbers if _is_bare_year(one))]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with what they count."""
        return [one for one in self.numbers if not _is_bare_year(one)]

    @cached_property
    def spoken(self) -> Words:
        """The words in their order, number words as digits."""
        return read_words(self._digits, self.language, self.words)


def _is_bare_year(one: Quantity) -> bool:
    return one.is_year and not (one.counted or one.label or one.ordinal)


def _year(one: Quantity) -> Moment:
    reading = (int(one.value), None, None)
    return Moment("date", one.shown, one.start, one.end, readings=(reading,))


class ExpectedFacts:
    """The facts of an expected text, prepared once for many answers."""

    def __init__(self, text: str, language: Language) -> None:
        """Find all facts of `text`."""
        facts = Facts(text, language)
        self._language = language
        self._words = facts.words
        self._sentences = tuple(facts.spoken.sentences())
        self._groups: list[tuple[str, list[tuple[Fact, str]]]] = []
        for name in ("literals", "moments", "quantities"):
            found: list[Fact] = getattr(facts, name)
            if found:
                self._groups.append((name, [(one, self._key(one)) for one in found]))
        self._denies = any(map(facts.spoken.denies, facts.spoken.written)) or any(
            one.opening is not None for one in self._sentences
        )
        self._plain = not any(one.opening is not None or one.has_pause for one in self._sentences)
        self._marks = frozenset(
            language.stem(word) for word in (*self._words.negations, *self._words.no)
        )

    def _key(self, fact: Fact) -> str:
        """Return the words of a fact as they stand in the line of an answer that has them."""
        joined = self._language.joined(self._language.pieces(fact.shown))
        return f" {joined} " if joined else "\0"

    @property
    def knows_negation(self) -> bool:
        """Tell whether polarity is compared: there is a list of negations for the language."""
        return self._words.knows_negation

    def compare(self, text: str, line: str, stems: set[str]) -> Finding:
        """Return what an answer says against the expected text.

        Args:
            text: The answer.
            line: Its words, with a space before, between and after them.
            stems: The stems of its words.
        """
        pending = [
            (name, pairs)
            for name, pairs in self._groups
            if any(not _stands_in(one, key, text, line) for one, key in pairs)
        ]
        polar = self._denies or not self._marks.isdisjoint(stems)
        polar = polar and not (self._plain and self._is_repeated(line))
        if not pending and not polar:
            return NOTHING
        facts = Facts(text, self._language, line)
        known: set[str] = set()
        found: list[str] = []
        for name, pairs in pending:
            found.extend(self._compare(pairs, getattr(facts, name), known, text, line))
        if polar or (pending and not found):
            numbers = frozenset(known)
            found.extend(
                f'says "{_cut(one.said)}" where "{_cut(one.expected)}" was expected'
                for one in contraries(self._sentences, facts.spoken, numbers)
            )
        return Finding(tuple(found), frozenset(known))

    def _is_repeated(self, line: str) -> bool:
        """Tell quickly whether an answer has every sentence as it is, with no negation beside it.

        False where it takes a closer look to tell.
        """
        for sentence in self._sentences:
            before, found, behind = line.partition(sentence.line)
            if not found:
                return False
            beside = {before.rpartition(" ")[2], behind.partition(" ")[0]}
            if not self._words.negations.isdisjoint(beside):
                return False
        return True

    def _compare(
        self,
        pairs: list[tuple[Fact, str]],
        said: list[Fact],
        known: set[str],
        text: str,
        line: str,
    ) -> Iterator[str]:
        expected = [one for one, _ in pairs]
        for one, key in pairs:
            if _stands_in(one, key, text, line):
                continue
            if is_said(one, said):
                known |= self._language.stems(key.split())
            elif (rival := contradiction(one, expected, said)) is not None:
                yield f"says {_cut(rival.shown)} where {_cut(one.shown)} was expected"


def _stands_in(fact: Fact, key: str, text: str, line: str) -> bool:
    """Tell quickly whether a fact stands in an answer as it was written."""
    if not isinstance(fact, Literal):
        return key in line
    _, found, behind = text.partition(fact.shown)
    return bool(found) and (not behind or behind[0] in " \n" or behind[:2] in _FULL_STOPS)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
