"""The few lines of JavaScript and Python that only look for a text or count characters."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["read_code"]

_TEXT = r"""(?P<q>['"`])(?P<text>(?:(?!(?P=q))[^\\])*)(?P=q)"""
_LOWER = r"(?P<lower>(?:\.toLowerCase\(\)|\.lower\(\))?)"
_METHODS = {
    "includes": "contains",
    "startsWith": "starts_with",
    "startswith": "starts_with",
    "endsWith": "ends_with",
    "endswith": "ends_with",
}
_METHOD = re.compile(rf"(?P<no>!\s*)?output{_LOWER}\.(?P<method>\w+)\(\s*{_TEXT}\s*\)")
_IN = re.compile(rf"{_TEXT}(?P<no>\s+not)?\s+in\s+output{_LOWER}")
_SAME = re.compile(rf"output(?:\.trim\(\)|\.strip\(\))?\s*(?P<op>===?|!==?)\s*{_TEXT}")
_LENGTH = re.compile(r"(?:output\.length|len\(output\))\s*(?P<op><=?|>=?)\s*(?P<count>\d+)")
_LONGEST = 1000
_AND = re.compile(r"\s*&&\s*|\s+and\s+")


def read_code(code: str) -> dict[str, Any] | None:
    """Return the expectation that an expression means; None for any other code."""
    text = code.strip().removeprefix("return ").rstrip(";").strip()
    parts = [_read(part.strip()) for part in _AND.split(text)] if _is_short(text) else [None]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    return found[0] if len(found) == 1 else {"all_of": {"of": found}}


def _is_short(text: str) -> bool:
    return bool(text) and "\n" not in text and len(text) <= _LONGEST


def _read(text: str) -> dict[str, Any] | None:
    if match := _METHOD.fullmatch(text):
        scorer = _METHODS.get(match["method"])
        return _found(scorer, match, negated=bool(match["no"])) if scorer else None
    if match := _IN.fullmatch(text):
        return _found("contains", match, negated=bool(match["no"]))
    if match := _SAME.fullmatch(text):
        made = {"exact": {"text": match["text"], "normalize": "no"}} if match["text"] else None
        return {"not": made} if made and match["op"].startswith("!") else made
    if match := _LENGTH.fullmatch(text):
        return _length(match["op"], int(match["count"]))
    return None


def _found(scorer: str, match: re.Match[str], *, negated: bool) -> dict[str, Any] | None:
    text = match["text"]
    if not text.strip() or (match["lower"] and text != text.lower()):
        return None
    made: dict[str, Any]
    if scorer == "contains":
        name = "icontains" if match["lower"] else "contains"
        made = {name: {"text": text, "normalize": "no"}}
    else:
        case = "no" if match["lower"] else "yes"
        made = {scorer: {"text": text, "case_sensitive": case, "normalize": "no"}}
    return {"not": made} if negated else made


def _length(sign: str, count: int) -> dict[str, Any] | None:
    if sign.startswith("<"):
        most = count if sign == "<=" else count - 1
        return {"char_count": {"max": str(most)}} if most >= 0 else None
    return {"char_count": {"min": str(count if sign == ">=" else count + 1)}}
