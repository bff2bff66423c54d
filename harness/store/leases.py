"""Leases: who of several processes does which piece of a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection, bindparam, select

from harness.errors import StoreError

from . import queries
from .access import Access
from .beats import Beats
from .process import myself
from .schema import leases

__all__ = ["Claim", "Leases"]

OF_RUN = leases.c.run_id == bindparam("of_run")
MINE = OF_RUN & (leases.c.owner == bindparam("of_owner"))
NAMED = OF_RUN & leases.c.name.in_(bindparam("of_names", expanding=True))
RELEASED = ""
"""The owner of a lease that was given back."""


class Claim(StrEnum):
    """How a piece was come by."""

    FRESH = "fresh"
    """Nobody held it before."""
    INHERITED = "inherited"
    """Someone held it: some of the piece may be done meanwhile."""


class Leases:
    """The pieces of runs that this process has taken, and those of others."""

    def __init__(self, access: Access, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._access = access
        self.owner = myself()
        self._beats = Beats(clock)

    def claim(
        self, run_id: str, names: Sequence[str], most: int | None = None
    ) -> Mapping[str, Claim]:
        """Take pieces of a run that no living process holds; return how, by name.

        Args:
            run_id: whose pieces they are.
            names: the pieces that are wanted, the most wanted first.
            most: take no more than this; None takes all that are free.

        Raises:
            StoreError: there is no run with this id.
        """

        def change(connection: Connection) -> dict[str, Claim]:
            if connection.scalar(queries.KNOW_RUN, {"run_id": run_id}) is None:
                raise StoreError(f"the run store holds no run with the id '{run_id}'")
            asked = connection.execute(
                select(leases).where(NAMED), {"of_run": run_id, "of_names": list(names)}
            )
            held = {row.name: (row.owner, row.beat) for row in asked}
            taken = dict(islice(self._choose(run_id, names, held).items(), most))
            if taken:
                self._write(connection, run_id, list(taken))
            return taken

        return self._access.write(change)

    def beat(self, run_id: str) -> frozenset[str]:
        """Show others, every BEAT_SECONDS, that this process works at its pieces of a run.

        Returns:
            The pieces that it still holds: others take those of one that is silent for too long.
        """

        def change(connection: Connection) -> frozenset[str]:
            key = {"of_run": run_id, "of_owner": self.owner}
            connection.execute(leases.update().where(MINE).values(beat=leases.c.beat + 1), key)
            return frozenset(connection.scalars(select(leases.c.name).where(MINE), key))

        return self._access.write(change)

    def release(self, run_id: str, names: Sequence[str] | None = None) -> None:
        """Give back pieces of a run, or all of them; that they were held is remembered."""
        which = MINE if names is None else MINE & NAMED
        key = {"of_run": run_id, "of_owner": self.owner, "of_names": list(names or ())}
        if names is None:
            del key["of_names"]
        self._access.write(
            lambda connection: connection.execute(
                leases.update().where(which).values(owner=RELEASED), key
            )
        )

    def _choose(
        self, run_id: str, names: Sequence[str], held: Mapping[str, tuple[str, int]]
    ) -> dict[str, Claim]:
        taken = {}
        for name in names:
            if name not in held:
                taken[name] = Claim.FRESH
            elif held[name][0] == self.owner or self._has_ended(run_id, name, *held[name]):
                taken[name] = Claim.INHERITED
        return taken

    def _has_ended(self, run_id: str, name: str, owner: str, beat: int) -> bool:
        return owner == RELEASED or self._beats.has_ended((run_id, name), owner, beat)

    def _write(self, connection: Connection, run_id: str, names: list[str]) -> None:
        connection.execute(leases.delete().where(NAMED), {"of_run": run_id, "of_names": names})
        now = datetime.now(UTC)
        rows = [
            {"run_id": run_id, "name": name, "owner": self.owner, "beat": 0, "taken_at": now}
            for name in names
        ]
        connection.execute(leases.insert(), rows)
