"""harness baseline: names for the runs that others are compared with."""

from __future__ import annotations

import click

from harness.errors import SettingsError

from .console import say
from .options import settings_from, store_option
from .table import print_table

__all__ = ["command"]

TAKEN = "latest"


@click.group("baseline")
def command() -> None:
    """Name the runs that others are compared with.

    \b
    Example:
      harness baseline set main latest
      harness compare main latest
    """


@command.command("set")
@click.argument("name")
@click.argument("run")
@store_option
def set_(name: str, run: str, store: str | None) -> None:
    """Let NAME mean RUN (id, label, 'latest' or another baseline) from now on."""
    from harness.store.runfile import is_run_file
    from harness.store.store import Store

    if not name.strip() or name.partition("~")[0] == TAKEN or is_run_file(name):
        raise SettingsError(f"a baseline cannot be called '{name}': choose another name")
    with Store(settings_from(store=store).store) as kept:
        if is_run_file(run):
            raise SettingsError(f"{run} is a file: 'harness store import {run}' keeps its run")
        run_id = kept.resolve(run)
        old = kept.baselines.set(name, run_id)
    was = f" (it was {old})" if old and old != run_id else ""
    say(f"{name} is run {run_id}{was}")


@command.command("list")
@store_option
def list_(store: str | None) -> None:
    """List the baselines and their runs."""
    from harness.store.store import Store

    with Store(settings_from(store=store).store) as kept:
        found = kept.baselines.all()
        runs = {run.id: run for run in kept.runs()}
    if not found:
        say("There is no baseline yet. Name one with: harness baseline set main latest")
        return
    rows = [
        (
            name,
            run_id,
            runs[run_id].label or "–",
            runs[run_id].suite_name,
            f"{runs[run_id].started_at:%Y-%m-%d %H:%M} UTC",
        )
        for name, run_id in found.items()
    ]
    print_table(("baseline", "run", "label", "suite", "begun"), rows)


@command.command("remove")
@click.argument("name")
@store_option
def remove(name: str, store: str | None) -> None:
    """Forget NAME; its run stays."""
    from harness.store.store import Store

    with Store(settings_from(store=store).store) as kept:
        run_id = kept.baselines.remove(name)
    say(f"{name} is forgotten; run {run_id} stays")
