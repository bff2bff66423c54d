"""harness report: write the page of a run or of a comparison."""

from __future__ import annotations

from pathlib import Path

import click

from .options import output_option, settings_from, store_option, strict_option

__all__ = ["command"]


@click.command("report")
@click.argument("run")
@click.argument("after", required=False)
@output_option
@click.option("--open", "opens", is_flag=True, help="Show the page in the browser.")
@click.option(
    "--assets",
    "report_assets",
    type=click.Choice(["inline", "external"]),
    help="Keep style and script of the page in it, or in two files beside it, as Jenkins needs "
    "[default: inline].",
)
@click.option(
    "--templates",
    "report_templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder whose files stand in for the page's templates of the same name.",
)
@strict_option
@store_option
def command(
    run: str,
    after: str | None,
    outputs: tuple[Path, ...],
    store: str | None,
    *,
    opens: bool,
    strict: bool,
    **_: object,
) -> None:
    """Write the report of RUN, or of RUN and AFTER compared [default: reports/RUN/report.html].

    \b
    Example:
      harness report before after -o report.html -o summary.md -o report.junit.xml
    """
    from harness.live.recalling import compare_kept
    from harness.report.slug import slug
    from harness.report.view import build_run_view, build_view

    from .kept import open_runs
    from .page import open_page, past_runs_of, uncollected
    from .showing import check_outputs, write_report

    check_outputs(outputs)
    with open_runs(store, run, *((after,) if after else ())) as kept:
        if after is None:
            single = kept.load_run(run)
            view, name = build_run_view(single, past_runs_of(single)), single.id
        else:
            usual = settings_from(store=store).gate
            comparison, verdict = compare_kept(kept, run, after, usual=usual, strict=strict)
            history = past_runs_of(comparison.after)
            with uncollected():
                view, name = build_view(comparison, verdict, history), comparison.after.id
    # A run of somebody else's file may be called anything, such as "../..".
    paths = outputs or (Path("reports") / slug(name) / "report.html",)
    for path in paths:
        write_report(view, path)
    pages = [path for path in paths if path.suffix.lower() in {".html", ".htm"}]
    if opens and pages:
        open_page(pages[0])
