"""Hostile text in Markdown: what is not plainly harmless stands in code, where nothing acts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from .clean import plain
from .wording import brief

__all__ = ["code", "fence", "html_code", "prose"]

LONGEST_CODE = 200
LONGEST_PROSE = 600
_BLANKS = re.compile(r"[\s\u2028\u2029]+")
_HARMLESS = re.compile(r"""[\w%€£()'"“”‘’.,;:!?+±−–—=≈≠→·…/&°-]+""")
"""Words of these characters alone; what they could still act by is in `_ACTS`."""
_ACTS = re.compile(
    r"_|://|[!%&]\w|:\w[^:]*:|^[-+=]+$|(?i:\bwww\.|\bGH-\d|\b[0-9a-f]{7,}\b)|\b[A-Z][A-Z0-9]+-\d"
)
"""Emphasis, addresses, references of GitHub, GitLab and Jira, emoji, lines, hashes."""
_LIST_ITEM = re.compile(r"\d+[.)]")
"""As the first word of a line it begins a list."""
_SIMPLE_CODE = re.compile(r"[^`|\\\n]*")


def prose(text: str, *, limit: int = LONGEST_PROSE) -> str:
    """Return a sentence on one line; each run of words that could act as Markdown is code.

    GitHub links and notifies for names, numbers and addresses anywhere but in code.
    """
    words = _BLANKS.sub(" ", _cut(text, limit)).split()
    marked = [(_is_harmless(word, first=not place), word) for place, word in enumerate(words)]
    runs = groupby(marked, key=lambda pair: pair[0])
    return " ".join(_run(harmless, (word for _, word in run)) for harmless, run in runs)


def code(text: str) -> str:
    """Return a text as a code span that no text can end, and that fits a cell of a table."""
    shown = _shown(text)
    # A bar in a code span would end the cell, a backslash before it would not.
    return f"`{shown}`" if _SIMPLE_CODE.fullmatch(shown) else html_code(text)


def html_code(text: str) -> str:
    """Return a text as a code element, for where HTML stands and Markdown is not read."""
    safe = " -.,?"
    inside = (c if c.isalnum() or c in safe else f"&#{ord(c)};" for c in _shown(text))
    return f"<code>{''.join(inside)}</code>"


def fence(lines: Iterable[str], language: str = "") -> str:
    """Return lines as a block of code whose fence is longer than any run of backticks in it."""
    inside = "\n".join(plain(line) for line in lines)
    runs = re.findall("`+", inside)
    mark = "`" * max(3, 1 + max(map(len, runs), default=0))
    return f"{mark}{language}\n{inside}\n{mark}"


def _shown(text: str) -> str:
    return _BLANKS.sub(" ", _cut(text, LONGEST_CODE)).strip() or "–"


def _cut(text: str, limit: int) -> str:
    """Return the beginning of a text, with hidden characters named; the rest is not looked at."""
    return brief(plain(brief(text, limit)), limit)


def _is_harmless(word: str, *, first: bool) -> bool:
    if first and _LIST_ITEM.fullmatch(word):
        return False
    return bool(_HARMLESS.fullmatch(word)) and not _ACTS.search(word)


def _run(harmless: bool, words: Iterable[str]) -> str:  # noqa: FBT001 (the key of a group)
    text = " ".join(words)
    return text if harmless else code(text)
