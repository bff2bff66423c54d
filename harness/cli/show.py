"""harness show: a kept run, or one question of it with its answers and scores."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError, did_you_mean

from .console import say, say_text
from .kept import open_runs
from .metrics import print_metrics
from .options import settings_from, store_option
from .showing import terminal
from .table import print_table

if TYPE_CHECKING:
    from harness.model.run import Run, Trial

__all__ = ["command"]


@click.command("show")
@click.argument("run")
@click.option("--case", "case_id", metavar="ID", help="Show the answers to this question.")
@click.option(
    "--worse-than", "before", metavar="BEFORE", help="Show all that got worse since this run."
)
@store_option
def command(run: str, case_id: str | None, before: str | None, store: str | None) -> None:
    """Show RUN (id, label or 'latest'): how each question fared, or one of them in full.

    \b
    Example:
      harness show latest --case return-window
      harness show latest --worse-than baseline
    """
    from harness.store.store import Store

    if before is not None:
        if case_id is not None:
            raise SettingsError("--case and --worse-than show different things: give one of them")
        _show_worse(before, run, store)
        return
    with Store(settings_from(store=store).store) as kept:
        found = kept.load_run(kept.resolve(run))
    if case_id is None:
        _show_run(found)
        return
    if case_id not in found.suite.by_id:
        hint = did_you_mean(case_id, found.suite.by_id)
        raise SettingsError(f"run {found.id} has no question '{case_id}'{hint}")
    say(f"{case_id}: {found.suite.by_id[case_id].prompt}")
    for trial in found.trials:
        if trial.key.case_id == case_id:
            _show_trial(trial)


def _show_worse(before: str, after: str, store: str | None) -> None:
    """Show all that got worse between two runs, each question as the summary shows the first."""
    from harness.live.recalling import compare_kept
    from harness.report.terminal import render_worst
    from harness.report.view import build_view

    with open_runs(store, before, after) as kept:
        usual = settings_from(store=store).gate
        comparison, verdict = compare_kept(kept, before, after, usual=usual)
    for sentence in comparison.mismatches:
        say(f"! {sentence}")
    text = render_worst(build_view(comparison, verdict), **terminal())
    say_text(text or "no answer got worse beyond chance, and none is missing")


def _show_run(run: Run) -> None:
    from harness.model.run import Outcome

    say(f"{run.id} {run.label} · {run.suite.name} · bot {run.bot.chatbot_id}")
    say(
        f"{run.started_at:%Y-%m-%d %H:%M} UTC · {run.status} · "
        f"{len(run.trials)} of {run.planned} trials"
    )
    by_case: dict[str, list[Trial]] = {}
    for trial in run.trials:
        by_case.setdefault(trial.key.case_id, []).append(trial)
    rows = []
    for case in run.suite.cases:
        trials = by_case.get(case.id, [])
        scores = [trial.score for trial in trials if trial.score is not None]
        counts = [sum(t.outcome is outcome for t in trials) for outcome in Outcome]
        mean = f"{fsum(scores) / len(scores):.2f}" if scores else "–"
        rows.append((case.id, case.prompt, *(str(count) for count in counts), mean))
    print_table(("question", "prompt", "passed", "failed", "errored", "mean score"), rows)
    print_metrics([("", run.trials)])


def _show_trial(trial: Trial) -> None:
    say("")
    say(f"{trial.key.setting}, repeat {trial.key.repeat + 1}: {trial.outcome}")
    for exchange in trial.exchanges:
        say(f"  > {exchange.prompt}")
        for line in exchange.answer.text.splitlines() or [""]:
            say(f"  │ {line}")
        for score in exchange.scores:
            value = "none" if score.value is None else f"{score.value:.2f}"
            mark = {True: "passed", False: "failed", None: "not judged"}[score.passed]
            say(f"    {score.scorer} {value}, {mark}: {score.reason}")
    if trial.error:
        say(f"  no answer: {trial.error}")
