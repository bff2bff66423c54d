"""harness compare: decide what changed between two kept runs."""

from __future__ import annotations

from pathlib import Path

import click

from .options import output_option, settings_from, store_option, strict_option

__all__ = ["command"]


@click.command("compare")
@click.argument("before")
@click.argument("after")
@output_option
@strict_option
@store_option
@click.pass_context
def command(
    ctx: click.Context,
    before: str,
    after: str,
    outputs: tuple[Path, ...],
    store: str | None,
    *,
    strict: bool,
) -> None:
    """Compare two runs, named by id, by label, or as 'latest' and 'latest~1'.

    \b
    Example:
      harness compare before after -o reports/report.html
    """
    from harness.evaluation import compare_runs
    from harness.store.store import Store

    from .showing import check_outputs, show_comparison

    check_outputs(outputs)
    with Store(settings_from(store=store).store) as kept:
        comparison, verdict = compare_runs(kept, before, after, strict=strict)
    ctx.exit(show_comparison(comparison, verdict, outputs))
