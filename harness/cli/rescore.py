"""harness rescore: score a kept run again by today's suite, at no request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError

from .code_option import code_option
from .console import say
from .options import settings_from, store_option
from .scorelines import some, write_rows

if TYPE_CHECKING:
    from harness.model.run import Run
    from harness.rescoring import Rescored

__all__ = ["command", "suite_file"]

SHOWN = 20
"""So many changed scores are said one by one."""


@click.command("rescore")
@click.argument("run")
@click.option(
    "--suite",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The suite to score by [default: the file that the run was asked from].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the scores here too, as JSON lines.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would change; keep nothing.")
@store_option
@code_option
def command(
    run: str, suite: Path | None, output: Path | None, store: str | None, *, dry_run: bool
) -> None:
    """Score the answers of RUN again by today's suite, and keep them as a new run.

    Nothing is asked, and RUN stays as it is. Answers to questions that the suite asks otherwise
    today are left out; `harness run --resume` asks what the new run lacks.

    \b
    Example:
      harness rescore before --suite suites/shop.suite.yaml
    """
    from harness.loader import load_suite
    from harness.rescoring import rescore, score_row
    from harness.store.store import Store

    from .showing import check_writable

    if output:
        check_writable(output)
    with Store(settings_from(store=store).store) as kept:
        found = kept.load_run(run)
        scored = rescore(found, load_suite(suite or suite_file(found)))
        _say_left_out(scored)
        _say_changes(scored)
        if output:
            write_rows([score_row(trial) for trial in scored.run.trials], output)
        if not scored.run.trials:
            raise SettingsError(f"no answer of run {found.id} fits a question of this suite")
        if dry_run:
            say("nothing is kept (--dry-run)", err=True)
            return
        kept.begin_run(scored.run)
    say(f"kept as the run {scored.run.id} ({scored.run.label})", err=True)
    say(scored.run.id)


def suite_file(run: Run) -> Path:
    """Return the file that a run was asked from, or raise SettingsError where it is not there."""
    named = run.provenance.get("suite file", "")
    if not named or not Path(named).is_file():
        where = f"'{named}' is not there" if named else "the run does not say"
        raise SettingsError(f"which suite is run {run.id} of? {where}: give --suite FILE")
    return Path(named)


def _say_left_out(scored: Rescored) -> None:
    for ids, what in (
        (scored.asked_otherwise, "ask something else today; their answers are left out"),
        (scored.gone, "are not in the suite any more"),
        (scored.new, "are new: there is no answer to them"),
    ):
        if ids:
            say(f"{len(ids)} cases {what}: {some(ids)}", err=True)


def _say_changes(scored: Rescored) -> None:
    total = len(scored.run.trials)
    if not scored.changes:
        say(f"no score of {total} answers changed", err=True)
        return
    say(f"{len(scored.changes)} of {total} answers score otherwise:", err=True)
    for change in scored.changes[:SHOWN]:
        key = change.after.key
        old, new = (_words(trial.outcome, trial.score) for trial in (change.before, change.after))
        where = f"{key.case_id} ({key.setting}, repeat {key.repeat + 1})"
        say(f"  {where}: {old} → {new}; {change.reason}", err=True)
    if len(scored.changes) > SHOWN:
        say(f"  … and {len(scored.changes) - SHOWN} more", err=True)


def _words(outcome: str, score: float | None) -> str:
    return str(outcome) if score is None else f"{outcome} {score:.2f}"
