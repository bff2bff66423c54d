"""harness tune: choose the pass mark and scorer weights by what people say of answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import say
from .options import settings_from, store_option

if TYPE_CHECKING:
    from harness.model.comparison import Estimate
    from harness.model.run import Run, Trial
    from harness.tuning import Agreement, Proposal

__all__ = ["command"]

LIKELY = 0.05
"""A gain that chance gives more often than this is said to be no proof."""


@click.command("tune")
@click.argument("run")
@click.option(
    "--marks",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The table of marks, made if it is not there [default: .harness/marks-RUN.csv].",
)
@click.option(
    "--walk/--no-walk",
    default=None,
    help="Mark answers on the terminal [default: where there is one].",
)
@click.option("--write", is_flag=True, help="Write the proposal into the suite's file.")
@click.option(
    "--suite",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The suite to write to [default: the file that the run was asked from].",
)
@store_option
def command(
    run: str,
    marks: Path | None,
    suite: Path | None,
    store: str | None,
    *,
    walk: bool | None,
    write: bool,
) -> None:
    """Propose the pass mark and scorer weights that agree best with people's marks on RUN.

    Answers are marked right or wrong on the terminal, or in the column 'mark' of a table that any
    spreadsheet opens. The proposal comes with precision and recall on answers that it was not made
    from (five-fold cross-validation by case). Nothing is changed without --write.

    \b
    Example:
      harness tune latest --marks marks.csv
    """
    from harness.loader.marks import load_marks
    from harness.store.store import Store
    from harness.tuning import Marked, propose

    from .marking import key_of, write_marks
    from .marking import walk as walk_through

    with Store(settings_from(store=store).store) as kept:
        found = kept.load_run(run)
    trials = _answered(found)
    table = marks or Path(".harness") / f"marks-{found.id}.csv"
    given = load_marks(table, {key_of(trial) for trial in trials}) if table.exists() else {}
    if walk if walk is not None else sys.stdin.isatty():
        given = walk_through(table, trials, given)
    elif not table.exists():
        write_marks(table, trials, {})
        say(f"{table} holds {len(trials)} answers: write 'right' or 'wrong' into the column mark")
        say("of as many as you like, then give the same command again.")
        return
    marked = [Marked(trial, given[key_of(trial)]) for trial in trials if key_of(trial) in given]
    proposal = propose(found.suite, marked)
    _show(proposal)
    if write:
        _write(proposal, found, suite)
    elif proposal.better:
        say("Nothing is changed; --write puts it into the suite.")


def _answered(run: Run) -> list[Trial]:
    from harness.model.run import Outcome

    return [trial for trial in run.trials if trial.outcome is not Outcome.ERRORED]


def _show(proposal: Proposal) -> None:
    from .table import print_table

    say(f"{proposal.marks} marks on {proposal.cases} cases")
    today, better = proposal.today, proposal.proposed
    rows = [("pass mark", f"{today.threshold:.2f}", f"{better.threshold:.2f}")]
    rows += [
        (f"weight of {name}", f"{weight:g}", f"{better.weights[name]:g}")
        for name, weight in today.weights.items()
    ]
    rows += [
        (what, _share(old), _share(new))
        for what, old, new in _figures(proposal.agreement_today, proposal.agreement_proposed)
    ]
    print_table(("", "today", "proposed (unseen cases)"), rows)
    say("precision: of what passes, right · recall: of what is right, passing")
    if not proposal.better:
        say("The proposal does not agree with people more often than today's rule: keep that.")
    elif proposal.by_chance > LIKELY:
        say("So small a gain on so few marks may well be chance: mark more answers to be sure.")


def _figures(
    today: Agreement, proposed: Agreement
) -> list[tuple[str, Estimate | None, Estimate | None]]:
    return [
        ("precision", today.precision, proposed.precision),
        ("recall", today.recall, proposed.recall),
        ("agreement", today.accuracy, proposed.accuracy),
    ]


def _share(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    value, low, high = (100 * x for x in (estimate.value, estimate.low, estimate.high))
    return f"{value:.1f} % ({low:.0f} to {high:.0f})"


def _write(proposal: Proposal, run: Run, suite: Path | None) -> None:
    from harness.loader.tuned import write_choice

    from .rescore import suite_file

    if not proposal.better:
        say("Nothing is written.")
        return
    path = suite or suite_file(run)
    choice = proposal.proposed
    weights = {} if choice.weights == proposal.today.weights else choice.weights
    for line in write_choice(path, choice.threshold, weights):
        say(line)
    say(f"{path} is changed. Score the run by it with: harness rescore {run.id} --suite {path}")
