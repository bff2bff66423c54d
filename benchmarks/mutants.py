"""Changes of an answer: mutants that say something else, and variants that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["harmless", "mutants"]

_NUMBER = re.compile(r"(?<![\w.,/:@-])\d{1,6}(?![\w.,:/@%-]*\d)(?=[\s,.)%;-]|$)")
_MONTHS = """
    January February March April May June July August September October November December
""".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATE = re.compile(rf"\b({'|'.join(_MONTHS)})(?= \d)|\b({'|'.join(_DAYS)})\b")
_PUT_IN = re.compile(
    r"\b(can|will|should|must|is|are|was|were|does|do|has|have|may)\b(?! not\b)(?!n't)"
)
_TAKE_OUT = re.compile(
    r"\b(can|will|should|must|is|are|was|were|does|do|has|have|did|could|would) ?n[o']t\b"
    r"(?! only| just)|\bcannot\b"
)
_NEVER = re.compile(r"\bnever\b")
_ADDRESS = re.compile(r"https?://[^\s)>\"'`]+[A-Za-z0-9]")
_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
""".split()
_TENS = {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 90: "ninety", 100: "one hundred"}
_MOST = 3
"""So many mutants of one kind are made of one answer."""


def mutants(answer: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, changed answer); each has exactly one fact changed."""
    for match in list(_NUMBER.finditer(answer))[:_MOST]:
        value = int(match[0])
        for other in (value + 1, value * 2 + 3):
            yield "number changed", _put(answer, match, str(other))
    for match in list(_DATE.finditer(answer))[:_MOST]:
        names = _MONTHS if match[1] else _DAYS
        moved = names[(names.index(match[0]) + 1) % len(names)]
        yield "date moved", _put(answer, match, moved)
    for match in list(_PUT_IN.finditer(answer))[:_MOST]:
        yield "negation put in", _put(answer, match, f"{match[0]} not")
    for match in list(_TAKE_OUT.finditer(answer))[:_MOST]:
        word = match[1] or "can"
        yield "negation taken out", _put(answer, match, "can" if word == "ca" else word)
    for match in list(_NEVER.finditer(answer))[:_MOST]:
        yield "negation taken out", _put(answer, match, "always")
    for match in list(_ADDRESS.finditer(answer))[:_MOST]:
        yield "address changed", _put(answer, match, match[0] + "-old")


def harmless(answer: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, changed answer); each says the same as the answer."""
    yield "as it is", answer
    yield "upper case", answer.upper()
    yield "lower case", answer.lower()
    yield "no full stops", re.sub(r"[.!](?=\s|$)", "", answer)
    yield (
        "other quotes and dashes",
        answer.replace('"', "\u201d").replace("'", "\u2019").replace(" - ", " — "),
    )
    yield "one line", " ".join(answer.split())
    yield (
        "polite frame",
        f"Sure, happy to help! {answer} Please don't hesitate to ask if you have more questions.",
    )
    yield (
        "another frame",
        f"Thanks for reaching out. {answer}\n\nIs there anything else I can do for you?",
    )
    sentences = re.split(r"(?<=[.!?])\s+", answer)
    if len(sentences) > 1:
        yield "sentences in another order", " ".join([*sentences[1:], sentences[0]])
    spelled = _NUMBER.sub(lambda match: _spell(int(match[0]), match[0]), answer)
    if spelled != answer:
        yield "number words", spelled


def _spell(value: int, written: str) -> str:
    if value < len(_SMALL):
        return _SMALL[value]
    return _TENS.get(value, written)


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]
