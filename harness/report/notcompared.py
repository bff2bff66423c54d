"""What could not be compared, one row for each reason: hundreds of questions may share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.comparison import Unpaired

__all__ = ["LeftOut", "group_unpaired"]

NAMED = 20
"""So many questions are named for one reason."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Questions that one and the same thing keeps from being compared."""

    setting: str
    """Empty: all settings."""
    why: str
    names: tuple[str, ...]
    """Ids of the first of the questions."""
    questions: int

    @property
    def more(self) -> int:
        """How many questions are not named."""
        return self.questions - len(self.names)


def group_unpaired(unpaired: Sequence[Unpaired]) -> tuple[LeftOut, ...]:
    """Return a row for each setting and reason, in the order in which they first come."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in unpaired:
        setting = str(one.setting) if one.setting else ""
        found.setdefault((setting, one.why), []).append(one.case_id)
    return tuple(
        LeftOut(setting, why, tuple(names[:NAMED]), len(names))
        for (setting, why), names in found.items()
    )
