"""Passages: what is ranked and answered from, a section or a part of a long one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .sections import Section, Unit

__all__ = ["Passage", "cut_passages", "render"]

PASSAGE_CHARACTERS = 1000
"""A section that is longer becomes several passages, each of about this size."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some sentences of one section, in order; they know the section's heading."""

    section: int
    heading: str
    parents: tuple[str, ...]
    units: tuple[Unit, ...]


def cut_passages(sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Cut long sections between paragraphs; a list stays with the sentence before it."""
    return tuple(
        Passage(number, section.heading, section.parents, tuple(units))
        for number, section in enumerate(sections)
        for units in _packed(section.units)
    )


def render(units: Sequence[Unit]) -> str:
    """Return sentences as text: paragraphs and lists as they stood, white space as it should be."""
    text = ""
    for before, unit in zip((None, *units), units, strict=False):
        if before is not None:
            text += " " if before.block == unit.block else "\n" if unit.item else "\n\n"
        text += unit.text
    return text


def _packed(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    passage: list[Unit] = []
    size = 0
    for lump in _lumps(units):
        length = sum(len(unit.text) for unit in lump)
        if passage and size + length > PASSAGE_CHARACTERS:
            yield passage
            passage, size = [], 0
        passage += lump
        size += length
    if passage:
        yield passage


def _lumps(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Yield what should stay together: a paragraph and the list below it, if not too long."""
    lump: list[Unit] = []
    size = 0
    for unit in units:
        starts = bool(lump) and unit.block != lump[-1].block and not unit.item
        if lump and (starts or size + len(unit.text) > PASSAGE_CHARACTERS):
            yield lump
            lump, size = [], 0
        lump.append(unit)
        size += len(unit.text)
    if lump:
        yield lump
