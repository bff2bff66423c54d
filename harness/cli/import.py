"""harness import: suites and runs of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.errors import SettingsError

from .console import say
from .options import env_file_option, settings_from, store_option
from .writing import write_text

if TYPE_CHECKING:
    from harness.loader.importing.account import Account

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)
output_option = click.option("-o", "--output", type=FILE, help="The suite [default: beside FILE].")


@click.group("import")
def command() -> None:
    """Take over suites and results of other tools.

    \b
    Example:
      harness import promptfoo promptfooconfig.yaml -o suites/support.suite.yaml
    """


@command.command("promptfoo")
@click.argument("config", type=FILE)
@output_option
def promptfoo(config: Path, output: Path | None) -> None:
    """Translate a configuration of promptfoo into a suite, and account for every part of it."""
    from harness.loader.importing.promptfoo import import_promptfoo

    suite, account = import_promptfoo(config)
    _write(suite, account, output or config.with_name("imported.suite.yaml"), config)


@command.command("csv")
@click.argument("table", type=FILE)
@output_option
def csv(table: Path, output: Path | None) -> None:
    """Make a suite of a table: a column of questions, and columns of what is expected."""
    from harness.loader.importing.table import import_csv

    suite, account = import_csv(table)
    _write(suite, account, output or table.with_suffix(".suite.yaml"), table)


@command.command("results")
@click.argument("file", type=FILE)
@click.option("--label", default="", help="A name for the run, such as 'before'.")
@store_option
@env_file_option
def results(file: Path, label: str, store: str | None, env_file: Path | None) -> None:
    """Keep the results of an evaluation by promptfoo (JSON, version 3) as a run to compare with."""
    import secrets
    from datetime import UTC, datetime

    from harness.loader.importing.results import import_results
    from harness.store.store import Store

    run_id = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    run, account = import_results(file, run_id, label)
    with Store(settings_from(env_file, store=store).store) as kept:
        kept.begin_run(run)
    for line in account.lines():
        say(line, err=True)
    say(run.id)


def _write(suite: dict[str, Any], account: Account, output: Path, source: Path) -> None:
    from harness.loader import load_suite
    from harness.loader.importing.writing import as_yaml

    if output.exists():
        raise SettingsError(f"{output} exists already; it is left as it is (-o names another)")
    write_text(output, as_yaml(suite, [f"Imported from {source.name}."]))
    for line in account.lines():
        say(line)
    load_suite(output)
    say(f"{output} is written: {len(suite['cases'])} cases. Next: harness check {output}")
