"""The option that lets a suite run functions of its author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

__all__ = ["code_option"]


def _switch(ctx: click.Context, _: click.Parameter, allowed: bool) -> None:  # noqa: FBT001
    """Allow code for this command, or make sure that none of an earlier one is allowed."""
    if ctx.resilient_parsing:
        return
    from harness.authored import allow_authored

    allow_authored((lambda: _folders(ctx)) if allowed else None)


def _folders(ctx: click.Context) -> Iterable[Path]:
    """Return the folders of the suites that the command is given, and the current one."""
    paths = (path for value in ctx.params.values() for path in _paths(value))
    return dict.fromkeys([*(path.parent for path in paths), Path()])


def _paths(value: object) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, Path))


code_option = click.option(
    "--allow-code",
    is_flag=True,
    expose_value=False,
    callback=_switch,
    help="Let the suite run Python functions of its author (the scorer python).",
)
