"""harness score: score given answers by a suite, without a bot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .code_option import code_option
from .console import say
from .exits import UNKNOWN
from .scorelines import earlier_rows, say_changes, some, write_rows

if TYPE_CHECKING:
    from harness.model.run import Trial
    from harness.model.suite import Suite

__all__ = ["command"]


@click.command("score")
@click.argument("suite", type=click.Path(path_type=Path))
@click.option(
    "--answers",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="JSON lines (or .csv) with 'case', 'answer' and, where wanted, 'temperature'.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the scores here, as JSON lines [default: standard output].",
)
@code_option
@click.pass_context
def command(ctx: click.Context, suite: Path, answers: Path, output: Path | None) -> None:
    """Score answers that came from elsewhere by the expectations of SUITE.

    Each row out holds 'case', 'passed', 'score' and 'scores' with every scorer's name, value and
    reason. Where OUTPUT holds the scores of an earlier time, those that changed are said. Answers
    that fail do not change the exit code; answers that cannot be judged do (3), where they are
    more than the suite's gate allows.

    \b
    Example:
      harness score suites/shop.suite.yaml --answers answers.jsonl -o scores.jsonl
    """
    from harness.loader import load_suite
    from harness.loader.answers import load_answers
    from harness.rescoring import score_row, score_trials

    from .showing import check_writable

    if output:
        check_writable(output)
    loaded = load_suite(suite)
    given = load_answers(answers, loaded)
    before = earlier_rows(output)
    trials = tuple(score_trials(loaded, given.trials))
    rows = [score_row(trial) for trial in trials]
    write_rows(rows, output)
    _say_totals(loaded, trials, given.ignored)
    if before is not None:
        say_changes(before, rows, str(output))
    ctx.exit(_code(loaded, trials))


def _say_totals(suite: Suite, trials: Collection[Trial], ignored: Iterable[str]) -> None:
    from harness.model.run import Outcome

    outcomes = [trial.outcome for trial in trials]
    counts = {outcome: outcomes.count(outcome) for outcome in Outcome}
    say(
        f"{len(outcomes)} answers: {counts[Outcome.PASSED]} passed, "
        f"{counts[Outcome.FAILED]} failed, {counts[Outcome.ERRORED]} could not be judged",
        err=True,
    )
    answered = {trial.key.case_id for trial in trials}
    missing = [case.id for case in suite.cases if case.id not in answered]
    if missing:
        say(f"{len(missing)} of {len(suite.cases)} cases have no answer: {some(missing)}", err=True)
    if fields := ", ".join(ignored):
        say(f"not looked at: the fields {fields}", err=True)


def _code(suite: Suite, trials: tuple[Trial, ...]) -> int:
    from harness.model.run import Outcome

    errored = sum(trial.outcome is Outcome.ERRORED for trial in trials)
    return UNKNOWN if errored > suite.gate.max_errors * len(trials) else 0
