"""The contacts of a chatbot: people whom it may know by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from harness.errors import SettingsError

from .dialect import Dialect
from .listing import Page, read_one, read_rows
from .reading import Moment, Row

__all__ = [
    "MOST_CONTACTS",
    "Contact",
    "ContactInput",
    "contact_changes",
    "contacts_query",
    "new_contacts",
    "read_contact",
    "read_contacts",
    "read_created_contacts",
]

MOST_CONTACTS = 1000
"""So many are created by one request."""
_CURSORS = ("nextCursor", "next_cursor", "cursor")
_SEED_NAMES = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "custom_attributes": "customAttributes",
}
_LIST = "a list of contacts"
_Attributes = Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})]


class ContactInput(BaseModel):
    """A contact to create, or what to change of one: what is never set is not sent.

    Set to None, a field is sent as null, which takes the value away.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
    external_id: str | None = None
    """The caller's own id of the person."""
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    stripe_accounts: tuple[dict[str, Any], ...] = ()
    custom_attributes: dict[str, Any] = Field(default_factory=dict)

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """Return the JSON object to send, in the spelling of a dialect.

        Raises:
            SettingsError: The dialect has no place for a field.
        """
        given = self.model_dump(mode="json", include=self.model_fields_set)
        if dialect is not Dialect.SEED:
            return {"phonenumber" if key == "phone" else key: each for key, each in given.items()}
        if homeless := sorted(given.keys() - _SEED_NAMES):
            raise SettingsError(f"the seed dialect's contacts have no {', '.join(homeless)}")
        return {_SEED_NAMES[key]: value for key, value in given.items()}


class Contact(Row):
    """One contact as any dialect tells of it; None where it was not given."""

    id: str
    external_id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = Field(None, validation_alias=AliasChoices("phonenumber", "phone"))
    stripe_accounts: Annotated[
        tuple[dict[str, Any], ...], BeforeValidator(lambda value: value or ())
    ] = ()
    custom_attributes: _Attributes = Field(
        default_factory=dict,
        validation_alias=AliasChoices("custom_attributes", "customAttributes"),
    )
    created_at: Moment = Field(None, validation_alias=AliasChoices("created_at", "createdAt"))
    updated_at: Moment = Field(None, validation_alias=AliasChoices("updated_at", "updatedAt"))


def new_contacts(dialect: Dialect, contacts: Sequence[ContactInput]) -> dict[str, Any]:
    """Return what creates contacts.

    Raises:
        SettingsError: There are none, too many for one request, or some that the dialect has no
            place for.
    """
    if not 1 <= len(contacts) <= MOST_CONTACTS:
        raise SettingsError(
            f"one request creates 1 to {MOST_CONTACTS:,} contacts, not {len(contacts):,}"
        )
    name = "contacts" if dialect is Dialect.SEED else "users"
    return {name: [contact.body(dialect) for contact in contacts]}


def contact_changes(dialect: Dialect, changes: ContactInput) -> dict[str, Any]:
    """Return what changes a contact: bare in the seed, wrapped elsewhere.

    Raises:
        SettingsError: Nothing is to be changed, or the dialect has no place for it.
    """
    body = changes.body(dialect)
    if not body:
        raise SettingsError("nothing of the contact is to be changed")
    return body if dialect is Dialect.SEED else {"data": body}


def contacts_query(dialect: Dialect, *, size: int, page: int, cursor: str | None) -> dict[str, str]:
    """Return the query of one page: by cursor in the seed, by number elsewhere.

    Raises:
        SettingsError: The dialect does not page so.
    """
    if page < 1 or size < 1:
        raise SettingsError(f"page ({page}) and size ({size}) count from 1")
    if dialect is Dialect.SEED:
        if page != 1:
            raise SettingsError("the seed dialect's contacts have no page numbers: give a cursor")
        return {"limit": str(size)} | ({} if cursor is None else {"cursor": cursor})
    if cursor is not None:
        raise SettingsError(f"the {dialect} dialect's contacts have no cursor: give a page")
    return {"per_page": str(size), "page": str(page)}


def read_contacts(body: object) -> Page[Contact]:
    """Read a page of contacts, and what the reply says of the next."""
    rows = read_rows(Contact, body, ("data",), _LIST)
    reply: Mapping[str, Any] = body if isinstance(body, dict) else {}
    nested = reply.get("pagination")
    told = {**reply, **(nested if isinstance(nested, dict) else {})}
    cursor = next((told[name] for name in _CURSORS if told.get(name)), None)
    total = told.get("total")
    return Page(
        rows,
        total=total if isinstance(total, int) else None,
        cursor=None if cursor is None else str(cursor),
        is_last=_is_last(told, has_cursor=cursor is not None),
    )


def read_created_contacts(body: object) -> tuple[Contact, ...]:
    """Read the contacts that were created: a list, or an older guide's `{created: [...]}`."""
    return read_rows(Contact, body, ("data",), "a list of created contacts")


def read_contact(body: object) -> Contact:
    """Read one contact of any dialect."""
    return read_one(Contact, body, "a contact")


def _is_last(told: Mapping[str, Any], *, has_cursor: bool) -> bool | None:
    pages = told.get("pages")
    if isinstance(pages, dict):
        number, count = pages.get("page"), pages.get("total_pages")
        if isinstance(number, int) and isinstance(count, int):
            return number >= count
    if isinstance(told.get("hasMore"), bool):
        return not told["hasMore"]
    if has_cursor:
        return False
    return True if any(name in told for name in _CURSORS) else None
