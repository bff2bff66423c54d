"""Small values that several processes share through the store, each under a scope and a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from .access import Access
from .database import lock_name
from .schema import notes

__all__ = ["Notes"]

SCOPE = notes.c.scope == bindparam("of_scope")
THIS = SCOPE & (notes.c.name == bindparam("of_name"))
VALUE = select(notes.c.value).where(THIS)
OF_SCOPE = select(notes.c.name, notes.c.value).where(SCOPE)


class Notes:
    """JSON values by scope and name, such as ("pace", digest of the key)."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, scope: str, name: str) -> Any:
        """Return a value; None where there is none."""
        with self._access.reading() as connection:
            return connection.scalar(VALUE, {"of_scope": scope, "of_name": name})

    def all(self, scope: str) -> Mapping[str, Any]:
        """Return all values of a scope, by name."""
        with self._access.reading() as connection:
            return {
                row.name: row.value for row in connection.execute(OF_SCOPE, {"of_scope": scope})
            }

    def set(self, scope: str, name: str, value: Any) -> None:
        """Keep a value in place of the one before; None forgets it."""
        self.change(scope, name, lambda _: value)

    def change(self, scope: str, name: str, function: Callable[[Any], Any]) -> Any:
        """Replace a value by what `function` makes of it, and return that.

        Nobody else changes this value meanwhile. After a lost connection `function` may be
        called again.
        """

        def change(connection: Connection) -> Any:
            lock_name(connection, f"{scope}\n{name}")
            key = {"of_scope": scope, "of_name": name}
            new = function(connection.scalar(VALUE, key))
            connection.execute(notes.delete().where(THIS), key)
            if new is not None:
                row = {"scope": scope, "name": name, "noted_at": datetime.now(UTC), "value": new}
                connection.execute(notes.insert(), row)
            return new

        return self._access.write(change)
