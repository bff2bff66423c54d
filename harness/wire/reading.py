"""Reading a reply: JSON that must fit a shape, or UnexpectedReply with its beginning."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from harness.errors import UnexpectedReply

__all__ = ["Moment", "Reply", "Row", "fit", "read_failure", "unexpected"]

M = TypeVar("M", bound=BaseModel)
BEGINNING = 200
"""So many characters of a reply that fits nothing are shown."""
ISSUES = 5
"""So many of a refusal's issues are named, the others counted."""


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Moment = Annotated[
    Annotated[datetime, AfterValidator(_in_utc)] | None,
    BeforeValidator(lambda value: None if value == "" else value),
]
"""A time in UTC, from ISO 8601 or unix seconds; None where the reply does not tell."""


class Reply(BaseModel):
    """A reply of the API; fields that nobody promised are kept, not refused."""

    model_config = {"extra": "allow", "frozen": True, "populate_by_name": True}


class Row(Reply):
    """One row of a list; ids and numbers that travel as numbers are text to us."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


def unexpected(body: object, wanted: str) -> UnexpectedReply:
    """Return the error for a body that is not `wanted`, with its beginning."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, default=str)
    short = text[:BEGINNING] + ("…" if len(text) > BEGINNING else "")
    return UnexpectedReply(f"the reply is not {wanted}: {short!r}")


def fit(model: type[M], body: object, wanted: str) -> M:
    """Return `body` as `model`, or raise UnexpectedReply."""
    try:
        return model.model_validate(body)
    except ValidationError:
        raise unexpected(body, wanted) from None


def read_failure(body: object) -> str:
    """Return the server's own words from an error body of any dialect; empty if it has none.

    Known forms: `{"message"}`, `{"error", "message"}`, `{"message", "issues": [{"field",
    "message"}]}` and `{"error": {"message"}}`.
    """
    if not isinstance(body, dict):
        return ""
    words = body.get("message")
    error = body.get("error")
    if not isinstance(words, str):
        words = error.get("message") if isinstance(error, dict) else error
    text = words if isinstance(words, str) else ""
    issues = body.get("issues")
    if isinstance(issues, list):
        found = [
            f"{issue.get('field', '?')}: {issue.get('message', '?')}"
            for issue in issues
            if isinstance(issue, dict)
        ]
        if len(found) > ISSUES:
            found[ISSUES:] = [f"and {len(found) - ISSUES} more"]
        text += f" ({'; '.join(found)})" if found else ""
    return text
