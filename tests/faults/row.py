"""One row of the fault matrix, and the table that all of them make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BEGIN", "END", "Row", "table", "write_table"]

BEGIN = "<!-- fault matrix: written by nox -s faults -->"
END = "<!-- end of the fault matrix -->"


@dataclass(frozen=True)
class Row:
    """What one kind of trouble did to one run."""

    fault: str
    trials: int
    faults: int
    """How often the trouble came: kills, refusals, cut connections …"""
    lost: int
    """Answers that were kept and are gone, or that a graceful end should have kept."""
    twice: int
    """Answers that were bought again although they were kept."""
    in_flight: int
    """Answers that the server had sent and the process could not write before it was killed."""
    equal: bool
    """The verdict is that of an uninterrupted run."""
    seconds: float


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = [
        "| fault | trials | times | answers lost | asked twice | in flight | verdict | s |",
        "|---|---:|---:|---:|---:|---:|---|---:|",
    ]
    lines += [
        f"| {row.fault} | {row.trials} | {row.faults} | {row.lost} | {row.twice} | "
        f"{row.in_flight} | {'equal' if row.equal else 'DIFFERENT'} | {row.seconds:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def write_table(path: Path, rows: Iterable[Row]) -> None:
    """Write the table between its marks."""
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    path.write_text(f"{head}{BEGIN}\n{table(rows)}\n{END}{tail}", encoding="utf-8")
