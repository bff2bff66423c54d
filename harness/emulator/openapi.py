"""The OpenAPI document: what the emulator takes and says in one dialect, made from what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .bodies import Asked, Chat, Delete
from .contact_bodies import BATCH
from .contact_table import CONTACTS
from .contacts import LEAST_PER_PAGE, PER_PAGE
from .dialect import Dialect
from .paging import PAGES
from .shapes import error_shape, shapes_of

__all__ = ["document"]

_ERRORS = {
    400: "The request is wrong; the message says where.",
    401: "No API key provided, or one that opens nothing.",
    403: "Quota exceeded: only if the emulator was told to make this trouble.",
    404: "There is no such thing in the workspace of the key.",
    409: "It is there already.",
    413: "The body is larger than any request can be.",
    429: "Rate limit exceeded: only if the emulator was told to make this trouble.",
    500: "Only if the emulator was told to make this trouble, or has a bug.",
}
_TROUBLE = (403, 429, 500)
_BOT = "/chatbots/{chatbotId}"


@dataclass(frozen=True, slots=True)
class _Operation:
    """One operation; `errors` are those beside 401, what a body may cause and trouble."""

    method: str
    path: str
    name: str
    summary: str
    body: type[Asked] | None = None
    query: tuple[dict[str, Any], ...] = ()
    errors: tuple[int, ...] = ()
    status: int = 200


def document(dialect: Dialect, api_path: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of a dialect."""
    shapes, schemas = shapes_of(dialect.name), {"Error": error_shape(dialect.name)}
    paths: dict[str, dict[str, Any]] = {}
    for one in (*_chatbot_operations(dialect), *_contact_operations(dialect)):
        described = _described(one, shapes.get(one.name), schemas)
        paths.setdefault(one.path, {})[one.method] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"harness emulator ({dialect.name} dialect)",
            "version": "1",
            "description": "A local emulator of a chatbot REST API, not the service. Training "
            "texts have at most 1,048,576 characters; urlsToScrape is kept and never fetched.",
        },
        "servers": [{"url": api_path}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def _chatbot_operations(dialect: Dialect) -> tuple[_Operation, ...]:
    bot_id = _parameter("chatbotId", {"type": "string"}, required=True)
    by_body = dialect.deletes_by_body
    dated = _dated(dialect)
    settings = int(dialect.settings_status)
    return (
        _Operation("post", "/chat", "chat", "Ask a bot", Chat, (), (404,)),
        _Operation("post", "/create-chatbot", "createChatbot", "Make a bot", dialect.create),
        _Operation(
            *("post", "/update-chatbot-data", "updateChatbotData", "Retrain a bot"),
            *(dialect.update, (), (404,)),
        ),
        _Operation(
            *("post", "/update-chatbot-settings", "updateChatbotSettings", "Change settings"),
            *(dialect.change, (), (404,), settings),
        ),
        _Operation("get", "/get-chatbots", "getChatbots", "List the bots"),
        _Operation(
            *("delete", "/delete-chatbot", "deleteChatbot", "Delete a bot"),
            *(Delete if by_body else None, () if by_body else (bot_id,), (400, 404)),
        ),
        _Operation(
            *("get", "/get-conversations", "getConversations", "List what was kept of chats"),
            *(None, dated, (400, 404)),
        ),
        _Operation("get", "/get-leads", "getLeads", "List leads", None, dated, (400, 404)),
    )


def _contact_operations(dialect: Dialect) -> tuple[_Operation, ...]:
    contacts, attributes = f"{_BOT}/contacts", f"{_BOT}/custom-attributes"
    one, named = f"{contacts}/{{contactId}}", f"{attributes}/{{name}}"
    deleted = int(dialect.contact_deleted_status)
    return (
        _Operation(
            *("post", contacts, "createContacts", "Make contacts, all or none"),
            *(dialect.people, (), (404, 409)),
        ),
        _Operation(
            *("get", contacts, "listContacts", "List contacts"),
            *(None, _listed(dialect), (400, 404)),
        ),
        _Operation("get", one, "getContact", "Show a contact", errors=(404,)),
        _Operation(
            *("patch", one, "updateContact", "Change a contact"),
            *(dialect.person, (), (404, 409)),
        ),
        _Operation(
            "delete", one, "deleteContact", "Delete a contact", errors=(404,), status=deleted
        ),
        _Operation(
            *("post", attributes, "createCustomAttribute", "Make a custom attribute"),
            *(dialect.new_attribute, (), (404, 409)),
        ),
        _Operation(
            *("get", attributes, "getCustomAttributes", "List custom attributes"),
            *(None, (), (404,)),
        ),
        _Operation(
            *("put", named, "updateCustomAttribute", "Change a custom attribute"),
            *(dialect.attribute_change, (), (404, 409)),
        ),
    )


def _described(
    one: _Operation, shape: dict[str, Any] | None, schemas: dict[str, Any]
) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": one.name, "summary": one.summary}
    text = {"type": "string", "minLength": 1}
    places = [part[1:-1] for part in one.path.split("/") if part.startswith("{")]
    in_path = [_parameter(name, text, required=True) | {"in": "path"} for name in places]
    if in_path or one.query:
        described["parameters"] = [*in_path, *one.query]
    if one.body is not None:
        schema = _schema(one.body, schemas)
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    good: dict[str, Any] = {"description": "Done."}
    if shape is not None:
        good["content"] = {"application/json": {"schema": shape}}
        if one.name == "chat":
            good["content"]["text/plain"] = {"schema": {"type": "string"}}
    statuses = {401, *one.errors, *_TROUBLE, *((400, 413) if one.body else ())}
    described["responses"] = {str(one.status): good} | {
        str(status): _error(status) for status in sorted(statuses)
    }
    return described


def _error(status: int) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {"description": _ERRORS[status], "content": content}


def _schema(body: type[Asked], schemas: dict[str, Any]) -> dict[str, Any]:
    """Put the schema of a body among the others, and return a reference to it."""
    schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {name: _bare(part) for name, part in schema.pop("$defs", {}).items()}
    schemas[body.__name__] = _bare(schema)
    return {"$ref": f"#/components/schemas/{body.__name__}"}


def _bare(schema: Any) -> Any:
    """Return a schema without the defaults, which only fill the place of what was not sent."""
    if isinstance(schema, dict):
        kept = {name: part for name, part in schema.items() if name not in {"default", "title"}}
        properties = schema.get("properties", {})
        bare = {name: _bare(part) for name, part in kept.items() if name != "properties"}
        if properties:
            bare["properties"] = {name: _bare(part) for name, part in properties.items()}
        return bare
    return [_bare(part) for part in schema] if isinstance(schema, list) else schema


def _parameter(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _dated(dialect: Dialect) -> tuple[dict[str, Any], ...]:
    day = {"type": "string", "format": "date"}
    first = {"type": "integer", "minimum": 1, "default": 1}
    size = {"type": "integer", "minimum": 1, "maximum": dialect.page_limit}
    return (
        _parameter("chatbotId", {"type": "string"}, required=True),
        _parameter("filteredSources", {"type": "string"}),
        _parameter("startDate", day),
        _parameter("endDate", day),
        _parameter("page", first | {"maximum": PAGES}),
        _parameter("size", size | {"default": dialect.page_size}),
    )


def _listed(dialect: Dialect) -> tuple[dict[str, Any], ...]:
    page = {"type": "integer", "maximum": BATCH, "default": PER_PAGE}
    if dialect.lists_by_cursor:
        return (
            _parameter("limit", page | {"minimum": 1}),
            _parameter("cursor", {"type": "string", "description": "nextCursor of the last page"}),
        )
    return (
        _parameter("per_page", page | {"minimum": LEAST_PER_PAGE}),
        _parameter("page", {"type": "integer", "minimum": 1, "maximum": CONTACTS, "default": 1}),
    )
