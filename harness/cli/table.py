"""A table on the terminal, safe against what bots and file names may hold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from .console import say_text

__all__ = ["print_table"]

WIDE = 10_000
"""The width where nobody looks: a pipe gets whole cells."""


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads; cells are text, never markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from harness.report.clean import clean

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    width = None if sys.stdout.isatty() else WIDE
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:
        console.print(table)
    say_text(capture.get().rstrip("\n"))
