"""GET /get-leads: who left a name, an e-mail address or a phone number."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from .listing import Page, read_rows
from .reading import Moment, Row

__all__ = ["Lead", "read_leads"]


class Lead(Row):
    """One lead as any dialect lists it; None where it was not given."""

    id: str
    chatbot_id: str | None = Field(None, validation_alias=AliasChoices("chatbot_id", "chatbotId"))
    account_id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = Field(None, validation_alias=AliasChoices("phone", "phonenumber"))
    created_at: Moment = Field(None, validation_alias=AliasChoices("created_at", "createdAt"))


def read_leads(body: object) -> Page[Lead]:
    """Read `{data}` (seed), `{collectedCustomers}` (vendor) or the latter with `{data}` (live)."""
    return Page(read_rows(Lead, body, ("collectedCustomers", "data"), "a list of leads"))
