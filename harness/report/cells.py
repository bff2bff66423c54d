"""Rows as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

__all__ = ["csv_cell", "csv_text"]

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""With these a formula begins, or what makes a spreadsheet look behind it for one."""

_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls and halves of pairs; tabs and line ends stay."""


def csv_text(heads: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows under their heads, every field quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([csv_cell(head) for head in heads])
    writer.writerows([csv_cell(row.get(head)) for head in heads] for row in rows)
    return out.getvalue()


def csv_cell(value: object) -> str:
    """Return a value as a cell: a text that a formula could hide in gets a `'` before it.

    Numbers stay numbers. Control characters, which no spreadsheet shows, are left out.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # What is left out may have stood before a tab or a sign: the text that is shown decides.
    shown = _shown(text)
    return f"'{shown}" if _is_risky(shown) else shown


def _is_risky(text: str) -> bool:
    """Tell whether a formula begins behind blanks and what cannot be seen."""
    if text[:1] in STARTS:
        return bool(text)
    return next((c for c in text if not _is_blank(c)), "x") in STARTS


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _shown(text: str) -> str:
    return _UNSHOWN.sub("", text)
