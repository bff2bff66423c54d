"""The chatbot operations: create, retrain, change, list, delete."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .bodies import Delete
from .bot import Bot
from .request import Refused, check_text, emulator_of, query_of, read_body, workspace_of

__all__ = ["ROUTES", "create_chatbot", "delete_chatbot", "get_chatbots", "update_chatbot_data"]


async def create_chatbot(request: Request) -> Response:
    """Make a bot and train it; addresses to learn from are kept, and nothing is learnt from them.

    The emulator reaches for no network.
    """
    workspace, emulator = workspace_of(request), emulator_of(request)
    given = (await read_body(request, emulator.dialect.create)).given()
    text = given.get("sourceText")
    check_text(text)
    bot = await run_in_threadpool(
        emulator.state.create,
        workspace,
        given["chatbotName"],
        text,
        after=emulator.retrain_seconds,
        trouble=emulator.trouble(text or ""),
        settings={name: given[name] for name in ("urlsToScrape",) if name in given},
    )
    return JSONResponse(emulator.dialect.changed(bot))


async def update_chatbot_data(request: Request) -> Response:
    """Rename a bot, and train it on a new text, which replaces the old one."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    given = (await read_body(request, emulator.dialect.update)).given()
    text = given.get("sourceText")
    check_text(text)
    bot = await run_in_threadpool(
        emulator.state.update,
        workspace,
        given["chatbotId"],
        name=given.get("chatbotName"),
        text=text,
        after=emulator.retrain_seconds,
        trouble=emulator.trouble(text or ""),
    )
    return JSONResponse(emulator.dialect.changed(_found(bot)))


async def update_chatbot_settings(request: Request) -> Response:
    """Change what a bot is called and how it answers, at once."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    given = (await read_body(request, emulator.dialect.change)).given()
    bot_id = given.pop("chatbotId")
    bot = await run_in_threadpool(emulator.state.change, workspace, bot_id, given)
    return JSONResponse(emulator.dialect.settings(_found(bot)), emulator.dialect.settings_status)


async def get_chatbots(request: Request) -> Response:
    """List the bots of the key's workspace."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    bots = await run_in_threadpool(emulator.state.bots, workspace)
    return JSONResponse(emulator.dialect.chatbots(bots))


async def delete_chatbot(request: Request) -> Response:
    """Delete a bot for ever; its id stands in the query (documented) or in a JSON body (seed)."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    if emulator.dialect.deletes_by_body:
        bot_id: str | None = (await read_body(request, Delete)).chatbotId
    else:
        bot_id = query_of(request).get("chatbotId")
    if bot_id is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request parameters: chatbotId: Required")
    if not await run_in_threadpool(emulator.state.delete, workspace, bot_id):
        _found(None)
    return JSONResponse(emulator.dialect.deleted())


def _found(bot: Bot | None) -> Bot:
    if bot is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Chatbot not found")
    return bot


ROUTES = [
    Route("/create-chatbot", create_chatbot, methods=["POST"]),
    Route("/update-chatbot-data", update_chatbot_data, methods=["POST"]),
    Route("/update-chatbot-settings", update_chatbot_settings, methods=["POST"]),
    Route("/get-chatbots", get_chatbots, methods=["GET"]),
    Route("/delete-chatbot", delete_chatbot, methods=["DELETE"]),
]
