"""Comparisons, kept with their method, so that an old one stays what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select

from harness.errors import StoreError

from .access import Access
from .database import lock_name
from .schema import comparisons

__all__ = ["Comparisons", "KeptComparison"]

THIS = comparisons.c.id == bindparam("of_id")
NEWEST_FIRST = (comparisons.c.created_at.desc(), comparisons.c.id.desc())


@dataclass(frozen=True, slots=True)
class KeptComparison:
    """What is kept of a comparison; the mappings hold JSON values."""

    id: str
    before_id: str
    after_id: str
    created_at: datetime
    method: Mapping[str, Any] = field(default_factory=dict)
    """The name of the method and all its parameters."""
    verdict: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """Whatever lets the comparison be gone on with."""
    restarts: int = 0
    """How often it was gone on with after a verdict."""


class Comparisons:
    """Kept comparisons, by id."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def keep(self, comparison: KeptComparison) -> None:
        """Keep a comparison, in place of an older one of the same id.

        Raises:
            StoreError: one of its runs is not kept here.
        """

        def change(connection: Connection) -> None:
            lock_name(connection, f"comparison\n{comparison.id}")
            connection.execute(comparisons.delete().where(THIS), {"of_id": comparison.id})
            connection.execute(comparisons.insert(), _row(comparison))

        self._access.write(change)

    def get(self, comparison_id: str) -> KeptComparison:
        """Return the comparison of an id.

        Raises:
            StoreError: there is none.
        """
        with self._access.reading() as connection:
            asked = connection.execute(select(comparisons).where(THIS), {"of_id": comparison_id})
            row = asked.mappings().first()
        if row is None:
            raise StoreError(f"the run store holds no comparison with the id '{comparison_id}'")
        return _read(row)

    def between(
        self, before_id: str | None = None, after_id: str | None = None
    ) -> tuple[KeptComparison, ...]:
        """Return the comparisons of these runs, newest first; None stands for any run."""
        query = select(comparisons).order_by(*NEWEST_FIRST)
        if before_id is not None:
            query = query.where(comparisons.c.before_id == before_id)
        if after_id is not None:
            query = query.where(comparisons.c.after_id == after_id)
        with self._access.reading() as connection:
            return tuple(_read(row) for row in connection.execute(query).mappings())


def _row(comparison: KeptComparison) -> dict[str, Any]:
    return {name: getattr(comparison, name) for name in KeptComparison.__slots__}


def _read(row: RowMapping) -> KeptComparison:
    return KeptComparison(**{name: row[name] for name in KeptComparison.__slots__})
