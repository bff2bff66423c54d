"""/chatbots/{id}/contacts: the people whom a bot may know."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .attribute_table import Duplicate
from .attribute_values import kept_values
from .bodies import Asked
from .bot import Bot
from .contact_bodies import BATCH
from .contact_table import CONTACTS, Contact, Full
from .paging import number
from .request import Refused, bot_of, emulator_of, query_of, read_body, workspace_of

__all__ = ["ROUTES", "create_contacts", "delete_contact", "get_contact", "list_contacts"]

PER_PAGE = 100
LEAST_PER_PAGE = 10


async def create_contacts(request: Request) -> Response:
    """Make up to 1,000 contacts: all of them, or on any error none."""
    bot, emulator = await _bot(request), emulator_of(request)
    people = (await read_body(request, emulator.dialect.people)).people()
    try:
        made = await run_in_threadpool(_create, request, bot, people)
    except Duplicate as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None
    except Full:
        message = f"The maximum contacts limit is reached ({CONTACTS:,})"
        raise Refused(HTTPStatus.BAD_REQUEST, message) from None
    return JSONResponse(emulator.dialect.created_contacts(_shown(request, bot, made)))


async def list_contacts(request: Request) -> Response:
    """List contacts, the oldest first: by cursor in the seed, else by page."""
    bot, query = await _bot(request), query_of(request)
    list_them = _by_cursor if emulator_of(request).dialect.lists_by_cursor else _by_page
    return JSONResponse(await run_in_threadpool(list_them, request, bot, query))


async def get_contact(request: Request) -> Response:
    """Show one contact by its id or external id."""
    bot = await _bot(request)
    return await run_in_threadpool(_one, request, bot, await _contact(request, bot))


async def update_contact(request: Request) -> Response:
    """Change what is sent of a contact; the rest stays."""
    bot, emulator = await _bot(request), emulator_of(request)
    person = (await read_body(request, emulator.dialect.person)).person()
    contact = await _contact(request, bot)
    try:
        changed = await run_in_threadpool(_change, request, bot, contact, person)
    except Duplicate as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None
    if changed is None:
        raise _nobody()
    return await run_in_threadpool(_one, request, bot, changed)


async def delete_contact(request: Request) -> Response:
    """Delete one contact by its id or external id."""
    bot, emulator = await _bot(request), emulator_of(request)
    key = str(request.path_params["contact"])
    if not await run_in_threadpool(emulator.state.contacts.delete, bot, key):
        raise _nobody()
    status = emulator.dialect.contact_deleted_status
    if status == HTTPStatus.NO_CONTENT:
        return Response(status_code=status)
    return JSONResponse(emulator.dialect.contact_deleted(), status)


async def _bot(request: Request) -> Bot:
    return await bot_of(request, workspace_of(request), str(request.path_params["bot"]))


async def _contact(request: Request, bot: Bot) -> Contact:
    key = str(request.path_params["contact"])
    contact = await run_in_threadpool(emulator_of(request).state.contacts.get, bot, key)
    if contact is None:
        raise _nobody()
    return contact


def _nobody() -> Refused:
    return Refused(HTTPStatus.NOT_FOUND, "Contact not found")


def _create(request: Request, bot: Bot, people: Sequence[Asked]) -> tuple[Contact, ...]:
    state = emulator_of(request).state
    attributes = state.attributes.all(bot)
    rows = []
    for index, person in enumerate(people):
        row = person.given()
        place = f"{index}.custom_attributes" if len(people) > 1 else "custom_attributes"
        values = kept_values(row.get("custom_attributes", {}), attributes, place)
        row["custom_attributes"] = {
            key: value for key, value in values.items() if value is not None
        }
        rows.append(row)
    return state.contacts.add(bot, rows)


def _change(request: Request, bot: Bot, contact: Contact, person: Asked) -> Contact | None:
    state, row = emulator_of(request).state, person.given()
    if "custom_attributes" in row:
        attributes = state.attributes.all(bot)
        row["custom_attributes"] = kept_values(
            row["custom_attributes"], attributes, "custom_attributes"
        )
    return state.contacts.change(bot, contact, row)


def _one(request: Request, bot: Bot, contact: Contact) -> Response:
    (shown,) = _shown(request, bot, [contact])
    return JSONResponse(emulator_of(request).dialect.one_contact(shown))


def _shown(request: Request, bot: Bot, contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    emulator = emulator_of(request)
    attributes = emulator.state.attributes.all(bot)
    names = {str(attribute.number): attribute.name for attribute in attributes}
    return [emulator.dialect.contact(contact, names) for contact in contacts]


def _by_page(request: Request, bot: Bot, query: Mapping[str, str]) -> dict[str, Any]:
    size = number(query, "per_page", PER_PAGE, LEAST_PER_PAGE, BATCH)
    page = number(query, "page", 1, 1, CONTACTS)
    contacts = emulator_of(request).state.contacts
    total = contacts.count(bot)
    pages = -(-total // size)
    if page > max(pages, 1):
        issue = ("page", f"Number must be less than or equal to {max(pages, 1)}")
        raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request parameters", [issue])
    return {
        "message": "Success",
        "data": _shown(request, bot, contacts.page(bot, page, size)),
        "total": total,
        "pages": {"page": page, "per_page": size, "total_pages": pages},
    }


def _by_cursor(request: Request, bot: Bot, query: Mapping[str, str]) -> dict[str, Any]:
    """Go on after the last contact seen, which need not be there any more."""
    limit = number(query, "limit", PER_PAGE, 1, BATCH)
    contacts = emulator_of(request).state.contacts
    start = _read_cursor(query["cursor"]) if query.get("cursor") else 0
    found = contacts.after(bot, start, limit + 1)
    cursor = _cursor(found[limit - 1]) if len(found) > limit else None
    return {"data": _shown(request, bot, found[:limit]), "nextCursor": cursor}


def _cursor(contact: Contact) -> str:
    return base64.urlsafe_b64encode(b"after:%d" % contact.number).decode()


def _read_cursor(cursor: str) -> int:
    try:
        word, _, digits = base64.b64decode(cursor, altchars=b"-_", validate=True).partition(b":")
        if word == b"after" and digits.isdigit() and len(digits) < 16:  # noqa: PLR2004 (as SQLite counts)
            return int(digits)
    except (binascii.Error, ValueError):
        pass
    issue = ("cursor", "Invalid cursor")
    raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request parameters", [issue])


ROUTES = [
    Route("/chatbots/{bot}/contacts", create_contacts, methods=["POST"]),
    Route("/chatbots/{bot}/contacts", list_contacts, methods=["GET"]),
    Route("/chatbots/{bot}/contacts/{contact}", get_contact, methods=["GET"]),
    Route("/chatbots/{bot}/contacts/{contact}", update_contact, methods=["PATCH"]),
    Route("/chatbots/{bot}/contacts/{contact}", delete_contact, methods=["DELETE"]),
]
