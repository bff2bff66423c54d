"""The passages of a training text: what changed in them, and on which of them an answer draws."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz.distance import Indel

__all__ = ["Passage", "PassageChange", "Sources", "changes_between", "read_passages"]

ALIKE = 0.5
"""Two passages with so large a share of common words (0..1) are one passage, edited."""
PAIRS_LIMIT = 250_000
"""More pairs of unmatched passages than this are told apart by their headings alone."""
DRAWS_ABOVE = 0.5
"""So much of an answer, by weight of its words, must stand in a passage that it draws on."""
LONGEST_HEADING = 150

_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")
_ATX = re.compile(r"#{1,6}\s+(\S.*?)\s*#*\s*$")
_BOLD = re.compile(r"(\*\*|__)(\S.*?)\1:?$")
_ASKED = re.compile(r"(?:q|question)\s?\d{0,3}\s?[:.)]\s+(\S.*)$", re.IGNORECASE)
_UNDERLINE = re.compile(r"([=\-~^*+#\"])\1{2,}\s*$")
_BLANK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading (empty where the text has none) and what stands below it, to the next one."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage before and after, and its places in the two texts; None where it does not stand."""

    before: Passage | None
    after: Passage | None
    place_before: int | None
    place_after: int | None

    @property
    def heading(self) -> str:
        """The heading after, or the one before where there is none after."""
        found = self.after or self.before
        return found.heading if found else ""


def read_passages(text: str) -> tuple[Passage, ...]:
    """Cut a text at its headings; a text without headings, at its blank lines.

    Headings are those of Markdown and reStructuredText, lines in bold, and questions that stand
    alone on a line.
    """
    blocks = [block.strip("\n") for block in _BLANK.split(text.replace("\r\n", "\n"))]
    found: list[Passage] = []
    heading, body = "", list[str]()
    for block in blocks:
        head, rest = _heading_of(block)
        if head:
            found += _passage(heading, body)
            heading, body = head, []
        if rest.strip():
            body.append(rest)
    found += _passage(heading, body)
    if any(passage.heading for passage in found):
        return tuple(found)
    return tuple(Passage("", block) for block in blocks if block.strip())


def changes_between(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[PassageChange, ...]:
    """Return the passages that were edited, added or removed, in the order of the texts.

    White space and line breaks do not count, nor does a passage that only moved.
    """
    gone, come = _unmatched(old, new), _unmatched(new, old)
    partners = _partners(gone, come)
    changes = []
    for place, passage in come:
        at = partners.get(place)
        changes.append(PassageChange(None if at is None else old[at], passage, at, place))
    paired = set(partners.values())
    changes += [
        PassageChange(passage, None, place, None) for place, passage in gone if place not in paired
    ]
    # What was removed stands where it stood, as far as the two texts run alike.
    return tuple(sorted(changes, key=_order))


class Sources:
    """The passages of a text, made ready to find those that an answer draws on."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Count in how many passages each word stands: rare words tell more."""
        self._holders: dict[str, set[int]] = {}
        for place, passage in enumerate(passages):
            for word in _words(f"{passage.heading}\n{passage.text}"):
                self._holders.setdefault(word, set()).add(place)
        self._count = len(passages)
        held = self._holders.items()
        self._weights = {word: self._weight(len(holders)) for word, holders in held}
        self._unheld = self._weight(0)

    def drawn_on(self, answer: str) -> dict[int, float]:
        """Return the places of the passages that hold most of an answer, and how much (0..1).

        Words are weighted by how few passages hold them (Spärck Jones 1972, "A statistical
        interpretation of term specificity"). Of several passages only those stay that hold about
        as much as the best one. This is overlap of text: it cannot tell what the bot really read.
        """
        # Rare words first, in one order: sums of floats depend on it.
        weight_of, unheld = self._weights.get, self._unheld
        ranked = sorted([(weight_of(word, unheld), word) for word in _words(answer)], reverse=True)
        total = left = sum(weight for weight, _ in ranked)
        needed = 0.99 * DRAWS_ABOVE * total
        held: dict[int, float] = {}
        for weight, word in ranked:
            holders = self._holders.get(word, set[int]())
            if left < needed:
                # With so little weight left, only what has much of the answer by now gets there.
                held = {place: found for place, found in held.items() if found + left >= needed}
                holders = held.keys() & holders
            for place in holders:
                held[place] = held.get(place, 0.0) + weight
            left -= weight
        shares = {place: min(1.0, found / total) for place, found in held.items()}
        best = max(shares.values(), default=0.0)
        floor = max(DRAWS_ABOVE, 0.85 * best)
        return {place: share for place, share in sorted(shares.items()) if share >= floor}

    def _weight(self, holders: int) -> float:
        return log(1 + self._count / (0.5 + holders))


def _heading_of(block: str) -> tuple[str, str]:
    """Return the heading that a block begins with (empty: none), and the rest of the block."""
    first, _, rest = block.partition("\n")
    line = first.strip()
    if not line or len(line) > LONGEST_HEADING:
        return "", block
    for pattern in (_ATX, _BOLD, _ASKED):
        if match := pattern.match(line):
            return match.group(match.lastindex or 0), rest
    under, _, below = rest.partition("\n")
    if _UNDERLINE.match(under.strip()):
        return line, below
    if line.endswith("?") and not rest.strip():
        return line, ""
    return "", block


def _passage(heading: str, body: list[str]) -> list[Passage]:
    return [Passage(heading, "\n\n".join(body))] if body else []


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _plain(passage: Passage) -> tuple[str, str]:
    return " ".join(passage.heading.split()), " ".join(passage.text.split())


def _unmatched(passages: Iterable[Passage], others: Iterable[Passage]) -> list[tuple[int, Passage]]:
    """Return the passages, with their places, that do not stand word for word among the others."""
    left = Counter(_plain(other) for other in others)
    found = []
    for place, passage in enumerate(passages):
        key = _plain(passage)
        if left[key]:
            left[key] -= 1
        else:
            found.append((place, passage))
    return found


def _order(change: PassageChange) -> tuple[int, bool]:
    place = change.place_before if change.place_after is None else change.place_after
    return place or 0, change.place_after is None


def _partners(
    gone: Sequence[tuple[int, Passage]], come: Sequence[tuple[int, Passage]]
) -> dict[int, int]:
    """Find for places after the place before of the passage that it was made of."""
    if len(gone) * len(come) > PAIRS_LIMIT:
        return _by_heading(gone, come)
    words = {place: _WORD.findall(passage.text.casefold()) for place, passage in gone}
    alike = []
    for place, passage in come:
        mine = _WORD.findall(passage.text.casefold())
        for at, other in gone:
            likeness = Indel.normalized_similarity(words[at], mine)
            if passage.heading and passage.heading == other.heading:
                likeness += 1
            if likeness >= ALIKE:
                alike.append((-likeness, place, at))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, at in sorted(alike):
        if place not in found and at not in taken:
            found[place] = at
            taken.add(at)
    return found


def _by_heading(
    gone: Iterable[tuple[int, Passage]], come: Iterable[tuple[int, Passage]]
) -> dict[int, int]:
    left = {passage.heading: place for place, passage in gone if passage.heading}
    return {place: left.pop(passage.heading) for place, passage in come if passage.heading in left}
