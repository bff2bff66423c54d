"""Saying what a run will cost before anything is sent."""

from __future__ import annotations

import sys

import click

from harness.errors import SettingsError
from harness.model.suite import Suite
from harness.runner.plan import plan, settings_of

__all__ = ["agree", "print_plan"]


def print_plan(suite: Suite, *, runs: int, to: str) -> None:
    """Print questions x settings x repeats x runs = requests."""
    asked = " + ".join(
        f"{suite.repeats.get(setting.temperature, 1)} at {setting}"
        for setting in settings_of(suite)
    )
    requests = runs * sum(len(task.case.turns) for task in plan(suite))
    times = f" × {runs} runs" if runs > 1 else ""
    longer = sum(len(case.turns) - 1 for case in suite.cases)
    turns = f", {longer} of them follow-up messages for each repeat" if longer else ""
    click.echo(f"Plan: {suite.name}, asking {to}", err=True)
    click.echo(
        f"  {len(suite.cases)} questions × ({asked}){times} = {requests} requests{turns}",
        err=True,
    )


def agree(question: str, *, yes: bool) -> None:
    """Ask for confirmation on a terminal; elsewhere `yes` must have been given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError(f"{question} Nobody is there to answer: give --yes.")
    click.confirm(question, abort=True, err=True)
