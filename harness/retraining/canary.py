"""Questions whose answers show which of two texts the bot answers from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from harness.model.suite import Canary

__all__ = ["Known", "Probe", "probes_between", "probes_of"]

MOST = 5
"""So many probes are made from two texts: each costs a request at every look."""
NEAR = 55
"""Sentences at least so alike (0..100) are versions of one sentence."""
COMPARED = 2000
"""At most so many sentences of a text are compared: a canary needs one, not all."""
SHORT = 4
"""Words of fewer letters stand in any sentence."""
SHARE = 0.5
"""An answer shows a sentence when it holds so large a share of the words that tell it apart."""

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"\w+(?:[.,:'’/-]\w+)*")
HEADING = re.compile(r"^\s*#{1,6}\s+|^\s*Q(?:uestion)?\s*[:.]\s*", re.IGNORECASE)


class Known(Enum):
    """Which text an answer shows."""

    OLD = "old"
    NEW = "new"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Probe:
    """A question, the words that only the new text has there, and those only the old one has."""

    ask: str
    new_words: frozenset[str]
    old_words: frozenset[str]
    phrase: str = ""
    """Where a suite names a text that the answer must hold, this text, normalised."""

    def look(self, answer: str) -> Known:
        """Say which text an answer shows."""
        if self.phrase:
            return Known.NEW if self.phrase in _flat(answer) else Known.OLD
        words = _words(answer)
        new, old = _share(self.new_words, words), _share(self.old_words, words)
        if old >= SHARE and old > new:
            return Known.OLD
        return Known.NEW if new >= SHARE and new > old else Known.NEITHER


def probes_of(canaries: Iterable[Canary]) -> tuple[Probe, ...]:
    """Return the probes that a suite asks for."""
    return tuple(
        Probe(canary.ask, frozenset(), frozenset(), _flat(canary.expect)) for canary in canaries
    )


def probes_between(old: str, new: str, most: int = MOST) -> tuple[Probe, ...]:
    """Find questions whose answers should differ between two training texts.

    Every sentence that stands in one text only is set beside its nearest version in the other;
    the words they do not share tell them apart. A sentence without a counterpart is told by the
    words that stand nowhere else in the other text. Sentences with two versions come first, since
    there the old bot can be seen to answer the question at all.
    """
    before, after = _sentences(old), _sentences(new)
    old_texts, new_texts = ({line.text for line in lines} for lines in (before, after))
    gone = [line for line in before if line.text not in new_texts][:COMPARED]
    come = [line for line in after if line.text not in old_texts][:COMPARED]
    probes = [*_come(come, gone, _words(old)), *_gone(gone, come, _words(new))]
    useful = [probe for probe in probes if probe.new_words or probe.old_words]
    useful.sort(key=lambda probe: (not (probe.old_words and probe.new_words), not probe.old_words))
    return tuple(useful[:most])


@dataclass(frozen=True, slots=True)
class _Line:
    heading: str
    text: str


def _sentences(text: str) -> list[_Line]:
    heading = ""
    found: list[_Line] = []
    for raw in SENTENCE.split(text):
        line = raw.strip()
        if HEADING.match(line) or (line.endswith("?") and len(line) < 200):  # noqa: PLR2004
            heading = HEADING.sub("", line)
        elif line:
            found.append(_Line(heading, line))
    return found


def _come(
    come: Sequence[_Line], gone: Sequence[_Line], old_words: frozenset[str]
) -> Iterator[Probe]:
    """Yield a probe for each new sentence: of two versions, or quite new."""
    for line in come:
        nearest = _nearest(line, gone)
        if nearest is None:
            yield Probe(_question(line), _telling(_words(line.text) - old_words), frozenset())
        else:
            old, new = _words(nearest), _words(line.text)
            ask = _question(line, old & new)
            yield Probe(ask, _telling(new - old), _telling(old - new))


def _gone(
    gone: Sequence[_Line], come: Sequence[_Line], new_words: frozenset[str]
) -> Iterator[Probe]:
    """Yield a probe for each sentence that left nothing like it behind."""
    for line in gone:
        if _nearest(line, come) is None:
            yield Probe(_question(line), frozenset(), _telling(_words(line.text) - new_words))


def _nearest(line: _Line, others: Sequence[_Line]) -> str | None:
    texts = [other.text for other in others]
    found = process.extractOne(line.text, texts, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[0] if found else None


def _question(line: _Line, shared: frozenset[str] | None = None) -> str:
    """Ask for a sentence by its heading and the words that both versions share."""
    said = WORD.findall(line.text)
    topic = said if shared is None else [word for word in said if word.casefold() in shared]
    return " ".join([line.heading, *topic]).strip()


def _telling(words: frozenset[str]) -> frozenset[str]:
    """Keep numbers and words of four letters or more; one word without a number tells nothing."""
    kept = frozenset(word for word in words if _has_digit(word) or len(word) >= SHORT)
    return kept if len(kept) > 1 or any(map(_has_digit, kept)) else frozenset()


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text))


def _share(wanted: frozenset[str], words: frozenset[str]) -> float:
    return len(wanted & words) / len(wanted) if wanted else 0.0


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
