"""Bots: one bot as it is at a moment, read from its row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["BOTS", "Bot", "Trouble", "bot_from"]

BOTS = """
SELECT bots.*, shown.ready_at AS trained_at, shown.characters, live.version,
    last.version AS last_version, last.ready_at AS last_ready_at, last.failed AS last_failed,
    last.mixed_from, last.known_from,
    (SELECT max(updated_at) FROM conversations WHERE bot = bots.number) AS last_message_at
FROM bots
LEFT JOIN texts AS shown ON shown.bot = bots.number AND shown.version =
    (SELECT max(version) FROM texts WHERE bot = bots.number AND ready_at <= :now AND NOT failed)
LEFT JOIN texts AS live ON live.bot = bots.number AND live.version =
    (SELECT max(version) FROM texts WHERE bot = bots.number AND known_from <= :now AND NOT failed)
LEFT JOIN texts AS last ON last.bot = bots.number AND last.version =
    (SELECT max(version) FROM texts WHERE bot = bots.number)
WHERE workspace = :workspace
"""
"""Takes the time now and a workspace; two conditions on `texts` because trouble parts them."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one training; times are seconds after the status says ready.

    First the old text answers for `stale_seconds`, then old and new passages side by side for
    `mixed_seconds`. If it `failed`, the old text stays in force.
    """

    stale_seconds: float = 0.0
    mixed_seconds: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot as it is now; times are unix seconds, None for what did not happen yet.

    `number` counts the bots of a state, `version` is the text that it answers from (0: none) and
    `mixed` a newer one that it answers from as well (0: none). `status` is "training" while a newer
    text is not in force yet, "failed" if the last one never will be, else "ready"; `characters` and
    `trained_at` are those of the text that should answer.
    """

    number: int
    id: str
    name: str
    model: str
    instructions: str
    visibility: str
    temperature: float
    created_at: float
    updated_at: float
    status: str
    version: int
    mixed: int
    characters: int
    trained_at: float | None
    last_message_at: float | None
    workspace: str
    settings: Mapping[str, Any] = field(hash=False)


def bot_from(row: sqlite3.Row, now: float) -> Bot:
    """Return the bot of a row of `BOTS`."""
    return Bot(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        model=row["model"],
        instructions=row["instructions"],
        visibility=row["visibility"],
        temperature=row["temperature"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=_status(row, now),
        version=row["version"] or 0,
        mixed=_mixed(row, now),
        characters=row["characters"] or 0,
        trained_at=row["trained_at"],
        last_message_at=row["last_message_at"],
        workspace=row["workspace"],
        settings=json.loads(row["settings"]),
    )


def _status(row: sqlite3.Row, now: float) -> str:
    if row["last_ready_at"] is None:
        return "ready"
    if row["last_ready_at"] > now:
        return "training"
    return "failed" if row["last_failed"] else "ready"


def _mixed(row: sqlite3.Row, now: float) -> int:
    if row["last_version"] is None or row["last_failed"]:
        return 0
    return int(row["last_version"]) if row["mixed_from"] <= now < row["known_from"] else 0
