"""The chatbot operations: create, retrain, change, list, delete."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from harness.wire.chatbots import NAME_LENGTH, CreateChatbotRequest, UpdateChatbotDataRequest

from .request import check_text, emulator_of, read_body, workspace_of
from .state import Bot

__all__ = ["ROUTES", "create_chatbot", "delete_chatbot", "get_chatbots", "update_chatbot_data"]


class _Renaming(BaseModel):
    """The seed's way to retrain: the name may be left out, and then stays."""

    model_config = ConfigDict(frozen=True)
    chatbotId: str  # noqa: N815 (the API's spelling)
    chatbotName: Annotated[str, Field(min_length=NAME_LENGTH)] | None = None  # noqa: N815
    sourceText: str | None = None  # noqa: N815


class _Settings(BaseModel):
    """What may be changed without a retrain; the names are the vendor's, then the seed's."""

    model_config = ConfigDict(frozen=True)
    chatbotId: str  # noqa: N815
    name: str | None = Field(None, validation_alias=AliasChoices("name", "chatbotName"))
    model: str | None = None
    instructions: str | None = None
    visibility: Literal["public", "private"] | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, validation_alias=AliasChoices("temp", "temperature")
    )


class _Deleting(BaseModel):
    model_config = ConfigDict(frozen=True)
    chatbotId: str  # noqa: N815


async def create_chatbot(request: Request) -> Response:
    """Make a bot and train it."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    asked = await read_body(request, CreateChatbotRequest)
    _check_name(asked.chatbotName)
    if asked.sourceText is None and emulator.dialect.text_needed_to_create:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Source text is required")
    check_text(asked.sourceText)
    bot = await run_in_threadpool(
        emulator.state.create,
        workspace,
        asked.chatbotName,
        asked.sourceText,
        after=emulator.retrain_seconds,
    )
    return JSONResponse(emulator.dialect.changed(bot))


async def update_chatbot_data(request: Request) -> Response:
    """Rename a bot, and train it on a new text, which replaces the old one."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    asked: UpdateChatbotDataRequest | _Renaming
    if emulator.dialect.name_needed_to_update:
        asked = await read_body(request, UpdateChatbotDataRequest)
    else:
        asked = await read_body(request, _Renaming)
    if asked.chatbotName is not None:
        _check_name(asked.chatbotName)
    check_text(asked.sourceText)
    bot = await run_in_threadpool(
        emulator.state.update,
        workspace,
        asked.chatbotId,
        name=asked.chatbotName,
        text=asked.sourceText,
        after=emulator.retrain_seconds,
    )
    return JSONResponse(emulator.dialect.changed(_found(bot)))


async def update_chatbot_settings(request: Request) -> Response:
    """Change what a bot is called and how it answers, at once."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    asked = await read_body(request, _Settings)
    if asked.name is not None:
        _check_name(asked.name)
    settings = asked.model_dump(exclude_none=True, exclude={"chatbotId"})
    bot = await run_in_threadpool(emulator.state.change, workspace, asked.chatbotId, settings)
    return JSONResponse(emulator.dialect.settings(_found(bot)), emulator.dialect.settings_status)


async def get_chatbots(request: Request) -> Response:
    """List the bots of the key's workspace."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    bots = await run_in_threadpool(emulator.state.bots, workspace)
    return JSONResponse(emulator.dialect.chatbots(bots))


async def delete_chatbot(request: Request) -> Response:
    """Delete a bot for ever; its id stands in the query (documented) or in a JSON body (seed)."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    bot_id = request.query_params.get("chatbotId")
    if bot_id is None:
        bot_id = (await read_body(request, _Deleting)).chatbotId
    if not await run_in_threadpool(emulator.state.delete, workspace, bot_id):
        _found(None)
    return JSONResponse(emulator.dialect.deleted())


def _check_name(name: str) -> None:
    if not name.strip():
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Chatbot name is required")


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
