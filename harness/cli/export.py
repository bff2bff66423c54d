"""harness export: a kept run as a file."""

from __future__ import annotations

from pathlib import Path

import click

from harness.errors import SettingsError

from .console import say
from .kept import open_runs
from .options import store_option

__all__ = ["command"]

TABLES = (".csv", ".parquet")


@click.command("export")
@click.argument("run")
@click.option(
    "-o",
    "--output",
    "outputs",
    required=True,
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to: .jsonl.gz or .jsonl is the whole run, .csv or .parquet a table of its trials "
    "(repeatable).",
)
@store_option
def command(run: str, outputs: tuple[Path, ...], store: str | None) -> None:
    """Write RUN (id, label, baseline, 'latest' or a file) to a file.

    A .jsonl.gz file holds the whole run. Other commands take it in place of a run's name, so that
    a CI job can keep its baseline as an artifact.

    \b
    Example:
      harness export latest -o baseline.jsonl.gz
      harness compare baseline.jsonl.gz latest
    """
    from harness.store.runfile import ENDINGS, is_run_file, write_run_file

    from .showing import check_writable, write_report

    for path in outputs:
        if not is_run_file(path.name) and path.suffix not in TABLES:
            raise SettingsError(
                f"{path}: a run cannot be written so: end the name with one of "
                f"{', '.join((*reversed(ENDINGS), *TABLES))}"
            )
        check_writable(path)
    with open_runs(store, run) as kept:
        found = kept.load_run(run)
    for path in outputs:
        if is_run_file(path.name):
            write_run_file(path, found)
            size = path.stat().st_size / 1024
            say(f"{path}  {size:,.0f} KB, {len(found.trials)} trials of run {found.id}")
        else:
            from harness.report.view import build_run_view

            write_report(build_run_view(found), path)
