"""Bodies of requests about contacts and custom attributes: what each dialect takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from .bodies import Asked

__all__ = [
    "BATCH",
    "TYPES",
    "AttributeChange",
    "NewAttribute",
    "PatchPerson",
    "Person",
    "SeedAttribute",
    "SeedPeople",
    "SeedPerson",
    "Users",
]

BATCH = 1000
"""So many contacts may come at once."""
TYPES = ("text", "number", "boolean", "date")
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,64}@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*")
_RESERVED = (
    *("id", "external_id", "name", "email", "phone", "phonenumber", "stripe_accounts"),
    *("custom_attributes", "created_at", "updated_at"),
)


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text) or ".." in text or text.startswith(".") or ".@" in text:
        raise PydanticCustomError("email", "Invalid email")
    return text


def _free(name: str) -> str:
    if name in _RESERVED:
        raise PydanticCustomError("reserved", "This name is reserved")
    return name


Email = Annotated[
    str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})
]
AttributeName = Annotated[
    str,
    Field(
        pattern=r"^[a-zA-Z][a-zA-Z0-9_-]*$",
        max_length=100,
        json_schema_extra={"not": {"enum": list(_RESERVED)}},
    ),
    AfterValidator(_free),
]
AttributeType = Literal["text", "number", "boolean", "date"]


class StripeAccount(Asked):
    """An account of the contact at a payment service."""

    label: str = ""
    stripe_id: str = ""
    stripe_email: str = ""


class Person(Asked):
    """A contact, as the vendor takes it."""

    external_id: Annotated[str, Field(min_length=1)] = "..."
    name: str | None = None
    email: Email | None = None
    phonenumber: str | None = None
    stripe_accounts: tuple[StripeAccount, ...] = ()
    custom_attributes: dict[str, Any] = {}  # noqa: RUF012 (pydantic copies it)


class Users(Asked):
    """Up to 1,000 new contacts."""

    users: Annotated[tuple[Person, ...], Field(min_length=1, max_length=BATCH)]

    def people(self) -> Sequence[Asked]:
        """Return the contacts."""
        return self.users


class PatchPerson(Asked):
    """What changes of a contact; null takes something away."""

    data: Person

    def person(self) -> Asked:
        """Return what changes."""
        return self.data


class SeedPerson(Asked):
    """A contact, as the seed takes it."""

    name: str = ""
    email: Email = "..."
    phonenumber: str = Field("", alias="phone")
    custom_attributes: dict[str, Any] = Field({}, alias="customAttributes")

    def person(self) -> Asked:
        """Return what changes: the body itself."""
        return self


class SeedPeople(Asked):
    """Up to 1,000 new contacts."""

    contacts: Annotated[tuple[SeedPerson, ...], Field(max_length=BATCH)] = ()

    def people(self) -> Sequence[Asked]:
        """Return the contacts."""
        return self.contacts


class SeedAttribute(Asked):
    """A custom attribute in the seed: a new one, or what becomes of an old one."""

    name: AttributeName
    type: AttributeType


class NewAttribute(SeedAttribute):
    """A new custom attribute."""

    label: str = ""
    description: str = ""
    archived: bool = False


class AttributeChange(Asked):
    """What the vendor lets change; name and type stay for ever."""

    label: str = ""
    description: str = ""
    archived: bool = False
