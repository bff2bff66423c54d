"""Shapes: the JSON Schema of every reply, in each dialect."""

from __future__ import annotations

from typing import Any

from .contact_bodies import TYPES

__all__ = ["error_shape", "shapes_of"]

Shape = dict[str, Any]
TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer"}
NUMBER: Shape = {"type": "number"}
FLAG: Shape = {"type": "boolean"}
TIME: Shape = {"type": "string", "format": "date-time"}
EMAIL: Shape = {"type": "string", "format": "email"}
ANYTHING: Shape = {"type": "object"}
TEXTS: Shape = {"type": "array", "items": TEXT}
KIND: Shape = {"type": "string", "enum": list(TYPES)}
_VENDOR_BOT: Shape = {
    "id": TEXT,
    "name": TEXT,
    "status": {"type": "string", "enum": ["training", "ready", "failed"]},
    "model": TEXT,
    "instructions": TEXT,
    "visibility": {"type": "string", "enum": ["public", "private"]},
    "created_at": TIME,
    "updated_at": TIME,
}


def _null(shape: Shape) -> Shape:
    return shape | {"type": [shape["type"], "null"]}


def _record(required: Shape, **optional: Shape) -> Shape:
    """Return an object that has these fields and no others."""
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _message(**fields: Shape) -> Shape:
    role = {"type": "string", "enum": ["user", "assistant"]}
    return _record({"role": role, "content": TEXT} | fields)


def error_shape(dialect: str) -> Shape:
    """Return the shape of every error."""
    if dialect == "seed":
        return _record({"error": TEXT, "message": TEXT})
    return _record({"message": TEXT}, issues=_list(_record({"field": TEXT, "message": TEXT})))


def shapes_of(dialect: str) -> dict[str, Shape]:
    """Return the shape of each operation's good reply by its name."""
    if dialect == "seed":
        return _seed()
    return _vendor() | (_live() if dialect == "live" else {})


def _vendor() -> dict[str, Shape]:
    made = _record({"chatbotId": TEXT})
    said = _record({"message": TEXT})
    attribute = _record(
        {"name": TEXT, "type": KIND, "archived": FLAG}, label=TEXT, description=TEXT
    )
    contact, done = _vendor_contact(), {"message": {"type": "string", "const": "Success"}}
    pages = _record({"page": WHOLE, "per_page": WHOLE, "total_pages": WHOLE})
    conversation = _record(
        {"id": TEXT, "chatbot_id": TEXT, "created_at": TIME, "updated_at": TIME}
        | {"source": {"const": "api"}, "messages": _list(_message(id=TEXT, type={"const": "text"}))}
    )
    return {
        "chat": _record({"text": TEXT}),
        "createChatbot": made,
        "updateChatbotData": made,
        "updateChatbotSettings": said,
        "getChatbots": _record({"chatbots": _list(_record(_VENDOR_BOT))}),
        "deleteChatbot": said,
        "getConversations": _record({"data": _list(conversation)}),
        "getLeads": _record({"collectedCustomers": _list(_vendor_lead())}),
        "createContacts": _record(done | {"data": _list(contact)}),
        "listContacts": _record(done | {"data": _list(contact), "total": WHOLE, "pages": pages}),
        "getContact": _record(done | {"data": contact}),
        "updateContact": _record(done | {"data": contact}),
        "createCustomAttribute": _record(done | {"data": attribute}),
        "getCustomAttributes": _record(done | {"data": _list(attribute)}),
        "updateCustomAttribute": _record(done | {"data": attribute}),
    }


def _vendor_lead() -> Shape:
    always = {"id": TEXT, "created_at": TIME, "chatbot_id": TEXT, "account_id": TEXT}
    return _record(always, name=TEXT, email=EMAIL, phone=TEXT)


def _vendor_contact() -> Shape:
    account = _record({}, label=TEXT, stripe_id=TEXT, stripe_email=TEXT)
    return _record(
        {
            "id": TEXT,
            "name": _null(TEXT),
            "email": _null(EMAIL),
            "phonenumber": _null(TEXT),
            "stripe_accounts": _list(account),
            "custom_attributes": ANYTHING,
            "created_at": WHOLE,
            "updated_at": WHOLE,
        },
        external_id=TEXT,
    )


def _live() -> dict[str, Shape]:
    bot = _VENDOR_BOT | {
        "last_trained_at": _null(TIME),
        "last_message_at": _null(TIME),
        "num_of_characters": WHOLE,
        "temp": NUMBER,
        "index_name": _null(TEXT),
        "initial_messages": TEXTS,
        "suggested_messages": TEXTS,
        "domains": TEXTS,
        "only_allow_on_added_domains": FLAG,
        "ip_limit": _null(WHOLE),
        "ip_limit_message": _null(TEXT),
        "ip_limit_timeframe": _null(WHOLE),
        "styles": ANYTHING,
        "collect_customer_information": ANYTHING,
    }
    user = _message(id=TEXT, type={"const": "text"}, createdAt=TIME)
    user["required"] = [name for name in user["required"] if name != "id"]
    conversation = {"id": TEXT, "created_at": TIME, "last_message_at": TIME}
    conversation |= {"source": {"const": "API"}, "messages": _list(user)}
    envelope = _record({"data": _list(_record(bot)), "error": {"type": "null"}})
    return {
        "getChatbots": _record({"chatbots": envelope}),
        "getConversations": _record({"data": _list(_record(conversation))}),
        "getLeads": _record({"collectedCustomers": _record({"data": _list(_vendor_lead())})}),
    }


def _seed() -> dict[str, Shape]:
    bot = _record(
        {"chatbotId": TEXT, "chatbotName": TEXT, "model": TEXT, "temperature": NUMBER}
        | {"createdAt": TIME}
    )
    status = _record({"status": {"const": "success"}, "message": TEXT})
    contact = _record(
        {"id": TEXT, "customAttributes": ANYTHING, "createdAt": TIME},
        name=TEXT,
        email=EMAIL,
        phone=TEXT,
    )
    attribute = _record({"name": TEXT, "type": KIND})
    lead = _record(
        {"id": TEXT, "chatbotId": TEXT, "createdAt": TIME}, name=TEXT, email=EMAIL, phone=TEXT
    )
    conversation = _record(
        {"id": TEXT, "chatbotId": TEXT, "source": {"const": "API"}, "createdAt": TIME}
        | {"messages": _list(_message())}
    )
    return {
        "chat": _record({"text": TEXT, "conversationId": TEXT}),
        "createChatbot": bot,
        "updateChatbotData": bot,
        "updateChatbotSettings": bot,
        "getChatbots": _record({"chatbots": _list(bot)}),
        "deleteChatbot": status,
        "getConversations": _record({"data": _list(conversation)}),
        "getLeads": _record({"data": _list(lead)}),
        "createContacts": _record({"data": _list(contact)}),
        "listContacts": _record({"data": _list(contact), "nextCursor": _null(TEXT)}),
        "getContact": contact,
        "updateContact": contact,
        "deleteContact": status,
        "createCustomAttribute": attribute,
        "getCustomAttributes": _record({"data": _list(attribute)}),
        "updateCustomAttribute": attribute,
    }
