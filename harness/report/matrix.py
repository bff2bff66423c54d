"""Which setting answers best: the pass rate by model and temperature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from harness.model.comparison import Estimate, Side
from harness.model.run import Setting

from .estimates import direction, mean_of
from .figures import is_unstable, percentile_95
from .status import Status

__all__ = ["Cell", "Matrix", "MatrixRow", "build_matrix"]

MOST_COLUMNS = 8
"""More temperatures than this do not fit beside each other."""
_NONE = Side(())


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting: shares are 0..1, the change is in shares, `level` 0..4 is the shade."""

    rate: float
    change: Estimate | None
    status: Status
    unstable: int
    answers: int
    level: int
    best: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One model (and whether it streams): its cells by temperature, and its answer time."""

    name: str
    cells: tuple[Cell | None, ...]
    """None where a model was not asked at a temperature."""
    seconds: float | None
    """95th percentile of the answer times after."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All settings, and what can be said of the best one."""

    temperatures: tuple[float, ...]
    rows: tuple[MatrixRow, ...]
    clearly: bool
    """The best cell is better than every other beyond chance, question by question."""


@dataclass(frozen=True, slots=True)
class _Measured:
    rates: Mapping[str, float]
    changes: Sequence[float]
    unstable: int
    answers: int
    seconds: tuple[float, ...]

    @property
    def rate(self) -> float:
        return fsum(self.rates.values()) / len(self.rates)


def build_matrix(pairs: Sequence[tuple[str, Side, Side]]) -> Matrix | None:
    """Return the matrix of a comparison or a run; None where there is one setting only.

    Args:
        pairs: for each question its id and its two sides; the first is empty in a single run.
    """
    settings = sorted({setting for _, _, after in pairs for setting in after.by_setting})
    if len(settings) < 2:  # noqa: PLR2004 - one is no choice
        return None
    measured = {setting: _measure(setting, pairs) for setting in settings}
    found = {setting: cell for setting, cell in measured.items() if cell.rates}
    temperatures = tuple(sorted({setting.temperature for setting in found}))
    if len(found) < 2 or len(temperatures) > MOST_COLUMNS:  # noqa: PLR2004 - one is no choice
        return None
    best = max(found, key=lambda setting: (found[setting].rate, _reversed(setting)))
    rows = dict.fromkeys(_name(setting) for setting in found)
    return Matrix(
        temperatures,
        tuple(_row(name, temperatures, found, best) for name in rows),
        all(
            _beats(found[best].rates, other.rates)
            for setting, other in found.items()
            if setting != best
        ),
    )


def _measure(setting: Setting, pairs: Iterable[tuple[str, Side, Side]]) -> _Measured:
    rates: dict[str, float] = {}
    changes: list[float] = []
    unstable = answers = 0
    seconds: list[float] = []
    for case_id, before, after in pairs:
        old, new = (side.by_setting.get(setting, _NONE) for side in (before, after))
        rate = new.pass_rate
        if rate is None:
            continue
        rates[case_id] = rate
        if old.pass_rate is not None:
            changes.append(rate - old.pass_rate)
        unstable += is_unstable(new)
        answers += new.judged
        seconds += [one.answer.seconds for trial in new.trials for one in trial.exchanges]
    return _Measured(rates, changes, unstable, answers, tuple(seconds))


def _row(
    name: str,
    temperatures: Sequence[float],
    found: Mapping[Setting, _Measured],
    best: Setting,
) -> MatrixRow:
    mine = {setting.temperature: setting for setting in found if _name(setting) == name}
    cells = tuple(
        _cell(found[mine[temperature]], found[best], best=mine[temperature] == best)
        if temperature in mine
        else None
        for temperature in temperatures
    )
    seconds = [value for setting in mine.values() for value in found[setting].seconds]
    return MatrixRow(name, cells, percentile_95(seconds))


def _cell(measured: _Measured, top: _Measured, *, best: bool) -> Cell:
    moved = mean_of(measured.changes)
    # Four shades: each step is 2.5 points below the best.
    level = 0 if moved and moved.high < 0 else max(1, 4 - int((top.rate - measured.rate) * 40))
    return Cell(
        measured.rate,
        moved,
        direction(moved),
        measured.unstable,
        measured.answers,
        level,
        best,
    )


def _beats(mine: Mapping[str, float], other: Mapping[str, float]) -> bool:
    ahead = mean_of([rate - other[case_id] for case_id, rate in mine.items() if case_id in other])
    return ahead is not None and ahead.low > 0


def _name(setting: Setting) -> str:
    return f"{setting.model or 'the bot’s own model'}{', streamed' if setting.stream else ''}"


def _reversed(setting: Setting) -> float:
    """Of equals the coldest is the best: it varies least."""
    return -setting.temperature
