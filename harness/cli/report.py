"""harness report: write the page of a run or of a comparison."""

from __future__ import annotations

from pathlib import Path

import click

from .options import output_option, store_option, strict_option

__all__ = ["command"]


@click.command("report")
@click.argument("run")
@click.argument("after", required=False)
@output_option
@strict_option
@store_option
def command(
    run: str, after: str | None, outputs: tuple[Path, ...], store: str | None, *, strict: bool
) -> None:
    """Write the report of RUN, or of RUN and AFTER compared [default: reports/RUN/report.html].

    \b
    Example:
      harness report before after -o report.html -o summary.md -o report.junit.xml
    """
    from harness.evaluation import compare_runs
    from harness.report.view import build_run_view, build_view

    from .kept import open_runs
    from .showing import check_outputs, write_report

    check_outputs(outputs)
    with open_runs(store, run, *((after,) if after else ())) as kept:
        if after is None:
            single = kept.load_run(run)
            view, name = build_run_view(single), single.id
        else:
            comparison, verdict = compare_runs(kept, run, after, strict=strict)
            view, name = build_view(comparison, verdict), comparison.after.id
    for path in outputs or (Path("reports") / name / "report.html",):
        write_report(view, path)
