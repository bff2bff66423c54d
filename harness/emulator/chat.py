"""POST /chat: one answer, whole or word by word."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from .answering import answer
from .bodies import Chat
from .bot import Bot
from .request import Emulator, emulator_of, read_body, workspace_of
from .style import style_of
from .visitor import asked_for, told_by

__all__ = ["ROUTES", "chat"]

_WORD = re.compile(r"\s*\S+|\s+")


async def chat(request: Request) -> Response:
    """Answer the last message; the ones before it are the conversation so far."""
    workspace = workspace_of(request)
    asked = await read_body(request, Chat)
    if asked.messages[-1].role != "user":
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The last message must be from the user")
    if not asked.messages[-1].content.strip():
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The last message is empty")
    emulator = emulator_of(request)
    text = await run_in_threadpool(_answer, emulator, workspace, asked)
    if asked.stream:
        return StreamingResponse(_words(text), media_type="text/plain")
    return JSONResponse(emulator.dialect.chat(text, asked.given().get("conversationId")))


def _answer(emulator: Emulator, workspace: str, asked: Chat) -> str:
    bot = emulator.state.bot(workspace, asked.chatbotId)
    if bot is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Chatbot not found")
    given = asked.given()
    model = asked.model or bot.model
    temperature = given.get("temperature", bot.temperature)
    questions = [message.content for message in asked.messages if message.role == "user"]
    text = answer(
        emulator.minds.of(bot),
        questions,
        style_of(model, bot.instructions),
        temperature=temperature,
        dice=emulator.dice.for_request(bot, questions, model, temperature) if temperature else None,
    )
    if "conversationId" in given:
        _keep(emulator, bot, asked.conversationId, questions[-1], text)
    return text


def _keep(emulator: Emulator, bot: Bot, conversation: str, question: str, text: str) -> None:
    """Keep the last message and its answer, and what the visitor told, if the bot asks for it."""
    told = told_by(question, asked_for(bot.settings))
    with emulator.state.database.writing():
        emulator.state.conversations.keep(bot, conversation, question, text)
        if told:
            emulator.state.leads.keep(bot, conversation, told)


async def _words(text: str) -> AsyncIterator[str]:
    for word in _WORD.findall(text):
        yield word
        await asyncio.sleep(0)


ROUTES = [Route("/chat", chat, methods=["POST"])]
