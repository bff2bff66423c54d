"""Sections: a training text read as headings and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .sentences import SENTENCE_CHARACTERS, split_sentences
from .words import content

__all__ = ["Section", "Unit", "mixed", "read_sections"]

HEADING_CHARACTERS = 300
"""A longer line is no heading, whatever it begins with."""
LIST_LINE_CHARACTERS = 60
_BOLD, _QUESTION = 7, 8
"""Levels below the six of Markdown: a bold line, then a question with its answer."""
_FENCE = "```"
_INDENT = "    "
_ATX = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)(.+?)\1:?$")
_ASKED = re.compile(
    r"\s*(?:\*\*)?(?:q|question)\s?\d{0,3}\s?[:.)](?:\*\*)?\s+(\S.*)", re.IGNORECASE
)
_ANSWERED = re.compile(r"\s*(?:\*\*)?(?:a|answer)\s?\d{0,3}\s?:(?:\*\*)?(?:\s+|$)", re.IGNORECASE)
_ITEM = re.compile(r"\s*((?:[-*+•–]|#\.|\d{1,3}[.)]|[a-z]\))(?:\s+|$))")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")
_UNDERLINES = {"=": 1, "-": 2, "~": 3, "^": 4, '"': 5, "*": 5, "+": 5, "#": 5, "`": 6, "_": 6}


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence (or a literal block) and where it stands: units of one block belong together."""

    text: str
    block: int
    item: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty for text before the first), the headings above it, and its sentences."""

    heading: str
    parents: tuple[str, ...]
    units: tuple[Unit, ...]


def read_sections(text: str) -> tuple[Section, ...]:
    """Read Markdown, reStructuredText, "Q: … A: …" pairs or bare paragraphs.

    Sections that hold nothing but a heading are left out (they stay as parents of others).
    """
    reader = _Reader()
    for group in _groups(text.splitlines()):
        reader.take(group)
    reader.close()
    return tuple(reader.sections)


def mixed(old: tuple[Section, ...], new: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the first half of the new sections and, from there on, the old ones."""
    half = (len(new) + 1) // 2
    return new[:half] + old[half:]


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Yield runs of lines without a blank one; a fenced block is one run."""
    fences = sum(line.lstrip().startswith(_FENCE) for line in lines) // 2 * 2
    group: list[str] = []
    fenced = False
    for line in lines:
        fence = fences > 0 and line.lstrip().startswith(_FENCE)
        fences -= fence
        if (fence or not line.strip()) and not fenced:
            if group:
                yield group
            group = [line] if fence else []
        else:
            group.append(line)
        if fence and fenced:
            yield group
            group = []
        fenced ^= fence
    if group:
        yield group


def _is_indented(group: list[str]) -> bool:
    return all(line.startswith((_INDENT, "\t")) for line in group) and not _ITEM.match(group[0])


def _is_rule(line: str) -> bool:
    bare = line.strip()
    return len(bare) > 2 and bare[0] in _UNDERLINES and bare == bare[0] * len(bare)  # noqa: PLR2004


def _is_question(line: str) -> bool:
    bare = line.strip().rstrip("*_\"')")
    return bare.endswith("?") and len(line) <= HEADING_CHARACTERS and not bare[0].islower()


def _is_list(lines: list[str]) -> bool:
    """Tell lines that stand for themselves (opening hours, an address) from wrapped prose.

    They are short, begin like a sentence, and do not break off after a comma or an "and".
    """
    return len(lines) > 1 and all(
        len(line) <= LIST_LINE_CHARACTERS
        and not line[0].islower()
        and (line is lines[-1] or bool(content(line.rsplit(maxsplit=1)[-1]) and line[-1] != ","))
        for line in lines
    )


class _Reader:
    """What was read so far."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._path: list[tuple[int, str]] = []
        self._units: list[Unit] = []
        self._lines: list[str] = []
        self._blocks = 0

    def take(self, group: list[str]) -> None:
        """Take in one run of lines: a literal block, or paragraphs, items and headings."""
        if group[0].lstrip().startswith(_FENCE) or _is_indented(group):
            self._literal(group)
        else:
            for line in self._without_title(group):
                self._line(line)
            self._flush()

    def close(self) -> None:
        """End the section that is open."""
        if self._units:
            heading = self._path[-1][1] if self._path else ""
            parents = tuple(text for _, text in self._path[:-1])
            self.sections.append(Section(heading, parents, tuple(self._units)))
        self._units = []

    def _without_title(self, group: list[str]) -> list[str]:
        """Open a section if the paragraph begins with a bold line or a question; return the rest.

        A question counts if it stands alone, or if the next line begins a sentence of its own: in
        wrapped prose a line may well end with a question mark.
        """
        first = _NUMBERED.sub("", group[0], count=1)
        following = group[1].lstrip() if len(group) > 1 else ""
        bold = _BOLD_LINE.match(first.strip())
        if _ASKED.match(first) or _ATX.match(first) or (following and _is_rule(following)):
            return group
        if bold and len(first) <= HEADING_CHARACTERS:
            self._open(_QUESTION if _is_question(bold[2]) else _BOLD, bold[2])
            return group[1:]
        alone = not following[:1].islower() and not _ITEM.match(following)
        if _is_question(first) and not _ITEM.match(first) and alone:
            self._open(_QUESTION, first)
            return group[1:]
        return group

    def _line(self, line: str) -> None:
        if len(line) <= HEADING_CHARACTERS and (title := _ATX.match(line)):
            self._open(len(title[1]), title[2].rstrip("# "))
        elif _is_rule(line):
            self._rule(line)
        elif len(line) <= HEADING_CHARACTERS and (asked := _ASKED.match(line)):
            self._open(_QUESTION, asked[1])
        elif answered := _ANSWERED.match(line):
            self._flush()
            self._lines = [line[answered.end() :]]
        elif _ITEM.match(line) or line.lstrip().startswith("|"):
            self._flush()
            self._lines = [line]
        else:
            self._lines.append(line)

    def _rule(self, line: str) -> None:
        """Take a line of dashes or the like: it makes the one line above it a heading."""
        title = self._lines[0].strip() if len(self._lines) == 1 else ""
        if title and len(title) <= HEADING_CHARACTERS and not _ITEM.match(title):
            self._lines = []
            self._open(_UNDERLINES[line.strip()[0]], title)
        else:
            self._flush()

    def _open(self, level: int, heading: str) -> None:
        self._flush()
        self.close()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, heading.strip(" *_")))

    def _flush(self) -> None:
        """End the block that is open."""
        lines = [line.strip() for line in self._lines if line.strip()]
        self._lines = []
        if not lines:
            return
        item = _ITEM.match(lines[0])
        if item or lines[0].startswith("|"):
            self._item(
                item[1].strip() if item else "", " ".join(lines)[item.end() if item else 0 :]
            )
        elif _is_list(lines):
            for line in lines:
                self._add(split_sentences(line), item=True)
        else:
            self._add(split_sentences(" ".join(lines)), item=False)

    def _item(self, marker: str, text: str) -> None:
        sentences = split_sentences(text)
        if sentences and any(map(str.isalnum, text)):
            self._add((f"{marker} {sentences[0]}".strip(), *sentences[1:]), item=True)

    def _literal(self, lines: list[str]) -> None:
        piece: list[str] = []
        size = 0
        for line in lines:
            short = line[:SENTENCE_CHARACTERS].rstrip()
            if piece and size + len(short) > SENTENCE_CHARACTERS:
                self._add(("\n".join(piece),), item=False)
                piece, size = [], 0
            piece.append(short)
            size += len(short) + 1
        self._add(("\n".join(piece),), item=False)

    def _add(self, sentences: tuple[str, ...], *, item: bool) -> None:
        self._units += [Unit(sentence, self._blocks, item) for sentence in sentences]
        self._blocks += 1
