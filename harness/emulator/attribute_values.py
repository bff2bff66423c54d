"""Values of custom attributes: whether one fits its type, and as what it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import Any

from .attribute_table import Attribute
from .request import Refused

__all__ = ["fit", "kept_values"]

_BOOLEANS: Mapping[Any, bool] = {"true": True, "false": False, 0: False, 1: True}
_NAMES = {bool: "boolean", str: "string", int: "number", float: "number"}


def kept_values(
    values: Mapping[str, Any], attributes: Sequence[Attribute], place: str
) -> dict[str, Any]:
    """Return the values by the number of their attribute; unknown names are dropped.

    Args:
        values: by name, as they were sent; None takes a value away.
        attributes: those that the bot has.
        place: where the values stand in the request, for messages.

    Raises:
        Refused: 400 if a value has the wrong type, or is new for an archived attribute.
    """
    known = {attribute.name: attribute for attribute in attributes}
    kept, issues = {}, []
    for name, value in values.items():
        attribute = known.get(name)
        if attribute is None:
            continue
        try:
            kept[str(attribute.number)] = _value(attribute, value)
        except ValueError as error:
            issues.append((f"{place}.{name}", str(error)))
    if issues:
        raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request body", issues)
    return kept


def _value(attribute: Attribute, value: Any) -> Any:
    if value is None:
        return None
    if attribute.archived:
        raise ValueError("Custom attribute is archived")
    return fit(attribute.type, value)


def fit(kind: str, value: Any) -> Any:
    """Return `value` as one of its kind (text, number, boolean or date), or raise ValueError."""
    if kind == "boolean":
        if isinstance(value, bool | str | int) and value in _BOOLEANS:
            return _BOOLEANS[value]
        raise ValueError(f"Expected boolean, received {_named(value)}")
    if kind == "date":
        return _date(value)
    wanted = str if kind == "text" else (int, float)
    finite = not isinstance(value, float) or isfinite(value)
    if isinstance(value, wanted) and not isinstance(value, bool) and finite:
        return value
    raise ValueError(
        f"Expected {'string' if kind == 'text' else 'number'}, received {_named(value)}"
    )


def _date(value: Any) -> str:
    """Read an ISO 8601 or mail date, or milliseconds since 1970, as UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC).isoformat()
        if isinstance(value, str):
            try:
                read = datetime.fromisoformat(value.strip())
            except ValueError:
                read = parsedate_to_datetime(value)
            zoned = read if read.tzinfo else read.replace(tzinfo=UTC)
            return zoned.astimezone(UTC).isoformat()
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        raise ValueError("Invalid date") from None
    raise ValueError(f"Expected date, received {_named(value)}")


def _named(value: Any) -> str:
    if isinstance(value, list | dict):
        return "array" if isinstance(value, list) else "object"
    return _NAMES.get(type(value), "null")
