"""What evidence is weighed on: one question at one setting, right and wrong on both sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import fsum
from typing import Protocol

from harness.model.comparison import Side
from harness.model.proof import Method
from harness.model.run import Outcome, Setting

from .evidence import HIGHEST_LOG
from .shuffled import Shuffled

__all__ = ["Asked", "Together", "Unit", "units_of"]


class Asked(Protocol):
    """One question with its answers on both sides."""

    @property
    def before(self) -> Side:
        """The answers of the old version."""
        ...

    @property
    def after(self) -> Side:
        """The answers of the new version."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """One question at one setting: a 1 for each right answer, a 0 for each wrong one."""

    setting: Setting
    before: tuple[float, ...]
    after: tuple[float, ...]
    steady: bool
    """Both versions repeat themselves word for word here: what is seen is all there is."""
    weight: float = 1.0
    """So many cases ask this."""


def units_of(asked: Asked, steady: Collection[Setting] = ()) -> list[Unit]:
    """Divide a question's answers by setting; those without an answer on a side stay out."""
    old, new = _scores(asked.before), _scores(asked.after)
    return [
        Unit(setting, tuple(old[setting]), tuple(new[setting]), setting in steady)
        for setting in sorted(old.keys() & new.keys())
    ]


class Together:
    """The evidence on many units: of the steady ones as facts, of the others by bets.

    Args:
        units: the questions at their settings; each counts by its weight.
        method: tolerance, margin and level.
    """

    def __init__(self, units: Iterable[Unit], method: Method) -> None:
        units = list(units)
        facts = [unit for unit in units if unit.steady]
        others = [unit for unit in units if not unit.steady]
        self._n = fsum(unit.weight for unit in units)
        betted = fsum(unit.weight for unit in others)
        self._share = betted / self._n if units else 0.0
        self._change = fsum(
            unit.weight * (_mean(unit.after) - _mean(unit.before)) for unit in facts
        )
        self._bets = Shuffled(
            [unit.before for unit in others],
            [unit.after for unit in others],
            # The bets want weights of the mean 1.
            weights=[unit.weight * len(others) / betted for unit in others],
            tolerance=method.tolerance,
            margin=method.margin,
            alpha=method.alpha_ship,
        )
        self.margin = method.margin
        self.rounds = self._bets.rounds
        self.facts_only = bool(units) and not others
        """All of it is known for certain."""

    @property
    def odds_drop(self) -> float:
        """Evidence that something fell where the bot does not repeat itself."""
        return self._bets.odds_drop if self._share else 1.0

    def log_ship(self, margin: float) -> float:
        """Return the log of the evidence that the mean drop is below a margin."""
        if not self._n:
            return 0.0
        # What the facts have not used up of the allowed drop is left to the others.
        left = margin * self._n + self._change
        if not self._share:
            return HIGHEST_LOG if left > 0 else -HIGHEST_LOG
        left /= self._share * self._n
        if abs(left) >= 1:
            return HIGHEST_LOG if left > 0 else -HIGHEST_LOG
        return self._bets.log_ship(left)


def _scores(side: Side) -> dict[Setting, list[float]]:
    found = {}
    for setting, there in side.by_setting.items():
        ends = [trial.outcome for trial in there.trials]
        right = [float(end is Outcome.PASSED) for end in ends if end is not Outcome.ERRORED]
        if right:
            found[setting] = right
    return found


def _mean(scores: tuple[float, ...]) -> float:
    return fsum(scores) / len(scores)
