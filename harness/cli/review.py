"""harness review: walk through the changed answers of a run, and accept or reject each by a key."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.errors import SettingsError

from .console import say
from .options import settings_from, store_option

if TYPE_CHECKING:
    from harness.store.store import Store

__all__ = ["command"]


@click.command("review")
@click.argument("run", default="latest")
@click.option(
    "--against", metavar="RUN", help="The run before [default: the last one of suite and bot]."
)
@click.option("--again", is_flag=True, help="Also what was accepted or rejected before.")
@click.option("--by", metavar="NAME", help="Who reviews [default: as git knows you].")
@click.option(
    "--suite",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The suite's file [default: where it was when the run was made].",
)
@store_option
def command(
    run: str,
    against: str | None,
    by: str | None,
    suite: Path | None,
    store: str | None,
    *,
    again: bool,
) -> None:
    """Walk through the answers of RUN that changed, the worst first.

    Keys: a accepts (writes the answer into the suite's file, after showing the change), r rejects
    (the answer is wrong: kept in the store), s skips, q quits.

    \b
    Example:
      harness review latest
    """
    from harness.store.store import Store

    from .accepting import author
    from .reviewing import Review

    if not sys.stdin.isatty():
        raise SettingsError("a review needs a terminal; 'harness accept ID' does one without")
    with Store(settings_from(store=store).store) as kept:
        after = kept.resolve(run)
        before = kept.resolve(against) if against else _before(kept, after)
        Review(kept, before, after, by=by or author(), suite=suite, again=again).walk()


def _before(store: Store, run_id: str) -> str | None:
    """Return the run of the same suite and bot that comes before; None where there is none."""
    runs = store.runs()
    place = next(number for number, run in enumerate(runs) if run.id == run_id)
    this = runs[place]
    for run in runs[place + 1 :]:
        if (run.suite_name, run.chatbot_id) == (this.suite_name, this.chatbot_id):
            return run.id
    say("There is no run before it: what fails is shown.")
    return None
