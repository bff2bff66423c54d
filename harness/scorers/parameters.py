"""The types that parameters of scorers have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from .language import known_language

__all__ = ["LanguageName", "Text", "Texts"]


def _many(value: object) -> object:
    """Let a single text stand for a list of one."""
    return (value,) if isinstance(value, str) else value


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Text = Annotated[str, AfterValidator(_filled)]
"""A text that is not blank: every answer would say a blank one."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_many)]
"""A list of texts, or a single one."""

LanguageName = Annotated[str, AfterValidator(known_language)]
"""The name or the code of a language that has stems; the name comes out."""
