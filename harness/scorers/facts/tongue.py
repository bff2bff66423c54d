"""The words of a language by which facts are told, as plain lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Tongue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Lists of words; separated by white space, the numbered ones (January is 1) by commas."""

    code: str
    negations: str
    lacking: str
    idioms: tuple[str, ...]
    breaks: str
    conditions: str
    yes: str
    no: str
    months: str
    weekdays: str
    ambiguous: str = ""
    numbers: str
    units: Mapping[str, str]
    """Words by the English name of the unit."""
    decimal_comma: bool = True
