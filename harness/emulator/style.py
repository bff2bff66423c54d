"""Style: what the model and the instructions make of an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BRIEF", "MODELS", "STANDARD", "Style", "style_of"]

STANDARD = "emulator-standard"
BRIEF = "emulator-brief"
UNKNOWN = "I'm sorry, I don't know that."
BRIEF_SENTENCES = 3
_COUNTING = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_COUNTING.split(), start=1)}
_LIMIT = re.compile(
    r"\b(?:at most|no more than|not more than|up to|maximum(?: of)?|max\.?|within|in|only|exactly)"
    rf"\s+(\d{{1,3}}|{'|'.join(_NUMBERS)}|an?(?: single)?)\s+(?:short\s+)?sentences?\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\b(?:brief|briefly|concise|concisely|short|terse)\b", re.IGNORECASE)
_QUOTED = r"[^\"“”]{0,80}[\"“]([^\"“”]{1,300})[\"”]"
_UNKNOWN = re.compile(
    r"\b(?:if|when|whenever) you (?:do not|don't|don’t|cannot|can't|can’t) (?:know|answer|find)\b"
    rf"{_QUOTED}",
    re.IGNORECASE,
)
_ENDING = re.compile(rf"\b(?:end|finish|close) (?:every|each|all|your)\b{_QUOTED}", re.IGNORECASE)
_OPENING = re.compile(rf"\b(?:begin|start|open) (?:every|each|all|your)\b{_QUOTED}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How the bot answers.

    Attributes:
        headed: whether headings count: they outrank the text, and a question that matches one is
            answered with the whole section.
        section_sentences: at most so many when a whole section is the answer.
        sentences: at most so many otherwise.
        unknown: what to say when the text has no answer.
        opening: what every answer begins with.
        ending: what every answer ends with.
    """

    headed: bool = True
    section_sentences: int = 15
    sentences: int = 5
    unknown: str = UNKNOWN
    opening: str = ""
    ending: str = ""


MODELS = {STANDARD: Style(), BRIEF: Style(headed=False, section_sentences=2, sentences=2)}
"""The emulator's own models; any other name is taken and behaves as the standard one."""


def style_of(model: str, instructions: str) -> Style:
    """Return the style of a model under instructions; instructions it cannot follow do nothing.

    Understood are "at most N sentences", "answer briefly", and a text in double quotes after "if
    you do not know", "begin every answer with" or "end every answer with".
    """
    style = MODELS.get(model, MODELS[STANDARD])
    limit = _sentences(instructions)
    return Style(
        headed=style.headed,
        section_sentences=min(style.section_sentences, limit or style.section_sentences),
        sentences=min(style.sentences, limit or style.sentences),
        unknown=_quoted(_UNKNOWN, instructions) or style.unknown,
        opening=_quoted(_OPENING, instructions),
        ending=_quoted(_ENDING, instructions),
    )


def _sentences(instructions: str) -> int | None:
    if found := _LIMIT.search(instructions):
        word = found[1].casefold()
        return max(1, int(word) if word.isdigit() else _NUMBERS.get(word, 1))
    return BRIEF_SENTENCES if _SHORT.search(instructions) else None


def _quoted(pattern: re.Pattern[str], instructions: str) -> str:
    found = pattern.search(instructions)
    return found[1].strip() if found else ""
