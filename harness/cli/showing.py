"""Showing a comparison: the summary on the terminal and the report in a file."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from harness.errors import SettingsError

from .ci import tell_ci
from .console import say, say_text
from .exits import OF_DECISION, USAGE
from .metrics import print_metrics
from .page import past_runs_of, uncollected, write_page
from .writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.model.comparison import Comparison, Verdict
    from harness.report.view import View

__all__ = [
    "check_outputs",
    "check_writable",
    "print_view",
    "show_comparison",
    "terminal",
    "write_report",
]

MEANING = {
    0: "release rules passed",
    1: "release rules failed",
    2: "the report is not written",
    3: "it cannot be judged",
}


def show_comparison(
    comparison: Comparison, verdict: Verdict, reports: Sequence[Path], *, in_ci: bool = True
) -> int:
    """Print the summary, write the report to each of the files, and return the exit code.

    A report that cannot be written is said, but never hides a verdict that is not green. Where
    `in_ci` is false, a CI server that looks on is told nothing: the runs were no test of it.
    """
    from harness.report.view import build_view

    history = past_runs_of(comparison.after) if reports else ()
    with uncollected():
        view = build_view(comparison, verdict, history)
    print_view(view)
    # Over the questions that are compared, as the page shows them.
    sides = zip(*((change.before, change.after) for change in comparison.changes), strict=True)
    names = zip(("before", "after"), sides, strict=False)
    print_metrics([(name, [t for each in side for t in each.trials]) for name, side in names])
    if in_ci:
        tell_ci(view)
    code = OF_DECISION[verdict.decision.value]
    for path in reports:
        try:
            write_report(view, path)
        except SettingsError as error:
            say(str(error), err=True)
            code = code or USAGE
    say(f"exit code {code}: {MEANING[code]}")
    return code


def print_view(view: View) -> None:
    """Print the summary of a view, as wide and as colourful as the terminal is."""
    from harness.report.terminal import render_text

    say_text(render_text(view, **terminal()))


class Terminal(TypedDict):
    """What can be written to the terminal: columns, ANSI colours, more than ASCII."""

    width: int
    colour: bool
    unicode: bool


def terminal() -> Terminal:
    """Return what the terminal is like."""
    return {
        "width": shutil.get_terminal_size((80, 24)).columns,
        "colour": sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        "unicode": "utf" in (sys.stdout.encoding or "ascii").lower(),
    }


def write_report(view: View, path: Path) -> None:
    """Write a view in the form that the file's ending names; say where it is and how large."""
    from harness.report.formats import format_of, formats

    name = format_of(str(path))
    if name == "html":
        write_page(view, path)
        return
    write_text(path, formats.get(name)(view))
    say(f"{path}  {path.stat().st_size / 1024:,.0f} KB")


def check_outputs(paths: Iterable[Path]) -> None:
    """Raise SettingsError where a report could not be written, before anything is spent."""
    from harness.report.formats import format_of

    for path in paths:
        format_of(str(path))
        check_writable(path)


def check_writable(path: Path) -> None:
    """Raise SettingsError where a file could not be written, before anything is spent."""
    existing = next(each for each in (path.parent, *path.parent.parents) if each.exists())
    if path.is_dir():
        raise SettingsError(f"{path} cannot be written: it is a folder")
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise SettingsError(f"{path} cannot be written: {existing} is no folder to write in")
