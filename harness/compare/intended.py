"""Intended changes: the questions whose passage in the training text was edited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from math import log

from harness.model.run import TrainingText
from harness.model.suite import Case

__all__ = ["EDITED", "intended_by"]

EDITED = "its training text changed"
_LINE = re.compile(r"\s*\n\s*")
_HEADING = re.compile(r"#|.{0,200}\?$")
_WORD = re.compile(r"\w+")


def intended_by(
    before: TrainingText | None, after: TrainingText | None
) -> Callable[[Case], str | None]:
    """Return what tells of a case why its change is meant, or None.

    A case belongs to the passage, of either text, that shares most with what it asks and expects;
    a word counts by its rarity (log N/df). If that passage, or one as close, stands in one text
    only, the edit explains the change. Without both texts no change is explained.
    """
    if before is None or after is None or before.text == after.text:
        return lambda _: None
    old, new = _passages(before.text), _passages(after.text)
    found = sorted(old | new)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, passage in enumerate(found):
        for word in set(_WORD.findall(passage)):
            holders[word].append(place)

    def tell(case: Case) -> str | None:
        shared: defaultdict[int, float] = defaultdict(float)
        # In order: sums of floats depend on it, and the order of a set changes from run to run.
        for word in sorted(holders.keys() & _asked_and_expected(case)):
            weight = log(1 + len(found) / len(holders[word]))
            for place in holders[word]:
                shared[place] += weight
        most = max(shared.values(), default=0)
        closest = {found[place] for place, score in shared.items() if score >= most > 0}
        return EDITED if closest - (old & new) else None

    return tell


def _passages(text: str) -> set[str]:
    """Divide a text into its lines; a heading, or a question alone, goes with the line it heads."""
    found: set[str] = set()
    heads: list[str] = []
    for line in _LINE.split(text.casefold()):
        plain = " ".join(line.split())
        if _HEADING.match(plain):
            heads.append(plain)
        elif plain:
            found.add(" ".join([*heads[-1:], plain]))
            heads = []
    return found | set(heads)


def _asked_and_expected(case: Case) -> set[str]:
    texts = [turn.user for turn in case.turns]
    for turn in case.turns:
        for expectation in turn.expect:
            texts += _texts(expectation.parameters.values())
    return {word for text in texts for word in _WORD.findall(text.casefold())}


def _texts(values: Iterable[object]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Mapping):
            found += _texts(value.values())
        elif isinstance(value, list | tuple):
            found += _texts(value)
    return found
