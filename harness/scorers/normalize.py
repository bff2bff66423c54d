"""One idea of "the same text", shared by every scorer."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalize"]

_PIECE = re.compile("[^\\s\ufdfa\ufdfb]{1,200}")
"""NFKC takes quadratic time over a long run of combining marks, so it gets short pieces; and it
blows two characters up to whole sentences, so they stay as they are."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def _numeral(code: int) -> str | None:
    """Spell a superscript or a fraction out, so that NFKC cannot glue it to the digit before."""
    kind, *parts = unicodedata.decomposition(chr(code)).split() or [""]
    digits = "".join(chr(int(part, 16)) for part in parts).replace("\u2044", "/")
    return {"<super>": f"^{digits}", "<fraction>": f" {digits}"}.get(kind)


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f", None),
        **dict.fromkeys("\u2122\u2120\u00ae\u00a9", None),
        **{
            code: spelled
            for code in (*range(0xB2, 0xBF), *range(0x2070, 0x207A), *range(0x2150, 0x215F))
            if (spelled := _numeral(code))
        },
    }
)


def normalize(text: str, *, fold: bool = True) -> str:
    """Return `text` in the form in which two texts that look the same are equal.

    Compatibility forms are unified (NFKC), curly quotes and long dashes become ASCII, invisible
    characters and the signs ™ ® © go, each run of white space becomes one space, and half a
    surrogate pair becomes U+FFFD. The time taken is linear in the length.

    Args:
        text: Anything, however hostile.
        fold: Also drop the difference between upper and lower case.
    """
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text.translate(_ALIKE))
        text = _compose(_compose(text).casefold()) if fold else _compose(text)
        text = text.translate(_ALIKE)
    elif fold:
        text = text.replace("`", "'").lower()
    else:
        text = text.replace("`", "'")
    return " ".join(text.split())


def _compose(text: str) -> str:
    return _PIECE.sub(lambda piece: unicodedata.normalize("NFKC", piece[0]), text)
