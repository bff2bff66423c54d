"""What a plan asked for: numbered, within the budget, again where no answer came."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from harness.model.proof import Method

from .tally import SideName

__all__ = ["Ask", "Asking", "Ledger", "Place"]

T = TypeVar("T")
Place = tuple[SideName, int]


@dataclass(frozen=True, slots=True, order=True)
class Ask:
    """One answer that is wanted: the case, by its number, of the version `side`."""

    case: int
    side: SideName
    number: int
    """Which answer of this version to this case it is, from 0; those on file do not count."""


Asking = Generator[list[Ask], None, T]
"""Yields what to ask; is gone on with when all of it is told; returns what came of it."""


class Ledger:
    """Turns wishes into asks and keeps what was told.

    Args:
        method: its `retries` and `max_requests` hold.
        askable: the versions that can be asked; wishes for another one come to nothing.
    """

    def __init__(self, method: Method, askable: Collection[SideName]) -> None:
        self.open: dict[Ask, None] = {}
        """Asked for and not told."""
        self.spent = False
        """The budget did not allow all that was wanted."""
        self._method = method
        self._askable = frozenset(askable)
        self._numbers: dict[Place, int] = {}
        self._told: dict[Ask, float | None] = {}

    @property
    def requests(self) -> int:
        """How many answers were asked for, those that never came among them."""
        return sum(self._numbers.values())

    def tell(self, ask: Ask, score: float | None) -> None:
        """Take the score (0..1) of an answer that was asked for; None if no answer came.

        Raises:
            ValueError: nobody asked for it, or the score is no number from 0 to 1.
        """
        if ask not in self.open:
            raise ValueError(f"{ask} was not asked for")
        if score is not None and not 0 <= score <= 1:
            raise ValueError(f"a score is a number from 0 to 1 or None, not {score!r}")
        del self.open[ask]
        self._told[ask] = score

    def ask(self, wanted: Sequence[Place]) -> Asking[Mapping[Place, float | None]]:
        """Ask, again where no answer came; return what came: None where none did."""
        found: dict[Place, float | None] = {}
        todo = [place for place in wanted if place[0] in self._askable]
        for _ in range(self._method.retries + 1):
            if not todo or self.spent:
                break
            asks = self._afford(todo)
            if asks:
                yield asks
            found |= {(ask.side, ask.case): self._told.pop(ask) for ask in asks}
            todo = [place for place in todo if found.get(place) is None]
        return found

    def _afford(self, todo: Sequence[Place]) -> list[Ask]:
        most = self._method.max_requests
        room = len(todo) if most is None else max(0, most - self.requests)
        self.spent = room < len(todo)
        asks = []
        for side, case in todo[:room]:
            number = self._numbers.get((side, case), 0)
            self._numbers[side, case] = number + 1
            asks.append(Ask(case, side, number))
        return asks
