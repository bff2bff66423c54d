"""Answering: from what the text says to what the bot says."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random

from .knowledge import Knowledge, Match
from .passages import render
from .sections import Unit
from .sentences import split_sentences
from .style import Style

__all__ = ["CLOSINGS", "OPENINGS", "UNKNOWNS", "answer"]

HALF = 0.5
"""The bot answers if the text speaks of more than half of what the question is about."""
TITLE = 0.7
"""A question this much like a heading asks for the section."""
READ_CHARACTERS = 20_000
"""Nobody asks at such length; what comes after is not read."""
READ_MESSAGES = 20
"""Nor is what was said longer ago."""
OPENINGS = ("Sure!", "Of course.", "Happy to help.", "Good question.")
CLOSINGS = ("I hope this helps.", "Let me know if you have more questions.")
UNKNOWNS = ("I don't know, sorry.", "Sorry, I don't know about that.", "That I don't know.")
COLDEST = 0.01
"""Below this, chance would decide nothing any more, and numbers overflow."""
_SPREAD = 0.15
"""How far below the best a passage may score and still be taken now and then, at temperature 1."""
_DOUBT = 0.1
"""How uncertain the bot is, at temperature 1, whether a text that half fits is an answer."""


def answer(
    knowledge: Knowledge,
    asked: Sequence[str],
    style: Style,
    *,
    temperature: float = 0.0,
    dice: Random | None = None,
) -> str:
    """Answer the last of the user's messages, only from the text.

    Args:
        knowledge: the bot's text.
        asked: what the user said so far, the last message last.
        style: what model and instructions ask for.
        temperature: 0..1; at 0 equal input gives equal answers, byte by byte.
        dice: where chance comes from at a temperature above 0.
    """
    asked = [message[:READ_CHARACTERS] for message in asked[-READ_MESSAGES:]]
    words, found = _searched(knowledge, asked, style)
    if temperature <= 0 or dice is None:
        match = next(iter(_fitting(found)), None)
        chosen = _chosen(knowledge, match, words, style) if match else []
        return _framed(render(chosen), style) if chosen else style.unknown
    match = _drawn(found, temperature, dice)
    if match is None:
        return _unknown(style, temperature, dice)
    chosen = _varied(_chosen(knowledge, match, words, style), temperature, dice)
    return _framed(_polite(render(chosen), temperature, dice), style)


def _searched(
    knowledge: Knowledge, asked: Sequence[str], style: Style
) -> tuple[tuple[str, ...], list[Match]]:
    """Search for the last message, and if nothing fits, for the questions in it alone.

    People tell a story first: "I bought shoes last week and they don't fit. Can I return them?"
    """
    words, context = _subject(knowledge, asked)
    found = knowledge.search(words, asked[-1], context=context, headed=style.headed)
    if not _fitting(found):
        question = " ".join(part for part in split_sentences(asked[-1]) if part.endswith("?"))
        core = knowledge.subject(question)
        again = knowledge.search(core, question, context=context, headed=style.headed)
        if _fitting(again):
            return core, again
    return words, found


def _subject(knowledge: Knowledge, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the last message is about, and what may decide between passages that fit alike.

    If the text knows no word of it ("and in summer?"), the latest earlier message that it knows
    joins in; the unknown words still count as not covered.
    """
    words = knowledge.subject(asked[-1])
    for earlier in reversed(asked[:-1]):
        before = knowledge.subject(earlier)
        if any(map(knowledge.knows, before)):
            if any(map(knowledge.knows, words)):
                return words, before
            return tuple(dict.fromkeys((*before, *words))), ()
    return words, ()


def _fitting(found: Sequence[Match]) -> list[Match]:
    return [match for match in found if match.covered > HALF or match.named]


def _drawn(found: Sequence[Match], temperature: float, dice: Random) -> Match | None:
    """Draw a passage by its score; the better the best one fits, the rarer is "I don't know"."""
    fitting = _fitting(found) or list(found[:1])
    if not fitting:
        return None
    heat = max(temperature, COLDEST)
    sure = max(1.0 if match.named else match.covered for match in fitting) - HALF
    if dice.random() > 1 / (1 + exp(-sure / (_DOUBT * heat))):
        return None
    best = fitting[0].score
    chances = [exp((match.score / best - 1) / (_SPREAD * heat)) for match in fitting]
    return dice.choices(fitting, chances)[0]


def _chosen(knowledge: Knowledge, match: Match, words: Sequence[str], style: Style) -> list[Unit]:
    """Return the sentences that answer: the section, or the part that speaks of the question."""
    passage = knowledge.passages[match.passage]
    if style.headed and match.title >= TITLE:
        return list(knowledge.sections[passage.section].units[: style.section_sentences])
    asked = set(words) - knowledge.said_above(match.passage)
    weights = [knowledge.relevance(unit, asked) for unit in passage.units]
    best = max(weights)
    if best <= 0:  # the headings say it all, so every sentence is about it
        return list(passage.units[: style.sentences])
    order = sorted(range(len(weights)), key=lambda number: (-weights[number], number))
    good = [number for number in order if weights[number] > best / 2]
    return [
        passage.units[number]
        for number in sorted(_with_lists(passage.units, good, style.sentences))
    ]


def _with_lists(units: Sequence[Unit], good: Sequence[int], limit: int) -> set[int]:
    """Add to each sentence, while there is room, the list that it announces or belongs to."""
    taken: set[int] = set()
    for number in good:
        around = [number]
        if units[number].text.endswith(":"):
            following = range(number + 1, len(units))
            around += [n for n in following if all(u.item for u in units[number + 1 : n + 1])]
        for near in around:
            if len(taken) < limit:
                taken.add(near)
    return taken


def _varied(units: list[Unit], temperature: float, dice: Random) -> list[Unit]:
    """Leave out a sentence here, swap two there: what a model does that is not held to be exact."""
    kept = [unit for unit in units if dice.random() >= 0.15 * temperature] or units[:1]
    if len(kept) > 1 and dice.random() < 0.3 * temperature:
        place = dice.randrange(len(kept) - 1)
        kept[place], kept[place + 1] = kept[place + 1], kept[place]
    return kept


def _polite(text: str, temperature: float, dice: Random) -> str:
    if dice.random() < temperature / 2:
        text = f"{dice.choice(OPENINGS)} {text}"
    if dice.random() < temperature / 3:
        text = f"{text} {dice.choice(CLOSINGS)}"
    return text


def _framed(text: str, style: Style) -> str:
    return " ".join(part for part in (style.opening, text, style.ending) if part)


def _unknown(style: Style, temperature: float, dice: Random) -> str:
    return dice.choice(UNKNOWNS) if dice.random() < temperature / 2 else style.unknown
