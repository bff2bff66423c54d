"""The seed dialect: the contract that the harness was first asked to work with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from . import bodies, contact_bodies
from .attribute_table import Attribute
from .bot import Bot
from .contact_table import Contact
from .conversation_table import SOURCE, Conversation
from .dialect import Dialect, Issues, Json, moment
from .lead_table import Lead

__all__ = ["Seed"]


class Seed(Dialect):
    """Whole objects in camel case, contacts by cursor."""

    name = "seed"
    create = bodies.SeedCreate
    update = bodies.SeedUpdate
    change = bodies.SeedSettings
    people = contact_bodies.SeedPeople
    person = contact_bodies.SeedPerson
    new_attribute = contact_bodies.SeedAttribute
    attribute_change = contact_bodies.SeedAttribute
    deletes_by_body = True
    lists_by_cursor = True
    page_size = 20
    page_limit = 1000
    settings_status = HTTPStatus.OK
    contact_deleted_status = HTTPStatus.OK

    def error(self, status: int, message: str, issues: Issues = ()) -> Json:
        """Return the kind of error and its message."""
        return {"error": HTTPStatus(status).phrase, "message": message}

    def contact_error(self, status: int, message: str, issues: Issues) -> Json:
        """Return the same: this contract has no list of issues, so the message tells them."""
        told = "; ".join(f"{field}: {what}" if field else what for field, what in issues)
        if told and not message.endswith(told):
            message = f"{message} ({told})"
        return self.error(status, message)

    def chat(self, text: str, conversation_id: str | None) -> Json:
        """Return the answer with an id to go on with; a new one stands for nothing kept so far."""
        given = conversation_id is not None
        return {"text": text, "conversationId": conversation_id if given else _new_id()}

    def changed(self, bot: Bot) -> Json:
        """Return the whole bot."""
        return self.chatbot(bot)

    def settings(self, bot: Bot) -> Json:
        """Return the whole bot."""
        return self.chatbot(bot)

    def deleted(self) -> Json:
        """Return a status."""
        return {"status": "success", "message": "Deleted successfully"}

    def chatbot(self, bot: Bot) -> Json:
        """Return one bot; this contract knows no status of training."""
        return {
            "chatbotId": bot.id,
            "chatbotName": bot.name,
            "model": bot.model,
            "temperature": bot.temperature,
            "createdAt": moment(bot.created_at),
        }

    def conversation(self, bot: Bot, one: Conversation) -> Json:
        """Return one conversation."""
        return {
            "id": one.id,
            "chatbotId": bot.id,
            "source": SOURCE,
            "createdAt": moment(one.created_at),
            "messages": [{"role": said.role, "content": said.content} for said in one.messages],
        }

    def leads(self, bot: Bot, found: Sequence[Lead]) -> Json:
        """Return one page of leads."""
        return {"data": [self.lead(bot, one) for one in found]}

    def lead(self, bot: Bot, one: Lead) -> Json:
        """Return one lead; what was not told stays out."""
        told = {"name": one.name, "email": one.email, "phone": one.phone}
        return {
            "id": one.id,
            "chatbotId": bot.id,
            **{name: value for name, value in told.items() if value is not None},
            "createdAt": moment(one.created_at),
        }

    def contact(self, one: Contact, names: Mapping[str, str]) -> Json:
        """Return one contact; what is not known stays out."""
        known = {"name": one.name, "email": one.email, "phone": one.phonenumber}
        values = one.custom_attributes.items()
        return {
            "id": one.id,
            **{name: value for name, value in known.items() if value is not None},
            "customAttributes": {names[key]: value for key, value in values if key in names},
            "createdAt": moment(one.created_at),
        }

    def created_contacts(self, found: list[Json]) -> Json:
        """Return the contacts that were made."""
        return {"data": found}

    def one_contact(self, found: Json) -> Json:
        """Return the contact itself."""
        return found

    def contact_deleted(self) -> Json:
        """Return a status."""
        return self.deleted()

    def attribute(self, one: Attribute) -> Json:
        """Return one custom attribute."""
        return {"name": one.name, "type": one.type}

    def one_attribute(self, one: Attribute) -> Json:
        """Return the attribute itself."""
        return self.attribute(one)

    def attributes(self, found: Sequence[Attribute]) -> Json:
        """Return all custom attributes."""
        return {"data": [self.attribute(one) for one in found]}


def _new_id() -> str:
    return secrets.token_urlsafe(16)
