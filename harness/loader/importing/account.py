"""The account of an import: everything that was translated, changed in meaning, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Account"]


@dataclass
class Account:
    """Notes by what became of a thing; each is told once, with how often it occurred."""

    translated: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def translate(self, what: str) -> None:
        """Note what means the same now."""
        self.translated[what] = self.translated.get(what, 0) + 1

    def change(self, what: str) -> None:
        """Note what means something else now, and how."""
        self.changed[what] = self.changed.get(what, 0) + 1

    def leave_out(self, what: str) -> None:
        """Note what is not in the suite, and why."""
        self.left_out[what] = self.left_out.get(what, 0) + 1

    def lines(self) -> Iterator[str]:
        """Give the account in lines, headed by numbers."""
        parts = (
            ("translated", self.translated),
            ("changed in meaning", self.changed),
            ("left out", self.left_out),
        )
        for name, notes in parts:
            yield f"{sum(notes.values())} {name}"
            for note, count in notes.items():
                yield f"  {note}" + (f" (×{count})" if count > 1 else "")
