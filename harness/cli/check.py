"""harness check: validate suites without asking anything."""

from __future__ import annotations

from pathlib import Path

import click

from harness.errors import Problem, SuiteError

from .console import say

__all__ = ["command"]


@click.command("check")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(suites: tuple[Path, ...]) -> None:
    """Validate SUITES; every problem is named with file, line and column.

    \b
    Example:
      harness check suites/*.suite.yaml
    """
    from harness.loader import load_suite
    from harness.runner.plan import plan

    problems: list[Problem] = []
    for path in suites:
        try:
            suite = load_suite(path)
        except SuiteError as error:
            problems += error.problems
        else:
            trials = len(plan(suite))
            say(f"{path}: {len(suite.cases)} cases, {trials} trials a run, no problem")
    if problems:
        raise SuiteError(problems)
