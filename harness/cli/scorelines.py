"""Scores as JSON lines: written, read again, and what changed between two times."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .console import say, say_text

__all__ = ["earlier_rows", "say_changes", "some", "write_rows"]

SHOWN = 20
"""So many changed scores are said one by one."""

FEW = 5

Row = Mapping[str, Any]


def write_rows(rows: Iterable[Row], path: Path | None) -> None:
    """Write rows to a file whole or not at all, or print them.

    What is printed is pure ASCII and holds no command of a CI server, whatever the answers say.
    """
    from .writing import write_text

    if path is None:
        for row in rows:
            say_text(json.dumps(row, allow_nan=False).replace("##", "\\u0023#"))
        return
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    write_text(path, "".join(f"{line}\n" for line in lines))
    say(f"{path} written", err=True)


def earlier_rows(path: Path | None) -> list[Row] | None:
    """Return the scores that a file holds; None where there are none that can be understood."""
    if path is None or not path.is_file():
        return None
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return rows if all("case" in row and "score" in row for row in rows) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def say_changes(before: Sequence[Row], after: Sequence[Row], name: str) -> None:
    """Say which scores are not those of an earlier time, worst first."""
    old = {_key(row): row for row in before}
    if not any(_key(row) in old for row in after):
        return
    changed = [
        (old[_key(row)], row)
        for row in after
        if _key(row) in old and _told(old[_key(row)]) != _told(row)
    ]
    if not changed:
        say(f"no score changed since {name} was written before", err=True)
        return
    say(f"{len(changed)} scores changed since {name} was written before:", err=True)
    for was, now in sorted(changed, key=_worst_first)[:SHOWN]:
        say(f"  {now['case']}: {_words(was)} → {_words(now)}; {_reason(now)}", err=True)
    if len(changed) > SHOWN:
        say(f"  … and {len(changed) - SHOWN} more", err=True)


def some(ids: Sequence[str]) -> str:
    """Return the first few of many ids, as words."""
    return ", ".join(ids[:FEW]) + (", …" if len(ids) > FEW else "")


def _key(row: Row) -> tuple[object, ...]:
    return (row["case"], row.get("temperature"), row.get("repeat"))


def _told(row: Row) -> tuple[object, ...]:
    return (row.get("passed"), row["score"])


def _words(row: Row) -> str:
    outcome = "passed" if row.get("passed") else "failed"
    if row.get("passed") is None:
        outcome = "not judged"
    score = row["score"]
    return outcome if score is None else f"{outcome} {score:.2f}"


def _reason(row: Row) -> str:
    scores = row.get("scores") or [{}]
    failed = next((score for score in scores if score.get("passed") is not True), scores[0])
    return str(failed.get("reason", ""))


def _worst_first(change: tuple[Row, Row]) -> tuple[bool, float]:
    was, now = change
    broke = was.get("passed") is True and now.get("passed") is not True
    return (not broke, (now["score"] or 0.0) - (was["score"] or 0.0))
