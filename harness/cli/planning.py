"""Saying what a run will cost before anything is sent."""

from __future__ import annotations

import sys

import click

from harness.errors import SettingsError
from harness.model.suite import Suite
from harness.retraining.canary import MOST
from harness.runner.plan import plan, settings_of

from .console import say
from .exits import INTERRUPTED

__all__ = ["agree", "print_plan"]


def print_plan(suite: Suite, *, runs: int, to: str, probes: bool = False, shard: str = "") -> None:
    """Print questions x settings x repeats x runs = requests."""
    asked = " + ".join(
        f"{suite.repeats.get(setting.temperature, 1)} at {setting}"
        for setting in settings_of(suite)
    )
    cases = [case for case in suite.cases if case.skip is None]
    if any(case.repeats or case.stream is not None for case in cases):
        asked += ", some otherwise"
    requests = runs * sum(len(task.case.turns) for task in plan(suite, shard=shard))
    messages = sum(len(case.turns) for case in cases)
    longer = f" ({messages} messages)" if messages > len(cases) else ""
    times = f" × {runs} runs" if runs > 1 else ""
    part = f", shard {shard}" if shard else ""
    say(f"Plan: {suite.name}, asking {to}{part}", err=True)
    say(f"  {len(cases)} questions{longer} × ({asked}){times} = {requests} requests", err=True)
    if skipped := len(suite.cases) - len(cases):
        say(f"  and {skipped} skipped", err=True)
    if probes:
        say(f"  and up to {MOST} canary questions before the retrain and at each look", err=True)


def agree(question: str, *, yes: bool) -> None:
    """Ask for confirmation on a terminal; elsewhere `yes` must have been given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError(f"{question} Nobody is there to answer: give --yes.")
    if not click.confirm(question, err=True):
        say("Nothing was sent.", err=True)
        sys.exit(INTERRUPTED)
