"""harness compare: decide what changed between two kept runs."""

from __future__ import annotations

from pathlib import Path

import click

from .options import settings_from, store_option, strict_option

__all__ = ["command"]


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report to this file too.",
)
@strict_option
@store_option
@click.pass_context
def command(
    ctx: click.Context,
    before: str,
    after: str,
    output: Path | None,
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

    from .showing import check_writable, show_comparison

    if output:
        check_writable(output)
    with Store(settings_from(store=store).store) as kept:
        comparison, verdict = compare_runs(kept, before, after, strict=strict)
    ctx.exit(show_comparison(comparison, verdict, output))
