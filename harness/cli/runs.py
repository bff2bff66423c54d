"""harness runs: list what is kept."""

from __future__ import annotations

import click

from .console import say
from .options import settings_from, store_option
from .table import print_table

__all__ = ["command"]


@click.command("runs")
@click.option(
    "-n", "--first", default=20, show_default=True, type=click.IntRange(1), help="So many."
)
@store_option
def command(first: int, store: str | None) -> None:
    """List the kept runs, newest first.

    \b
    Example:
      harness runs -n 5
    """
    from harness.store.store import Store

    with Store(settings_from(store=store).store) as kept:
        found = kept.runs(limit=first)
    if not found:
        say("No run is kept yet. Begin with: harness demo")
        return
    rows = [
        (
            run.id,
            f"{run.label} {run.shard}".strip() or "–",
            run.suite_name,
            run.chatbot_id,
            run.status.value,
            f"{run.passed + run.failed} of {run.planned}",
            _rate(run.passed, run.failed),
            str(run.errored or "–"),
        )
        for run in found
    ]
    print_table(("run", "label", "suite", "bot", "status", "answers", "passed", "errors"), rows)


def _rate(passed: int, failed: int) -> str:
    return f"{passed / (passed + failed):.1%}" if passed + failed else "–"
