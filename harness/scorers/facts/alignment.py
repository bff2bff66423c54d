"""The passage of an answer that is an expected sentence but for a word or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from .sentence import PAUSES, Sentence, Words

__all__ = ["Difference", "differ"]

_SIMILAR = 60
"""partial_ratio, 0..100, from which on a passage is looked at."""
_EQUAL = 100
_SHARED = 0.8
_FOREIGN = 0.25
"""It is the same sentence with so much of its content, and so little else said."""
_FEWEST_WORDS = 2
_LONGEST_BEFORE = 5
_MARGIN = 2
"""A word put in makes a passage longer than the sentence is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells a passage from the expected sentence, word by word."""

    passage: Words
    left_out: tuple[str, ...]
    put_in: tuple[str, ...]
    beside: tuple[str, ...]
    """The word directly before the passage, and the one behind that ends its clause."""
    before: tuple[str, ...]
    """The last words of its clause before it."""


def differ(sentence: Sentence, answer: Words) -> Difference | None:
    """Return what tells the passage that is most like a sentence from it.

    None where no passage is that sentence but for a word or two.
    """
    expected, origin = sentence.words.spoken
    said, places = answer.spoken
    window = _window(expected, said)
    if window is None:
        return None
    start, end = window
    opcodes = LCSseq.opcodes(expected, said[start:end])
    blocks = [block for block in opcodes if block.tag == "equal"]
    if not blocks:
        return None
    first, last = start + blocks[0].dest_start, start + blocks[-1].dest_end
    if not _is_same(sentence, [answer.stems[at] for at in places[first:last]]):
        return None
    kept = {at for block in blocks for at in range(block.src_start, block.src_end)}
    found = {start + at for block in blocks for at in range(block.dest_start, block.dest_end)}
    beside = _beside(places, first, last)
    return Difference(
        passage=answer.cut(places[min((first, *beside))], places[last - 1] + 1),
        left_out=tuple(
            sentence.words.written[at] for number, at in enumerate(origin) if number not in kept
        ),
        put_in=tuple(answer.written[places[at]] for at in range(first, last) if at not in found),
        beside=tuple(answer.written[places[at]] for at in beside),
        before=_before(answer, places[first]),
    )


def _window(expected: Sequence[str], said: Sequence[str]) -> tuple[int, int] | None:
    if min(len(expected), len(said)) < _FEWEST_WORDS:
        return None
    if len(said) <= len(expected):
        return 0, len(said)
    found = fuzz.partial_ratio_alignment(expected, said, score_cutoff=_SIMILAR)
    if found is None:
        return None
    margin = 0 if found.score == _EQUAL else _MARGIN
    return max(found.dest_start - margin, 0), min(found.dest_end + margin, len(said))


def _is_same(sentence: Sentence, said: Sequence[str]) -> bool:
    content = [stem for stem in said if stem]
    shared = sentence.stems.intersection(content)
    foreign = sum(stem not in shared for stem in content)
    return (
        bool(shared)
        and len(shared) >= _SHARED * len(sentence.stems)
        and foreign <= _FOREIGN * len(content)
    )


def _before(answer: Words, place: int) -> tuple[str, ...]:
    start = place
    while start and place - start < _LONGEST_BEFORE and answer.written[start - 1][0] not in PAUSES:
        start -= 1
    return answer.written[start:place]


def _beside(places: Sequence[int], first: int, last: int) -> list[int]:
    found = []
    if first and places[first] - places[first - 1] == 1:
        found.append(first - 1)
    if last < len(places) and places[last] - places[last - 1] == 1:
        ends = last + 1 == len(places) or places[last + 1] - places[last] > 1
        found.extend([last] if ends else [])
    return found
