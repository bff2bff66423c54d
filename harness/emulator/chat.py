"""POST /chat: one answer, whole or word by word."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from http import HTTPStatus

from pydantic import AliasChoices, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from harness.wire.chat import ChatRequest

from .answering import answer
from .request import Emulator, emulator_of, read_body, workspace_of
from .style import style_of

__all__ = ["ROUTES", "chat"]

_WORD = re.compile(r"\s*\S+|\s+")


class _Asked(ChatRequest):
    """Some clients, and the vendor's own streaming sample, say `chatId`."""

    chatbotId: str = Field(validation_alias=AliasChoices("chatbotId", "chatId"))  # noqa: N815


async def chat(request: Request) -> Response:
    """Answer the last message; the ones before it are the conversation so far."""
    workspace = workspace_of(request)
    asked = await read_body(request, _Asked)
    if asked.messages[-1].role != "user":
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The last message must be from the user")
    if not asked.messages[-1].content.strip():
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The last message is empty")
    emulator = emulator_of(request)
    text = await run_in_threadpool(_answer, emulator, workspace, asked)
    if asked.stream:
        return StreamingResponse(_words(text), media_type="text/plain")
    return JSONResponse(emulator.dialect.chat(text, asked.conversationId))


def _answer(emulator: Emulator, workspace: str, asked: ChatRequest) -> str:
    bot = emulator.state.bot(workspace, asked.chatbotId)
    if bot is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Chatbot not found")
    model = asked.model or bot.model
    temperature = bot.temperature if asked.temperature is None else asked.temperature
    questions = [message.content for message in asked.messages if message.role == "user"]
    text = answer(
        emulator.minds.of(bot),
        questions,
        style_of(model, bot.instructions),
        temperature=temperature,
        dice=emulator.dice.for_request(bot, questions, model, temperature) if temperature else None,
    )
    if asked.conversationId is not None:
        emulator.state.keep(bot, asked.conversationId, questions[-1], text)
    return text


async def _words(text: str) -> AsyncIterator[str]:
    for word in _WORD.findall(text):
        yield word
        await asyncio.sleep(0)


ROUTES = [Route("/chat", chat, methods=["POST"])]
