"""The custom attributes of contacts: their names and types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from harness.errors import SettingsError

from .dialect import Dialect
from .listing import read_one, read_rows
from .reading import Row

__all__ = [
    "TYPES",
    "CustomAttribute",
    "attribute_changes",
    "new_attribute",
    "read_attribute",
    "read_attributes",
]

TYPES = ("text", "number", "boolean", "date")
"""What an attribute may hold."""
_ONE = "a custom attribute"


class CustomAttribute(Row):
    """One attribute as any dialect tells of it; None where a dialect does not."""

    name: str
    type: str
    label: str | None = None
    description: str | None = None
    archived: Annotated[bool, BeforeValidator(lambda value: value or False)] = False
    """Takes no new values; attributes cannot be deleted."""


def new_attribute(
    dialect: Dialect, name: str, type_: str, described: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return what creates an attribute.

    Raises:
        SettingsError: The dialect has no place for a part of it.
    """
    extra = {key: value for key, value in described.items() if value is not None}
    if dialect is Dialect.SEED and extra:
        raise _no_place(extra)
    return {"name": name, "type": type_, **extra}


def attribute_changes(
    dialect: Dialect,
    identity: Mapping[str, str | None],
    changes: Mapping[str, str | bool | None],
) -> dict[str, Any]:
    """Return what changes an attribute: `identity` in the seed, `changes` elsewhere.

    Args:
        dialect: What to write in.
        identity: Its name and type; the seed wants both, the others change neither.
        changes: Its label and description, and whether it is archived; None changes nothing.

    Raises:
        SettingsError: The dialect cannot change that, or nothing is to be changed.
    """
    own = {key: value for key, value in identity.items() if value is not None}
    given = {key: value for key, value in changes.items() if value is not None}
    if dialect is Dialect.SEED:
        if given:
            raise _no_place(given)
        if not own:
            raise SettingsError("nothing is to be changed: give a new name")
        return own
    if own:
        raise SettingsError(
            f"the {dialect} dialect never changes an attribute's {' and '.join(own)}: archive it, "
            "and create another"
        )
    if not given:
        raise SettingsError("nothing is to be changed: name a label, a description or archived")
    return given


def read_attribute(body: object) -> CustomAttribute:
    """Read one attribute of any dialect."""
    return read_one(CustomAttribute, body, _ONE)


def read_attributes(body: object) -> tuple[CustomAttribute, ...]:
    """Read the list of attributes of any dialect."""
    return read_rows(CustomAttribute, body, ("data",), "a list of custom attributes")


def _no_place(given: Mapping[str, object]) -> SettingsError:
    return SettingsError(f"the seed dialect's attributes have no {', '.join(sorted(given))}")
