"""Sentences: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SENTENCE_CHARACTERS", "split_sentences"]

SENTENCE_CHARACTERS = 1000
"""What runs on for longer is cut, so that no answer becomes a whole book."""
_CLOSERS = "\"'”’»)]*_`"
_OPENERS = "\"'“‘«([*_`¿¡"
_FULL_WIDTH = re.compile("(?<=[。！？])")
_ABBREVIATIONS = (
    "e.g. i.e. cf. vs. approx. ca. mr. mrs. ms. dr. prof. st. inc. ltd. co. dept. "
    "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec."
)
_UNFINISHED = frozenset(_ABBREVIATIONS.split())
_BEFORE_NUMBERS = frozenset({"no.", "nr.", "fig.", "p.", "art."})


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of one paragraph, white space collapsed, none longer than allowed."""
    return tuple(
        piece
        for part in _FULL_WIDTH.split(text)
        for sentence in _sentences(part.split())
        for piece in _cut(sentence)
    )


def _sentences(words: list[str]) -> Iterator[list[str]]:
    start = 0
    for index in range(1, len(words)):
        if _ends(words[index - 1], words[index]) and _begins(words[index]):
            yield words[start:index]
            start = index
    if start < len(words):
        yield words[start:]


def _ends(word: str, following: str) -> bool:
    bare = word.rstrip(_CLOSERS)
    if not bare.endswith((".", "!", "?", "…")):
        return False
    low = bare.lstrip(_OPENERS).casefold()
    initial = len(low) == 2 and low[0].isalpha() and low[1] == "."  # noqa: PLR2004 ("J.")
    counting = low in _BEFORE_NUMBERS and following[0].isdigit()
    return not (initial or counting or low in _UNFINISHED)


def _begins(word: str) -> bool:
    first = word.lstrip(_OPENERS)[:1]
    return not first.islower()


def _cut(words: list[str]) -> Iterator[str]:
    sentence = " ".join(words)
    while len(sentence) > SENTENCE_CHARACTERS:
        space = sentence.rfind(" ", 1, SENTENCE_CHARACTERS)
        end = space if space > 0 else SENTENCE_CHARACTERS
        yield sentence[:end]
        sentence = sentence[end:].lstrip(" ")
    if sentence:
        yield sentence
