"""harness report: write the page of a run or of a comparison."""

from __future__ import annotations

from pathlib import Path

import click

from .options import settings_from, store_option, strict_option

__all__ = ["command"]


@click.command("report")
@click.argument("run")
@click.argument("after", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it [default: reports/RUN/report.html].",
)
@strict_option
@store_option
def command(
    run: str, after: str | None, output: Path | None, store: str | None, *, strict: bool
) -> None:
    """Write the report of RUN, or of RUN and AFTER compared.

    \b
    Example:
      harness report before after -o reports/report.html
    """
    from harness.evaluation import compare_runs
    from harness.report.view import build_run_view, build_view
    from harness.store.store import Store

    from .showing import write_report

    with Store(settings_from(store=store).store) as kept:
        if after is None:
            single = kept.load_run(kept.resolve(run))
            view, name = build_run_view(single), single.id
        else:
            comparison, verdict = compare_runs(kept, run, after, strict=strict)
            view, name = build_view(comparison, verdict), comparison.after.id
    write_report(view, output or Path("reports") / name / "report.html")
