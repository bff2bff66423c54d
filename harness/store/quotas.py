"""Quotas: how much of one limit each of several processes takes now.

Each writes down what it takes before it takes it, and takes it back from there only when it
has let go of it: so what all of them take together never grows beyond the limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import inf
from typing import Any

from sqlalchemy import Connection, bindparam, select

from .access import Access
from .beats import BEAT_SECONDS, Beats
from .database import lock_name
from .division import divide
from .process import myself
from .schema import quotas

__all__ = ["Member", "Quota", "Quotas", "Use"]

OF_THIS = quotas.c.limit_name == bindparam("of_limit")
THESE = OF_THIS & quotas.c.owner.in_(bindparam("of_owners", expanding=True))
READ = select(quotas).where(OF_THIS).order_by(quotas.c.joined, quotas.c.owner)


@dataclass(frozen=True, slots=True)
class Use:
    """What a process tells of itself at a look."""

    held: int
    """How many requests it has under way or may begin before it hears of the look."""
    demand: int
    """How many it could have under way now."""
    pause_seconds: float = 0.0
    """How long the server told it to wait, from now on."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a process may take, and what it should know of the others."""

    places: int
    """So many requests may be under way from now on."""
    written: int
    """So many are written down: more than `places` until the process has let go of them."""
    fair: int
    """So many it will get, once the others have let go of them."""
    limit: int
    """What all may have under way together."""
    per_second: float | None
    """How many requests all may begin a second together; None does not limit."""
    members: int
    """How many processes share it, this one included."""
    pause_seconds: float = 0.0
    """How long the server told another one to wait, as it has told since the last look."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be given back or still to come."""
        return self.places == self.written == self.fair


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in the table of one process."""

    owner: str
    joined: int
    beat: int
    most: int
    per_second: float | None
    demand: int
    places: int
    pause_seconds: float


class Quotas:
    """The limits that several processes share through one store."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def member(
        self,
        limit_name: str,
        most: int,
        per_second: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> Member:
        """Return one that will share a limit, from its first look on.

        Args:
            limit_name: whose limit it is; those who give the same name share it.
            most: how many requests may be under way at once; the least of all counts.
            per_second: how many may begin a second, None for any; the least of all counts.
            clock: a time in seconds that cannot jump.
        """
        return Member(self._access, limit_name, most, per_second, clock)


class Member:
    """One process, or one client of it, among those that share a limit."""

    def __init__(
        self,
        access: Access,
        limit_name: str,
        most: int,
        per_second: float | None,
        clock: Callable[[], float],
    ) -> None:
        self._access = access
        self._key = {"of_limit": limit_name}
        self._clock = clock
        self._beats = Beats(clock)
        self._heard: dict[str, int] = {}
        self._new = Row(myself(), 0, 0, most, per_second, 0, 0, 0.0)
        self._wrote_at = -inf
        self._left = False

    def look(self, use: Use) -> Quota:
        """See who shares the limit now, and return what this process may take.

        The first look makes it known to the others. Where nothing has changed, nothing is
        written.

        Raises:
            StoreError: the store cannot be reached: what may be taken stays as it was.
        """
        if self._wrote_at == -inf:
            return self._access.write(lambda connection: self._written(connection, use))
        with self._access.reading() as connection:
            found = _read(connection, self._key)
            rows, mine = self._living(found), found.get(self._new.owner)
            if mine and rows == list(found.values()):
                row, quota = _stand(rows, mine, use)
                if not self._has_news(rows, mine, row):
                    return self._with_pause(quota, rows)
        with self._access.writing() as connection:
            return self._written(connection, use)

    def leave(self) -> None:
        """Take nothing any more; the others share the rest.

        Raises:
            StoreError: the store cannot be reached; others see in time that it has gone.
        """
        self._left = True
        with self._access.writing() as connection:
            _remove(connection, self._key, [self._new.owner])

    def _written(self, connection: Connection, use: Use) -> Quota:
        lock_name(connection, f"quota\n{self._key['of_limit']}")
        found = _read(connection, self._key)
        rows = self._living(found)
        mine = found.get(self._new.owner)
        if mine is None:
            # New, or so late that the others took it for dead.
            mine = replace(self._new, joined=1 + max((row.joined for row in rows), default=0))
            rows.append(mine)
        row, quota = _stand(rows, mine, use)
        if not self._left:
            gone = [owner for owner in found if owner not in {each.owner for each in rows}]
            _remove(connection, self._key, [*gone, mine.owner])
            values = {"limit_name": self._key["of_limit"], **asdict(row)}
            connection.execute(quotas.insert(), values)
            self._wrote_at = self._clock()
        return self._with_pause(quota, rows)

    def _living(self, found: Mapping[str, Row]) -> list[Row]:
        """Return the rows of those that have not ended."""
        me = self._new.owner
        return [
            row
            for row in found.values()
            if row.owner == me or not self._beats.has_ended(row.owner, row.owner, row.beat)
        ]

    def _with_pause(self, quota: Quota, rows: Sequence[Row]) -> Quota:
        """Add the longest pause that another one has told of since the last look."""
        others = [row for row in rows if row.owner != self._new.owner]
        news = [row for row in others if self._heard.get(row.owner) != row.beat]
        self._heard = {row.owner: row.beat for row in others}
        pause = max((row.pause_seconds for row in news), default=0.0)
        return replace(quota, pause_seconds=pause)

    def _has_news(self, rows: Sequence[Row], mine: Row, row: Row) -> bool:
        """Tell whether the others should know of something, or hear a beat."""
        if len(rows) == 1:
            return mine.places != row.places
        is_late = self._clock() - self._wrote_at >= BEAT_SECONDS
        return is_late or replace(row, beat=mine.beat) != mine or row.pause_seconds > 0


def _stand(rows: Sequence[Row], mine: Row, use: Use) -> tuple[Row, Quota]:
    """Return the row that a process should have, and what it may take.

    It may take more only of what no other one has written down. What it has to give stays
    written until it has let go of it.
    """
    limit = min(row.most for row in rows)
    demands = [min(use.demand if row is mine else row.demand, limit) for row in rows]
    fair = divide(limit, demands)[rows.index(mine)]
    free = limit - sum(row.places for row in rows if row is not mine)
    places = min(fair, max(use.held, free))
    row = replace(
        mine,
        beat=mine.beat + 1,
        demand=use.demand,
        places=max(places, use.held),
        pause_seconds=use.pause_seconds,
    )
    rates = [each.per_second for each in rows if each.per_second is not None]
    least = min(rates, default=None)
    return row, Quota(places, row.places, fair, limit, least, len(rows))


def _read(connection: Connection, key: Mapping[str, str]) -> dict[str, Row]:
    fields = Row.__slots__
    found = connection.execute(READ, key).mappings()
    return {each["owner"]: Row(**{name: each[name] for name in fields}) for each in found}


def _remove(connection: Connection, key: Mapping[str, Any], owners: list[str]) -> None:
    connection.execute(quotas.delete().where(THESE), {**key, "of_owners": owners})
