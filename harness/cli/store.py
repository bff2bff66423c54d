"""harness store: look after what is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError

from .console import say
from .options import settings_from, store_option, yes_option
from .planning import agree

if TYPE_CHECKING:
    from harness.store.store import Store
    from harness.store.summary import RunSummary

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)
AGE = re.compile(r"(\d{1,5})\s*([dhw])")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}


@click.group("store")
def command() -> None:
    """Look after the kept runs: size, old runs, copies.

    \b
    Example:
      harness store info
      harness store prune --older-than 90d
    """


@command.command("info")
@store_option
def info(store: str | None) -> None:
    """Say what the store holds, its size, and which rescue files wait."""
    with _open(store) as kept:
        found = kept.upkeep.info()
    say(f"{found.address}  schema {found.schema}")
    each = f", {found.bytes_per_trial:,.0f} bytes a trial" if found.bytes_per_trial else ""
    say(f"size        {_size(found.size_bytes)}{each}")
    for name in ("runs", "trials", "baselines", "comparisons", "texts"):
        say(f"{name:<11} {found.rows[name]:,}")
    for path in found.rescue_files:
        say(f"rescue file {path}: its answers are taken in when their run is gone on with")


@command.command("prune")
@click.argument("runs", nargs=-1)
@click.option("--keep", type=click.IntRange(0), metavar="N", help="All but the newest N runs.")
@click.option("--older-than", metavar="AGE", help="Runs that began before, such as 90d, 12h, 4w.")
@click.option("--dry-run", is_flag=True, help="Only say which runs would go.")
@yes_option
@store_option
def prune(
    runs: tuple[str, ...],
    keep: int | None,
    older_than: str | None,
    store: str | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Remove RUNS, or old ones, with all that belongs to them; baselines and running ones stay.

    With both --keep and --older-than a run goes when both say so.
    """
    if bool(runs) == (keep is not None or older_than is not None):
        raise SettingsError("say what goes: name RUNS, or give --keep or --older-than")
    with _open(store) as kept:
        chosen = _named(kept, runs) if runs else _old(kept, keep, older_than)
        if not chosen:
            say("Nothing goes.")
            return
        for run in chosen:
            say(f"{run.id}  {run.label or '–'}  {run.started_at:%Y-%m-%d %H:%M} UTC")
        if dry_run:
            say(f"{len(chosen)} runs would go.")
            return
        agree(f"Remove {len(chosen)} runs for good?", yes=yes)
        kept.upkeep.remove([run.id for run in chosen])
    say(f"{len(chosen)} runs are removed. Give the space back with: harness store vacuum")


@command.command("vacuum")
@store_option
def vacuum(store: str | None) -> None:
    """Give the space of removed runs back to the system."""
    with _open(store) as kept:
        before, after = kept.upkeep.vacuum()
    say(f"{_size(before)} → {_size(after)}")


@command.command("export")
@click.option("-o", "--output", required=True, type=FILE, help="Where to, as kept.jsonl.gz.")
@store_option
def export(output: Path, store: str | None) -> None:
    """Write all runs, baselines and comparisons to one file."""
    from harness.store.storefile import export_store

    from .showing import check_writable

    check_writable(output)
    with _open(store) as kept:
        count = export_store(kept, output)
    say(f"{output}  {_size(output.stat().st_size)}, {count} runs")


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@store_option
def import_(files: tuple[Path, ...], store: str | None) -> None:
    """Take in FILES of 'harness store export' or 'harness export'; what is known is left alone.

    So a store moves from SQLite to PostgreSQL, or runs of CI jobs into one place.
    """
    from harness.store.storefile import import_any

    with _open(store) as kept:
        for path in files:
            done = import_any(kept, path)
            known = f", {done.known} known already" if done.known else ""
            more = "".join(
                f", {number} {name}{'s' if number > 1 else ''}"
                for name, number in (("baseline", done.baselines), ("comparison", done.comparisons))
                if number
            )
            say(f"{path}: {done.runs} runs{more}{known}")


def _open(store: str | None) -> Store:
    from harness.store.store import Store

    return Store(settings_from(store=store).store)


def _named(kept: Store, refs: tuple[str, ...]) -> list[RunSummary]:
    """Return the runs that are named, or refuse: these names are typed by hand."""
    wanted = {kept.resolve(ref) for ref in refs}
    for name, run_id in kept.baselines.all().items():
        if run_id in wanted:
            raise SettingsError(
                f"run {run_id} is the baseline '{name}': forget it first with "
                f"'harness baseline remove {name}'"
            )
    return [run for run in kept.runs() if run.id in wanted]


def _old(kept: Store, keep: int | None, older_than: str | None) -> list[RunSummary]:
    protected = set(kept.baselines.all().values())
    before = datetime.now(UTC) - _age(older_than) if older_than is not None else None
    return [
        run
        for place, run in enumerate(kept.runs())
        if (keep is None or place >= keep)
        and (before is None or run.started_at < before)
        and run.id not in protected
        and not _is_running(run)
    ]


def _is_running(run: RunSummary) -> bool:
    """Tell whether a run may still be asked; one that was killed a day ago is not."""
    recent = datetime.now(UTC) - run.started_at < timedelta(days=1)
    return run.status.value == "running" and recent


def _age(text: str) -> timedelta:
    found = AGE.fullmatch(text.strip())
    if not found:
        raise SettingsError(f"'{text}' is no age: write 90d, 12h or 4w")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB" if count < 10 << 20 else f"{count / (1 << 20):,.1f} MB"
