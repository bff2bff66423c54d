"""What a fact is, and the comparison of those that are expected with those that are said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

__all__ = ["Fact", "contradiction", "is_said"]


class Fact(Protocol):
    """Something that is right or wrong, and never nearly right."""

    @property
    def shown(self) -> str:
        """The fact as it is written."""
        ...

    def equals(self, other: Fact) -> bool:
        """Tell whether both state the same."""
        ...

    def rivals(self, other: Fact) -> bool:
        """Tell whether the other, which does not state the same, stands in place of this one."""
        ...


F = TypeVar("F", bound=Fact)


def is_said(expected: Fact, said: Sequence[Fact]) -> bool:
    """Tell whether a fact is among those of the answer."""
    return any(map(expected.equals, said))


def contradiction(expected: Fact, all_expected: Sequence[Fact], said: Sequence[F]) -> F | None:
    """Return what the answer says in place of a fact that it does not say.

    A fact of the answer that is expected elsewhere contradicts nothing.
    """
    for one in said:
        if expected.rivals(one) and not any(other.equals(one) for other in all_expected):
            return one
    return None
