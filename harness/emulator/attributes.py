"""/chatbots/{id}/custom-attributes: what else may be said of a bot's contacts."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .attribute_table import Attribute, Duplicate
from .attribute_values import fit
from .bot import Bot
from .request import Refused, bot_of, emulator_of, read_body, workspace_of
from .state import State

__all__ = ["ROUTES", "create_attribute", "list_attributes", "update_attribute"]


async def create_attribute(request: Request) -> Response:
    """Make a custom attribute."""
    emulator = emulator_of(request)
    bot = await bot_of(request, workspace_of(request), str(request.path_params["bot"]))
    given = (await read_body(request, emulator.dialect.new_attribute)).given()
    try:
        made = await run_in_threadpool(emulator.state.attributes.add, bot, given)
    except Duplicate as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None
    return JSONResponse(emulator.dialect.one_attribute(_there(made)))


async def list_attributes(request: Request) -> Response:
    """List the custom attributes, archived ones too."""
    emulator = emulator_of(request)
    bot = await bot_of(request, workspace_of(request), str(request.path_params["bot"]))
    found = await run_in_threadpool(emulator.state.attributes.all, bot)
    return JSONResponse(emulator.dialect.attributes(found))


async def update_attribute(request: Request) -> Response:
    """Change a custom attribute: its type only in the seed, and only if every value fits."""
    emulator = emulator_of(request)
    bot = await bot_of(request, workspace_of(request), str(request.path_params["bot"]))
    given = (await read_body(request, emulator.dialect.attribute_change)).given()
    name = str(request.path_params["name"])
    found = await run_in_threadpool(emulator.state.attributes.all, bot)
    old = _there(next((one for one in found if one.name == name), None))
    try:
        new = await run_in_threadpool(_change, emulator.state, bot, old, given)
    except Duplicate as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from None
    return JSONResponse(emulator.dialect.one_attribute(_there(new)))


def _change(state: State, bot: Bot, old: Attribute, given: dict[str, Any]) -> Attribute | None:
    kind = given.get("type", old.type)
    if kind != old.type:
        try:
            state.contacts.recast(bot, old.number, partial(fit, kind))
        except ValueError as error:
            issue = ("type", f"A contact has a value of another type: {error}")
            raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request body", [issue]) from None
    return state.attributes.change(bot, old, given)


def _there(attribute: Attribute | None) -> Attribute:
    if attribute is None:
        raise Refused(HTTPStatus.NOT_FOUND, "Custom attribute not found")
    return attribute


ROUTES = [
    Route("/chatbots/{bot}/custom-attributes", create_attribute, methods=["POST"]),
    Route("/chatbots/{bot}/custom-attributes", list_attributes, methods=["GET"]),
    Route("/chatbots/{bot}/custom-attributes/{name}", update_attribute, methods=["PUT"]),
]
