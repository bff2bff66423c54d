"""Measure how often the plan is wrong, what it finds and what it costs, on simulated suites.

    python benchmarks/verdicts.py                  # every cell, minutes on two cores
    python benchmarks/verdicts.py --repeats 50     # a quick look

Populations: of every suite one question in ten always fails, so many are flaky (their chance to
pass is drawn from Beta(1.5, 1.5)), and the others always pass. Prints Markdown: for each kind of
suite, size and change the shares of the three decisions, the mean number of requests and its ratio
to the figure that the method was designed for. Ends with 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from harness.compare import run_plan
from harness.model.proof import Decision, Method, Until

Rates = NDArray[np.float64]
Random = np.random.Generator

FLAKY = {"clean": 0.05, "typical": 0.20, "flaky": 0.40}
SIZES = (30, 100, 300, 1000)
FAILING = 0.10
SOME = 0.03

DESIGNED = {
    # requests at 30, 100, 300, 1000 questions: the simulation that the method was chosen by
    ("clean", "unchanged"): (219, 359, 628, 2056),
    ("typical", "unchanged"): (208, 563, 1106, 2262),
    ("flaky", "unchanged"): (197, 618, 1605, 3054),
    ("clean", "one broken"): (59, 133, 330, 1059),
    ("typical", "one broken"): (62, 137, 379, 1153),
    ("flaky", "one broken"): (67, 165, 438, 1249),
    ("clean", "3 % broken"): (58, 84, 89, 98),
    ("typical", "3 % broken"): (61, 91, 102, 104),
    ("flaky", "3 % broken"): (67, 97, 111, 114),
    ("clean", "3 % at half"): (150, 197, 229, 257),
    ("typical", "3 % at half"): (148, 218, 277, 299),
    ("flaky", "3 % at half"): (155, 258, 320, 344),
    ("clean", "-5 points"): (268, 486, 525, 602),
    ("typical", "-5 points"): (226, 631, 1069, 1191),
    ("flaky", "-5 points"): (224, 681, 1449, 1899),
}


def population(rng: Random, n: int, flaky: float) -> Rates:
    """Return the chance of each question to pass."""
    place = rng.permutation((np.arange(n) + 0.5) / n)
    rates = np.where(place < flaky, rng.beta(1.5, 1.5, n), 1.0)
    return np.where((place >= flaky) & (place < flaky + FAILING), 0.0, rates)


def unchanged(_: Random, rates: Rates) -> Rates:
    """Nothing."""
    return rates


def improved(rng: Random, rates: Rates) -> Rates:
    """One question in twenty that did not always pass does now."""
    return _with(rng, rates, np.flatnonzero(rates < 1), max(1, round(len(rates) / 20)), 1.0)


def one_broken(rng: Random, rates: Rates) -> Rates:
    """One question that always passed always fails."""
    return _with(rng, rates, np.flatnonzero(rates == 1), 1, 0.0)


def some_broken(rng: Random, rates: Rates) -> Rates:
    """3 % of the questions break, all of which always passed."""
    return _with(rng, rates, np.flatnonzero(rates == 1), max(1, round(SOME * len(rates))), 0.0)


def some_at_half(rng: Random, rates: Rates) -> Rates:
    """3 % of the questions pass every other time now."""
    return _with(rng, rates, np.flatnonzero(rates == 1), max(1, round(SOME * len(rates))), 0.5)


def all_lower(_: Random, rates: Rates) -> Rates:
    """Every question passes five points less often."""
    return np.clip(rates - 0.05, 0, 1)


CHANGES: dict[str, Callable[[Random, Rates], Rates]] = {
    "unchanged": unchanged,
    "only better": improved,
    "one broken": one_broken,
    "3 % broken": some_broken,
    "3 % at half": some_at_half,
    "-5 points": all_lower,
}
FINE = {"unchanged", "only better"}


def _with(rng: Random, rates: Rates, among: Rates, number: int, value: float) -> Rates:
    found = rates.copy()
    found[rng.choice(among, min(number, len(among)), replace=False)] = value
    return found


@dataclass(frozen=True)
class Trouble:
    """What answers may suffer from."""

    missing: float = 0.0
    """Chance that an answer does not come."""
    graded: bool = False
    """Scores between 0 and 1 with the same mean, instead of right and wrong."""
    stored: int = 0
    """So many old answers are on file."""
    until: Until = Until.VERDICT


@dataclass(frozen=True)
class Outcome:
    """One simulated comparison."""

    decision: str
    requests: int
    called: int
    """Questions called regressed."""
    wrong: int
    """Those of them whose chance to pass did not fall."""
    fallen: int
    """Questions whose chance to pass fell to 0."""
    named: int
    """Those of them called regressed."""


@dataclass(frozen=True)
class Cell:
    """One kind of suite, size and change."""

    suite: str
    size: int
    change: str
    trouble: Trouble = Trouble()


def play(cell: Cell, seed: int) -> Outcome:
    """Simulate one comparison."""
    rng = np.random.default_rng([seed, cell.size, *cell.change.encode(), *cell.suite.encode()])
    before = population(rng, cell.size, FLAKY[cell.suite])
    after = CHANGES[cell.change](rng, before)
    trouble = cell.trouble
    draw = partial(_draw, rng, trouble)
    history = [draw(np.full(trouble.stored, rate)) for rate in before] if trouble.stored else ()

    def ask(side: str, indices: Sequence[int]) -> list[float | None]:
        rates = (before if side == "before" else after)[np.asarray(indices)]
        lost = rng.random(len(rates)) < trouble.missing
        return [None if gone else score for gone, score in zip(lost, draw(rates), strict=True)]

    method = Method(until=trouble.until)
    proof = run_plan(ask, cell.size, seed=seed, method=method, history=history)
    called = np.asarray([label == "regressed" for label in proof.labels])
    broken = (after == 0) & (before > 0)
    return Outcome(
        decision=proof.decision,
        requests=proof.requests,
        called=int(called.sum()),
        wrong=int((called & (after >= before)).sum()),
        fallen=int(broken.sum()),
        named=int((called & broken).sum()),
    )


def _draw(rng: Random, trouble: Trouble, rates: Rates) -> list[float]:
    if trouble.graded:
        # Beta scores with the mean of the rate, spread as answers are that are half right.
        spread = 4.0
        sure = (rates == 0) | (rates == 1)
        inner = np.where(sure, 0.5, rates)
        found = np.where(sure, rates, rng.beta(inner * spread, (1 - inner) * spread))
        return [float(score) for score in found]
    return [float(right) for right in rng.random(len(rates)) < rates]


@dataclass(frozen=True)
class Row:
    """What came of one cell."""

    cell: Cell
    block: float
    ship: float
    requests: float
    wrong: float
    """False discovery rate: the mean share of those called regressed that did not fall."""
    named: float
    """Share of the broken questions that were called so."""
    ratio: float | None
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether the promises hold: false blocks, false names, the broken one found, the cost."""
        size = self.cell.size
        promises = [
            self.cell.change not in FINE or self.block <= 0.05,  # noqa: PLR2004
            self.wrong <= 0.01,  # noqa: PLR2004
            self.cell.change != "one broken" or self.block >= 0.98 or size < 30,  # noqa: PLR2004
            self.ratio is None or self.ratio <= 1.1,  # noqa: PLR2004
        ]
        return all(promises)


def measure(pool: ProcessPoolExecutor, cell: Cell, repeats: int) -> Row:
    """Simulate a cell so often."""
    began = time.perf_counter()
    found = list(pool.map(partial(play, cell), range(repeats), chunksize=max(1, repeats // 8)))
    broken = sum(one.fallen for one in found)
    requests = sum(one.requests for one in found) / repeats
    known = DESIGNED.get((cell.suite, cell.change)) if cell.trouble == Trouble() else None
    return Row(
        cell=cell,
        block=sum(one.decision == Decision.DO_NOT_SHIP for one in found) / repeats,
        ship=sum(one.decision == Decision.SHIP for one in found) / repeats,
        requests=requests,
        wrong=sum(one.wrong / max(1, one.called) for one in found) / repeats,
        named=sum(one.named for one in found) / broken if broken else 0.0,
        ratio=requests / known[SIZES.index(cell.size)] if known else None,
        seconds=time.perf_counter() - began,
    )


def cells() -> list[Cell]:
    """Return the cells of the main table, and those with trouble."""
    main = [Cell(suite, size, change) for suite in FLAKY for size in SIZES for change in CHANGES]
    troubles = (
        Trouble(missing=0.1),
        Trouble(graded=True),
        Trouble(stored=1),
        Trouble(until=Until.LABELS),
    )
    rest = [
        Cell("typical", size, change, trouble)
        for trouble in troubles
        for size in (100, 300)
        for change in ("unchanged", "one broken", "3 % broken")
    ]
    return main + rest


def line(row: Row) -> str:
    """Return the row as Markdown."""
    cell, trouble = row.cell, row.cell.trouble
    what = [f"{trouble.missing:.0%} missing"] if trouble.missing else []
    what += ["graded"] if trouble.graded else []
    what += [f"{trouble.stored} on file"] if trouble.stored else []
    what += ["until labels"] if trouble.until is Until.LABELS else []
    name = ", ".join([cell.suite, *what])
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    cells_ = (
        name,
        f"{cell.size}",
        cell.change,
        f"{row.block * 100:.1f}",
        f"{row.ship * 100:.1f}",
        f"{row.requests:,.0f}",
        ratio,
        f"{row.wrong * 100:.1f}",
        f"{row.named * 100:.0f}" if row.cell.change.endswith("broken") else "",
        "" if row.kept else "BROKEN PROMISE",
    )
    return "| " + " | ".join(cells_) + " |"


def main() -> int:
    """Print the table; return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=400, help="of each cell; half at 1,000")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="cells whose line holds this text")
    given = parser.parse_args()
    print(
        "| suite | questions | change | block % | ship % | requests | ratio | wrong % | named % | |"
    )
    print("|---|--:|---|--:|--:|--:|--:|--:|--:|---|")
    rows = []
    with ProcessPoolExecutor(given.processes) as pool:
        for cell in cells():
            if given.only in f"{cell}":
                repeats = given.repeats // (2 if cell.size == SIZES[-1] else 1)
                rows.append(measure(pool, cell, repeats))
                print(line(rows[-1]), flush=True)
    fine = [row.block for row in rows if row.cell.change in FINE]
    if fine:
        mean, worst = np.mean(fine) * 100, max(fine) * 100
        print(f"\nFalse blocks: {mean:.2f} % on average, {worst:.1f} % at worst.")
    print(f"{sum(row.seconds for row in rows):.0f} s")
    return int(not all(row.kept for row in rows))


if __name__ == "__main__":
    sys.exit(main())
