"""GET /get-conversations: what was kept of chats."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .paging import rows_asked
from .request import bot_of, emulator_of, query_of, workspace_of

__all__ = ["ROUTES", "get_conversations"]


async def get_conversations(request: Request) -> Response:
    """List one page of a bot's conversations, the oldest first."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    asked = rows_asked(query_of(request), emulator.dialect)
    bot = await bot_of(request, workspace, asked.chatbot_id)
    kept = emulator.state.conversations
    page = await run_in_threadpool(kept.page, bot, asked.period, asked.page, asked.size)
    found = page if asked.any_source else ()
    return JSONResponse(emulator.dialect.conversations(bot, found))


ROUTES = [Route("/get-conversations", get_conversations, methods=["GET"])]
