"""harness check: validate suites without asking anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import Problem, SuiteError

from .code_option import code_option
from .console import say
from .options import read_variables, var_option

if TYPE_CHECKING:
    from harness.model.suite import Suite

__all__ = ["command"]


@click.command("check")
@click.argument("suites", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@var_option
@code_option
def command(suites: tuple[Path, ...], variables: tuple[str, ...], *, strict: bool) -> None:
    """Validate SUITES; every problem is named with file, line and column.

    \b
    Example:
      harness check suites/*.suite.yaml
    """
    from harness.loader import check_suite

    given = read_variables(variables)
    errors: list[Problem] = []
    for path in suites:
        suite, problems = check_suite(path, given)
        warnings = [one for one in problems if one.warning]
        errors += [one for one in problems if strict or not one.warning]
        if not strict:
            _show(warnings)
        if suite is not None:
            say(f"{path}: {_facts(suite)}, {_count(len(warnings), 'warning')}")
    if errors:
        raise SuiteError(errors)


def _facts(suite: Suite) -> str:
    from harness.runner.plan import plan

    skipped = sum(case.skip is not None for case in suite.cases)
    marked = sum(case.expected_failure is not None for case in suite.cases)
    facts = [_count(len(suite.cases), "case"), f"{_count(len(plan(suite)), 'trial')} a run"]
    facts += [f"{skipped} skipped"] if skipped else []
    facts += [f"{marked} expected to fail"] if marked else []
    return ", ".join(facts)


def _count(number: int, noun: str) -> str:
    many = "no" if number == 0 else str(number)
    return f"{many} {noun}{'' if number == 1 else 's'}"


def _show(warnings: list[Problem]) -> None:
    for warning in warnings:
        say(str(warning), err=True)
        for line in warning.excerpt:
            say(line, err=True)
