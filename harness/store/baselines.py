"""Names that people give to the runs which others are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select

from harness.errors import UnknownRun, did_you_mean

from .access import Access
from .database import lock_name
from .schema import baselines

__all__ = ["Baselines"]

ALL = select(baselines.c.name, baselines.c.run_id).order_by(baselines.c.name)
THIS = baselines.c.name == bindparam("of_name")


class Baselines:
    """Run ids by the names of the baselines."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> Mapping[str, str]:
        """Return the run ids, by name and in the order of the names."""
        with self._access.reading() as connection:
            return {row.name: row.run_id for row in connection.execute(ALL)}

    def set(self, name: str, run_id: str) -> str | None:
        """Let a name mean a run from now on; return the id of the run that it meant before.

        Raises:
            StoreError: there is no run with this id.
        """

        def change(connection: Connection) -> str | None:
            lock_name(connection, f"baseline\n{name}")
            key = {"of_name": name}
            old: str | None = connection.scalar(select(baselines.c.run_id).where(THIS), key)
            connection.execute(baselines.delete().where(THIS), key)
            row = {"name": name, "run_id": run_id, "set_at": datetime.now(UTC)}
            connection.execute(baselines.insert(), row)
            return old

        return self._access.write(change)

    def remove(self, name: str) -> str:
        """Forget a name, and return the id of the run that it meant; the run stays.

        Raises:
            UnknownRun: there is no baseline of this name.
        """
        known = self.all()
        if name not in known:
            raise UnknownRun(f"no baseline is called '{name}'{did_you_mean(name, known)}")
        self._access.write(
            lambda connection: connection.execute(baselines.delete().where(THIS), {"of_name": name})
        )
        return known[name]
