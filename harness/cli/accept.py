"""harness accept: write an answer of a run into the suite as the one to expect from now on."""

from __future__ import annotations

from pathlib import Path

import click

from harness.errors import SettingsError

from .console import say
from .options import settings_from, store_option, yes_option

__all__ = ["command"]


@click.command("accept")
@click.argument("case_id", metavar="ID")
@click.option("--run", default="latest", show_default=True, help="The run that answered so.")
@click.option("--reason", required=True, help="Why the answer is right; stands in the note.")
@click.option(
    "--replace",
    "pairs",
    multiple=True,
    metavar="OLD=NEW",
    help="Replace a keyword or another text that the case expects (repeatable).",
)
@click.option("--by", metavar="NAME", help="Who accepts it [default: as git knows you].")
@click.option(
    "--suite",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The suite's file [default: where it was when the run was made].",
)
@yes_option
@store_option
def command(
    case_id: str,
    run: str,
    reason: str,
    pairs: tuple[str, ...],
    by: str | None,
    suite: Path | None,
    store: str | None,
    *,
    yes: bool,
) -> None:
    """Expect the answer that the bot gave to question ID, from now on.

    The most common answer of the run takes the place of the expected answer in the suite's file,
    with a note above it (when, who, why); comments and layout stay. Shows the change first.

    \b
    Example:
      harness accept return-window --run latest --reason "new policy" --replace "30 days=14 days"
    """
    from harness.store.store import Store

    from .accepting import author, prepare_acceptance, show_edit
    from .planning import agree

    with Store(settings_from(store=store).store) as kept:
        found = kept.load_run(kept.resolve(run))
    acceptance = prepare_acceptance(
        found, case_id, reason=reason, by=by or author(), texts=_texts(pairs), suite=suite
    )
    show_edit(acceptance)
    if acceptance.edit is None:
        case = found.suite.by_id[case_id]
        where = f"{case.file}:{case.line}" if case.file else "the suite's file"
        raise SettingsError(_nothing(case_id, where, failing=bool(acceptance.proposal.failing)))
    agree(f"Write this to {acceptance.edit.path}?", yes=yes)
    acceptance.edit.write()
    say(f"Written to {acceptance.edit.path}.")


def _texts(pairs: tuple[str, ...]) -> dict[str, str]:
    texts = {}
    for pair in pairs:
        old, sign, new = pair.partition("=")
        if not (old and sign and new.strip()):
            raise SettingsError(f"--replace takes OLD=NEW, both not empty, not '{pair}'")
        texts[old] = new
    return texts


def _nothing(case_id: str, where: str, *, failing: bool) -> str:
    if not failing:
        return f"case '{case_id}' accepts this answer already: there is nothing to write"
    return (
        f"case '{case_id}' holds no expected answer that this one could replace: "
        f'change what fails with --replace "OLD=NEW", or in {where}'
    )
