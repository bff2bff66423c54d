"""harness merge: put the shards of one run together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError

from .console import say
from .exits import UNKNOWN
from .kept import open_runs
from .options import settings_from, store_option

if TYPE_CHECKING:
    from harness.merging import Merged
    from harness.model.run import Run
    from harness.store.store import Store

__all__ = ["command"]


@click.command("merge")
@click.argument("shards", nargs=-1, required=True)
@click.option("--label", help="A name for the whole run [default: that of the shards].")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the whole run to this .jsonl.gz file, and keep it nowhere else.",
)
@store_option
@click.pass_context
def command(
    ctx: click.Context,
    shards: tuple[str, ...],
    label: str | None,
    output: Path | None,
    store: str | None,
) -> None:
    """Put SHARDS (files, ids, or a label that they share) together into one run; print its id.

    The run has the same trials in the same order as if one job had asked all of it. Where a shard
    is missing or was cut off, it is named, the run is incomplete, and the exit code is 3; 'harness
    run --resume' asks what it lacks.

    \b
    Example:
      harness run suites/shop.suite.yaml --chatbot-id ID --shard 2/5 --label nightly
      harness merge nightly
      harness merge shard-*.jsonl.gz -o nightly.jsonl.gz
    """
    from harness.merging import merge

    from .showing import check_writable

    if output:
        _check_name(output)
        check_writable(output)
    merged = merge(_find(shards, store), label)
    if output:
        from harness.store.runfile import write_run_file

        write_run_file(output, merged.run)
    else:
        _keep(merged.run, store)
    say(merged.run.id)
    ctx.exit(_tell(merged))


def _check_name(path: Path) -> None:
    from harness.store.runfile import ENDINGS, is_run_file

    if not is_run_file(path.name):
        raise SettingsError(f"{path}: a run is written to a file that ends with {ENDINGS[1]}")


def _find(refs: tuple[str, ...], store: str | None) -> list[Run]:
    """Return the runs that are meant; one label means the newest run of each shard that has it."""
    from harness.store.store import Store

    with open_runs(store, *refs) as kept:
        if len(refs) == 1 and isinstance(kept, Store):
            return [kept.load_run(run_id) for run_id in _labelled(kept, refs[0])]
        return [kept.load_run(ref) for ref in refs]


def _labelled(kept: Store, label: str) -> list[str]:
    newest: dict[str, str] = {}
    for run in kept.runs():
        if run.label == label and run.shard:
            newest.setdefault(run.shard, run.id)
    return list(newest.values()) or [label]


def _keep(run: Run, store: str | None) -> None:
    from harness.model.run import RunStatus
    from harness.store.store import Store

    with Store(settings_from(store=store).store) as kept:
        known = {each.id: each for each in kept.runs()}
        if run.id not in known:
            kept.begin_run(run)
            return
        if known[run.id].status is RunStatus.COMPLETE:
            return  # also where it was gone on with, and holds more than its shards
        # The same shards were merged before; since then they may have been completed.
        kept.add_many(run.id, run.trials)
        if run.finished_at:
            kept.finish_run(run.id, run.status, run.finished_at, run.provenance)


def _tell(merged: Merged) -> int:
    for shard in merged.missing:
        say(f"shard {shard} is missing: ask it with 'harness run --shard {shard}'", err=True)
    for run in merged.unfinished:
        said = f"shard {run.shard} (run {run.id}) is not complete"
        say(f"{said}: {len(run.trials)} of {run.planned} answers", err=True)
    if not merged.missing and not merged.unfinished:
        return 0
    say(f"run {merged.run.id} is incomplete", err=True)
    return UNKNOWN
