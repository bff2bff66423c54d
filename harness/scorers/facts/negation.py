"""What a sentence denies, and whether an answer says the contrary of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .alignment import Difference, differ
from .sentence import Sentence, Words

__all__ = ["Contrary", "contraries"]

_NEAR = 0.6
"""Two sentences speak of the same thing when they share so much of the expected one's words."""
_BLOATED = 3
"""A sentence with more than so many times the words that both share speaks of other things."""
_SAME = 0.5
"""A denial is about a sentence that has so much of what is denied."""


@dataclass(frozen=True, slots=True)
class Contrary:
    """What is said, and the expected sentence that it is contrary to."""

    said: str
    expected: str


def contraries(
    expected: Sequence[Sentence], answer: Words, known: frozenset[str]
) -> Iterator[Contrary]:
    """Yield what an answer says to the contrary of expected sentences.

    A passage that is an expected sentence but for a word or two must have as many negations as
    that sentence, and no other number in place of one of its own. Else those sentences of the
    answer count that come nearest to the expected one, and one of the same polarity is enough.

    Args:
        expected: The expected sentences.
        answer: The words of the answer.
        known: Numbers that the answer says in other words.
    """
    first = next(answer.sentences(), None)
    if not expected or first is None:
        return
    if {expected[0].opening, first.opening} == {True, False}:
        yield Contrary(_first(first), _first(expected[0]))
        return
    said: list[Sentence] = []
    for sentence in expected:
        if not _may_be_meant(sentence, answer) or _is_repeated(sentence, answer.line):
            continue
        difference = differ(sentence, answer)
        if difference is not None:
            said_no = expected[0].opening is False
            yield from _in_other_words(sentence, difference, known, said_no=said_no)
        else:
            said = said or list(answer.sentences())
            nearest = _nearest(sentence, said)
            if nearest and all(_is_flip(sentence, one) for one in nearest):
                yield Contrary(nearest[0].shown, sentence.shown)


def _may_be_meant(sentence: Sentence, answer: Words) -> bool:
    """Tell quickly whether an answer has enough words of a sentence to speak of the same thing."""
    shared = len(sentence.stems & answer.content)
    return shared > 0 and shared >= _NEAR * len(sentence.stems)


def _is_repeated(sentence: Sentence, line: str) -> bool:
    """Tell whether a sentence stands in a line of words as it is, with no negation beside it."""
    denies = sentence.words.denies
    start = line.find(sentence.line)
    while start >= 0:
        before = line[:start].rpartition(" ")[2]
        behind = line[start + len(sentence.line) :].partition(" ")[0]
        if not denies(before) and not denies(behind):
            return True
        start = line.find(sentence.line, start + 1)
    return False


def _first(sentence: Sentence) -> str:
    return ("no" if sentence.opening is False else "yes") + ", " + sentence.shown.lstrip(" ,")


def _in_other_words(
    sentence: Sentence, difference: Difference, known: frozenset[str], *, said_no: bool
) -> Iterator[Contrary]:
    """Yield what makes the same sentence say something else: a negation, or a number.

    Where the expected text begins with no, a no beside a passage is that one.
    """
    if _turns(sentence, difference, said_no=said_no):
        yield Contrary(Sentence(difference.passage).shown, sentence.shown)
        return
    numbers = [word for word in difference.left_out if word[0].isdecimal() and word not in known]
    others = [word for word in difference.put_in if word[0].isdecimal()]
    for number, other in zip(numbers, others, strict=False):
        yield Contrary(other, number)


def _turns(sentence: Sentence, difference: Difference, *, said_no: bool) -> bool:
    """Tell whether there are more negations in one of two sentences than in the other.

    Where the passage stands in a condition ("if you cannot …"), nothing is said either way.
    """
    words = sentence.words.vocabulary
    if not (sentence.is_conditional or words.conditions.isdisjoint(difference.before)):
        return False
    beside = [word for word in difference.beside if not (said_no and word in words.no)]
    missing = sum(word in words.negations for word in difference.left_out)
    added = sum(word in words.negations for word in (*difference.put_in, *beside))
    if missing > added:
        return words.negations.union(words.lacking).isdisjoint(difference.before)
    return missing < added and words.lacking.isdisjoint(difference.left_out)


def _nearest(sentence: Sentence, said: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences of an answer that share most words with an expected one."""
    shared = [len(sentence.stems & one.stems) for one in said]
    fit = [
        (count, one)
        for count, one in zip(shared, said, strict=True)
        if len(one.stems) <= _BLOATED * count
    ]
    best = max((count for count, _ in fit), default=0)
    near = best >= _NEAR * len(sentence.stems)
    return [one for count, one in fit if count == best and near]


def _is_flip(expected: Sentence, said: Sentence) -> bool:
    """Tell whether one of two sentences denies what the other states.

    "If you cannot log in, …" denies nothing, unless both speak of what is so in some case.
    """
    if expected.is_conditional is not said.is_conditional:
        expected, said = expected.stated, said.stated
    return _denies_alone(expected, said) or _denies_alone(said, expected)


def _denies_alone(one: Sentence, other: Sentence) -> bool:
    """Tell whether `one` only denies something, the most of which both speak of."""
    if other.open_to_doubt or other.opening is False:
        return False
    for scope in one.denied:
        about = scope & other.stems
        same = about and len(about) >= _SAME * len(scope)
        if same and not any(denied & about for denied in other.denied):
            return True
    return False
