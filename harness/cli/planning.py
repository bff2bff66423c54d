"""Saying what a run will cost before anything is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import NoReturn

import click

from harness.errors import SettingsError
from harness.model.run import TrialKey
from harness.model.suite import Suite
from harness.runner.budget import Budget, credits_of
from harness.runner.plan import Task, plan, settings_of

from .console import say
from .exits import INTERRUPTED

__all__ = ["agree", "end_dry_run", "print_plan"]


def print_plan(
    suite: Suite,
    *,
    runs: int,
    to: str,
    probes: bool = False,
    shard: str = "",
    budget: Budget | None = None,
    done: Mapping[TrialKey, str] | None = None,
) -> None:
    """Print questions x settings x repeats x runs = requests, and what they cost.

    Args:
        suite: what will be asked.
        runs: how often all of it.
        to: who is asked, for people.
        probes: whether canary questions come on top.
        shard: the part of the plan that is asked.
        budget: what may be spent.
        done: what is kept and not asked again, as `Store.done` tells it.
    """
    asked = " + ".join(
        f"{suite.repeats.get(setting.temperature, 1)} at {setting}"
        for setting in settings_of(suite)
    )
    cases = [case for case in suite.cases if case.skip is None]
    if any(case.repeats or case.stream is not None for case in cases):
        asked += ", some otherwise"
    whole = requests = runs * _requests(plan(suite))
    if shard:
        requests = runs * _requests(plan(suite, shard=shard))
    messages = sum(len(case.turns) for case in cases)
    longer = f" ({messages} messages)" if messages > len(cases) else ""
    times = f" × {runs} runs" if runs > 1 else ""
    say(f"Plan: {suite.name}, asking {to}", err=True)
    say(f"  {len(cases)} questions{longer} × ({asked}){times} = {whole} requests", err=True)
    if shard:
        say(f"  shard {shard}: {requests} of them", err=True)
    if skipped := len(suite.cases) - len(cases):
        say(f"  and {skipped} skipped", err=True)
    if probes:
        from harness.retraining.canary import MOST

        say(f"  and up to {MOST} canary questions before the retrain and at each look", err=True)
    if done:
        left = _requests(plan(suite, done, shard=shard))
        say(f"  {requests - left} of them are kept: {left} requests are left", err=True)
        requests = left
    _print_cost(requests, suite.model or "", budget or Budget())


def _requests(tasks: Iterable[Task]) -> int:
    return sum(len(task.case.turns) for task in tasks)


def _print_cost(requests: int, model: str, budget: Budget) -> None:
    each = credits_of(model, budget.credits)
    of = f"an answer of {model}" if model else "an answer; some models cost more"
    say(f"  cost: about {requests * each:g} message credits ({each:g} {of})", err=True)
    limits = (
        (budget.max_requests, "requests", requests),
        (budget.max_credits, "credits", requests * each),
        (budget.max_minutes, "minutes", None),
    )
    for most, unit, needed in limits:
        if most is None:
            continue
        short = needed is not None and needed > most
        then = "the run will end incomplete, and can be gone on with" if short else "kept to"
        say(f"  budget: {most:g} {unit}: {then}", err=True)


def end_dry_run() -> NoReturn:
    """Say that nothing was sent, and leave."""
    say("Dry run: nothing was sent.", err=True)
    click.get_current_context().exit(0)


def agree(question: str, *, yes: bool) -> None:
    """Ask for confirmation on a terminal; elsewhere `yes` must have been given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise SettingsError(f"{question} Nobody is there to answer: give --yes.")
    if not click.confirm(question, err=True):
        say("Nothing was sent.", err=True)
        sys.exit(INTERRUPTED)
