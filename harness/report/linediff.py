"""The difference of two answers as lines of a diff: a sentence a line, "- " gone, "+ " new."""

from __future__ import annotations

from itertools import groupby

from rapidfuzz.distance import Indel

from .tokens import sentences, units

__all__ = ["diff_lines"]

LONGEST = 2_000
"""So many characters of each answer are shown."""


def diff_lines(before: str | None, after: str | None) -> list[str]:
    """Return the sentences of both answers, each marked; what is the same begins with "  ".

    An answer that is None is not there; the lines of a cut one end with "…".
    """
    old, new = _sentences(before), _sentences(after)
    lines: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            lines += [f"  {text}" for text in new[step.dest_start : step.dest_end]]
        lines += [f"- {text}" for text in old[step.src_start : step.src_end] if step.tag != "equal"]
        lines += [
            f"+ {text}" for text in new[step.dest_start : step.dest_end] if step.tag != "equal"
        ]
    return _gone_first(lines)


def _sentences(text: str | None) -> list[str]:
    if text is None:
        return []
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    found = (" ".join(each.split()) for each in sentences(units(shown)))
    return [each for each in found if each] or ["(empty answer)"]


def _gone_first(lines: list[str]) -> list[str]:
    """Put what is gone before what is new within each change."""
    ordered: list[str] = []
    for same, run in groupby(lines, key=lambda line: line.startswith("  ")):
        part = list(run)
        ordered += part if same else sorted(part, key=lambda line: line[0] == "+")
    return ordered
