"""The vendor's dialect: what the API takes and says as documented; others differ in places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from . import bodies, contact_bodies
from .attribute_table import Attribute
from .bot import Bot
from .contact_table import Contact
from .conversation_table import SOURCE, Conversation
from .lead_table import Lead

__all__ = ["Dialect", "moment"]

Issues = Sequence[tuple[str, str]]
Json = dict[str, Any]


class Dialect:
    """The vendor's documentation: bodies that are read, and replies."""

    name = "vendor"
    create: type[bodies.Create | bodies.SeedCreate] = bodies.Create
    update: type[bodies.Update | bodies.SeedUpdate] = bodies.Update
    change: type[bodies.Settings | bodies.SeedSettings] = bodies.Settings
    people: type[contact_bodies.Users | contact_bodies.SeedPeople] = contact_bodies.Users
    person: type[contact_bodies.PatchPerson | contact_bodies.SeedPerson] = (
        contact_bodies.PatchPerson
    )
    new_attribute: type[contact_bodies.SeedAttribute] = contact_bodies.NewAttribute
    attribute_change: type[bodies.Asked] = contact_bodies.AttributeChange
    deletes_by_body = False
    lists_by_cursor = False
    page_size = 10
    page_limit = 100
    settings_status = HTTPStatus.ACCEPTED
    contact_deleted_status = HTTPStatus.NO_CONTENT

    def error(self, status: int, message: str, issues: Issues = ()) -> Json:
        """Return the body of an error."""
        return {"message": message}

    def contact_error(self, status: int, message: str, issues: Issues) -> Json:
        """Return the body of an error of contacts and custom attributes, which list issues."""
        listed = [{"field": field, "message": what} for field, what in issues]
        return self.error(status, message) | ({"issues": listed} if listed else {})

    def chat(self, text: str, conversation_id: str | None) -> Json:
        """Return the reply to `/chat`."""
        return {"text": text}

    def changed(self, bot: Bot) -> Json:
        """Return the reply to creating a bot and to giving it a new text."""
        return {"chatbotId": bot.id}

    def settings(self, bot: Bot) -> Json:
        """Return the reply to new settings."""
        return {"message": "Your changes are saved."}

    def deleted(self) -> Json:
        """Return the reply to deleting a bot."""
        return {"message": "Deleted successfully"}

    def chatbots(self, bots: Sequence[Bot]) -> Json:
        """Return the list of bots."""
        return {"chatbots": [self.chatbot(bot) for bot in bots]}

    def chatbot(self, bot: Bot) -> Json:
        """Return one bot of the list."""
        return {
            "id": bot.id,
            "name": bot.name,
            "status": bot.status,
            "model": bot.model,
            "instructions": bot.instructions,
            "visibility": bot.visibility,
            "created_at": moment(bot.created_at),
            "updated_at": moment(bot.updated_at),
        }

    def conversations(self, bot: Bot, found: Sequence[Conversation]) -> Json:
        """Return one page of conversations; nothing tells how many pages there are."""
        return {"data": [self.conversation(bot, one) for one in found]}

    def conversation(self, bot: Bot, one: Conversation) -> Json:
        """Return one conversation; the document writes its source in lower case."""
        return {
            "id": one.id,
            "chatbot_id": bot.id,
            "created_at": moment(one.created_at),
            "updated_at": moment(one.updated_at),
            "source": SOURCE.lower(),
            "messages": [
                {"id": f"m-{said.number}", "role": said.role, "content": said.content}
                | {"type": "text"}
                for said in one.messages
            ],
        }

    def leads(self, bot: Bot, found: Sequence[Lead]) -> Json:
        """Return one page of leads."""
        return {"collectedCustomers": [self.lead(bot, one) for one in found]}

    def lead(self, bot: Bot, one: Lead) -> Json:
        """Return one lead; what was not told stays out."""
        told = {"name": one.name, "email": one.email, "phone": one.phone}
        return {
            "id": one.id,
            **{name: value for name, value in told.items() if value is not None},
            "created_at": moment(one.created_at),
            "chatbot_id": bot.id,
            "account_id": bot.workspace,
        }

    def contact(self, one: Contact, names: Mapping[str, str]) -> Json:
        """Return one contact; `names` has those of the custom attributes by number."""
        values = one.custom_attributes.items()
        external = {} if one.external_id is None else {"external_id": one.external_id}
        return {
            "id": one.id,
            **external,
            "name": one.name,
            "email": one.email,
            "phonenumber": one.phonenumber,
            "stripe_accounts": list(one.stripe_accounts),
            "custom_attributes": {names[key]: value for key, value in values if key in names},
            "created_at": int(one.created_at),
            "updated_at": int(one.updated_at),
        }

    def created_contacts(self, found: list[Json]) -> Json:
        """Return the contacts that were made."""
        return {"message": "Success", "data": found}

    def one_contact(self, found: Json) -> Json:
        """Return the contact that was asked for or changed."""
        return {"message": "Success", "data": found}

    def contact_deleted(self) -> Json:
        """Return the reply to deleting a contact, where it has one."""
        return {}

    def attribute(self, one: Attribute) -> Json:
        """Return one custom attribute."""
        told = {"label": one.label, "description": one.description}
        return {
            "name": one.name,
            "type": one.type,
            **{name: value for name, value in told.items() if value is not None},
            "archived": one.archived,
        }

    def one_attribute(self, one: Attribute) -> Json:
        """Return the custom attribute that was made or changed."""
        return {"message": "Success", "data": self.attribute(one)}

    def attributes(self, found: Sequence[Attribute]) -> Json:
        """Return all custom attributes."""
        return {"message": "Success", "data": [self.attribute(one) for one in found]}


def moment(seconds: float | None) -> str | None:
    """Return unix seconds as the API writes a time."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
