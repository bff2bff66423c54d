"""What an answer says against the facts of an expected text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from harness.scorers.language import Language

from .fact import Fact, contradiction, is_said
from .literal import Literal
from .negation import contraries
from .said import Said

__all__ = ["NOTHING", "ExpectedFacts", "Finding"]

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


class _Group(NamedTuple):
    """The facts of one kind in an expected text."""

    kind: str
    facts: list[Fact]
    keys: list[str]
    """The words of each as they stand in the line of an answer that has them."""

    def absent(self, said: Said) -> list[tuple[Fact, str]]:
        """Return what does not stand in an answer as it was written, with its words."""
        pairs = zip(self.facts, self.keys, strict=True)
        return [(one, key) for one, key in pairs if not _stands_in(one, key, said)]


class ExpectedFacts:
    """The facts of an expected text, prepared once for many answers."""

    def __init__(self, text: str, language: Language) -> None:
        """Find all facts of `text`."""
        facts = Said(text, language)
        self._language = language
        self._words = facts.vocabulary
        self._sentences = tuple(facts.spoken.sentences())
        self._groups: list[_Group] = []
        for name in ("literals", "moments", "quantities"):
            found: list[Fact] = getattr(facts, name)
            if found:
                self._groups.append(_Group(name, found, list(map(self._key, found))))
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

    def compare(self, said: Said) -> Finding:
        """Return what an answer says against the expected text."""
        known: set[str] = set()
        found: list[str] = []
        pending = False
        for group in self._groups:
            if absent := group.absent(said):
                pending = True
                found.extend(self._compare(group, absent, said, known))
        polar = self._may_be_denied(said)
        if not pending and not polar:
            return NOTHING
        if polar or not found:
            numbers = frozenset(known)
            found.extend(
                f'says "{_cut(one.said)}" where "{_cut(one.expected)}" was expected'
                for one in contraries(self._sentences, said.spoken, numbers)
            )
        return Finding(tuple(found), frozenset(known))

    def _may_be_denied(self, said: Said) -> bool:
        """Tell quickly whether the polarity of an answer must be looked at."""
        if self._plain and self._is_repeated(said.line):
            return False
        return self._denies or not self._marks.isdisjoint(said.stems)

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
        self, group: _Group, absent: list[tuple[Fact, str]], said: Said, known: set[str]
    ) -> Iterator[str]:
        its: list[Fact] = getattr(said, group.kind)
        for one, key in absent:
            if is_said(one, its):
                known |= self._language.stems(key.split())
            elif (rival := contradiction(one, group.facts, its)) is not None:
                yield f"says {_cut(rival.shown)} where {_cut(one.shown)} was expected"


def _stands_in(fact: Fact, key: str, said: Said) -> bool:
    """Tell quickly whether a fact stands in an answer as it was written."""
    if not isinstance(fact, Literal):
        return key in said.line
    _, found, behind = said.text.partition(fact.shown)
    return bool(found) and (not behind or behind[0] in " \n" or behind[:2] in _FULL_STOPS)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
