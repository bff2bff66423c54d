"""GET /get-leads: who told the bot a name, an e-mail address or a phone number."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .paging import rows_asked
from .request import bot_of, emulator_of, query_of, workspace_of

__all__ = ["ROUTES", "get_leads"]


async def get_leads(request: Request) -> Response:
    """List one page of a bot's leads, the oldest first."""
    workspace, emulator = workspace_of(request), emulator_of(request)
    asked = rows_asked(query_of(request), emulator.dialect)
    bot = await bot_of(request, workspace, asked.chatbot_id)
    kept = emulator.state.leads
    page = await run_in_threadpool(kept.page, bot, asked.period, asked.page, asked.size)
    return JSONResponse(emulator.dialect.leads(bot, page if asked.any_source else ()))


ROUTES = [Route("/get-leads", get_leads, methods=["GET"])]
