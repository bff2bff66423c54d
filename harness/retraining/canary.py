"""Questions whose answers show which of two texts the bot answers from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    the words they do not share tell them apart. Sentences with two versions come first, since
    there the old bot can be seen to answer the question at all.
    """
    before, after = _sentences(old), _sentences(new)
    gone = [line for line in before if line.text not in {other.text for other in after}]
    come = [line for line in after if line.text not in {other.text for other in before}]
    probes = [*_changed(come[:COMPARED], gone[:COMPARED]), *_lost(gone[:COMPARED], after)]
    probes.sort(key=lambda probe: (not (probe.old_words and probe.new_words), not probe.old_words))
    return tuple(probes[:most])


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


def _changed(come: Sequence[_Line], gone: Sequence[_Line]) -> list[Probe]:
    """Return a probe for each new sentence: a changed one, or one that is quite new."""
    texts = [line.text for line in gone]
    probes = []
    for line in come:
        nearest = process.extractOne(line.text, texts, scorer=fuzz.ratio, score_cutoff=NEAR)
        old = nearest[0] if nearest else ""
        probe = _probe(line, old, line.text)
        if probe.new_words:
            probes.append(probe)
    return probes


def _lost(gone: Sequence[_Line], after: Sequence[_Line]) -> list[Probe]:
    """Return a probe for each sentence that left nothing like it behind."""
    texts = [line.text for line in after[:COMPARED]]
    return [
        _probe(line, line.text, "")
        for line in gone
        if process.extractOne(line.text, texts, scorer=fuzz.ratio, score_cutoff=NEAR) is None
    ]


def _probe(line: _Line, old: str, new: str) -> Probe:
    old_words, new_words = _words(old), _words(new)
    shared = [word for word in WORD.findall(line.text) if word.casefold() in old_words & new_words]
    # A quite new or quite lost sentence shares nothing: its own words must do as the question.
    topic = " ".join(shared) if shared else line.text
    ask = f"{line.heading} {topic}".strip()
    return Probe(ask, _telling(new_words - old_words), _telling(old_words - new_words))


def _telling(words: frozenset[str]) -> frozenset[str]:
    """Keep numbers and words of four letters or more: short words tell nothing."""
    return frozenset(
        word
        for word in words
        if any(sign.isdigit() for sign in word) or len(word) >= 4  # noqa: PLR2004
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text))


def _share(wanted: frozenset[str], words: frozenset[str]) -> float:
    return len(wanted & words) / len(wanted) if wanted else 0.0


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
