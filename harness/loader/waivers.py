"""The marks `skip` and `expected_failure`: a reason, who cares for it, and the last day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator

from harness.model.suite import Waiver

from .document import Node
from .problems import Problems
from .reading import Filled, Written, read

__all__ = ["read_waiver"]

_NO_REASONS = {"true", "yes", "on", "1"}


def _date(value: object) -> object:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("must be a date that exists, as 2026-12-31") from None


class _Written(Written):
    reason: Filled
    owner: Filled | None = None
    until: Annotated[date, BeforeValidator(_date)] | None = None


def read_waiver(node: Node | None, what: str, problems: Problems) -> Waiver | None:
    """Return a mark; None where there is none or it is wrong, which is noted.

    Args:
        node: a reason, or a mapping of `reason`, `owner` and `until`.
        what: the key that it stands under.
        problems: takes what is wrong; a last day that is over is wrong too.
    """
    if node is None or node.nothing:
        return None
    if isinstance(node.value, str):
        if node.value.strip().casefold() in _NO_REASONS or not node.value.strip():
            problems.add(node, f"'{what}' needs a reason: say why")
            return None
        return Waiver(reason=node.value)
    written = read(_Written, node, problems)
    if written is None:
        return None
    if written.until is not None and written.until < datetime.now(UTC).date():
        message = f"the '{what}' of this case ended on {written.until}: mend it, or move the date"
        problems.add(node.get("until") or node, message)
    return Waiver(reason=written.reason, owner=written.owner, until=written.until)
