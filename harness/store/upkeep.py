"""Looking after a store: what is in it, taking old runs out, giving space back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import BindParameter, Connection, Table, bindparam, func, select, text

from .access import Access
from .database import shown
from .rescue import waiting_files
from .schema import baselines, comparisons, leases, metadata, runs, schema_version, texts, trials
from .writer import rescue_folders

__all__ = ["StoreInfo", "Upkeep"]

THESE: BindParameter[list[str]] = bindparam("of_ids", expanding=True)
OF_A_RUN = (
    (leases, leases.c.run_id),
    (trials, trials.c.run_id),
    (comparisons, comparisons.c.before_id),
    (comparisons, comparisons.c.after_id),
    (runs, runs.c.id),
)
"""Tables with what belongs to a run, those that refer to others first."""


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What there is to know of a store."""

    address: str
    """Without password."""
    schema: int
    rows: dict[str, int]
    """How many, by table."""
    size_bytes: int
    """Of the SQLite files, or of our tables and indexes on the server."""
    rescue_files: tuple[Path, ...]
    """Files with answers that wait to be taken in."""

    @property
    def bytes_per_trial(self) -> float | None:
        """Size of the store by its trials; None where it has none."""
        return self.size_bytes / self.rows["trials"] if self.rows["trials"] else None


class Upkeep:
    """What is done to a store as a whole."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def info(self) -> StoreInfo:
        """Count and measure what is there."""
        with self._access.reading() as connection:
            version: int = connection.scalar(select(func.max(schema_version.c.version))) or 0
            rows = {name: _count(connection, table) for name, table in metadata.tables.items()}
            size = self._size(connection)
        found = waiting_files(rescue_folders(self._access.url))
        waiting = [file for file in found if not file.is_empty()]
        return StoreInfo(
            shown(self._access.url), version, rows, size, tuple(file.path for file in waiting)
        )

    def remove(self, run_ids: Sequence[str]) -> None:
        """Remove runs with all that belongs to them, and texts that no run has any more.

        Baselines of these runs go too: whoever calls asks first.
        """

        def change(connection: Connection) -> None:
            for start in range(0, len(run_ids), 500):
                these = {"of_ids": list(run_ids[start : start + 500])}
                connection.execute(baselines.delete().where(baselines.c.run_id.in_(THESE)), these)
                for table, column in OF_A_RUN:
                    connection.execute(table.delete().where(column.in_(THESE)), these)
            rows = connection.execute(select(runs.c.training)).scalars()
            used = {training["digest"] for training in rows if training}
            kept = set(connection.execute(select(texts.c.digest)).scalars())
            if unused := sorted(kept - used):
                connection.execute(
                    texts.delete().where(texts.c.digest.in_(THESE)), {"of_ids": unused}
                )

        self._access.write(change)

    def vacuum(self) -> tuple[int, int]:
        """Give unused space back to the system; return the size before and after, in bytes."""
        before = self.info().size_bytes
        with self._access.autocommit() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("VACUUM"))
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            else:
                for table in metadata.tables.values():
                    connection.execute(text(f"VACUUM (ANALYZE) {table.name}"))
        return before, self.info().size_bytes

    def _size(self, connection: Connection) -> int:
        if connection.dialect.name == "sqlite":
            file = Path(self._access.url.database or "")
            parts = (file, file.with_name(f"{file.name}-wal"))
            return sum(part.stat().st_size for part in parts if part.is_file())
        sizes = (
            connection.scalar(
                select(func.pg_total_relation_size(text(f"'{table.name}'::regclass")))
            )
            for table in metadata.tables.values()
        )
        return sum(size or 0 for size in sizes)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
