"""A bot's API that takes its time and counts: enough to ask and to be looked at."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

__all__ = ["SlowBot", "slow_bot"]

BOTS = {"chatbots": [{"chatbotId": "b1", "chatbotName": "Slow", "last_trained_at": 1}]}


class SlowBot:
    """Answers each question with itself."""

    def __init__(self, seconds: float) -> None:
        self.url = ""
        self.asked: Counter[str] = Counter()
        self.most = 0
        self._awaited: dict[int, asyncio.Event] = {}
        self._now = 0
        self._seconds = seconds

    async def chat(self, request: web.Request) -> web.Response:
        """Answer after a while."""
        body = await request.json()
        question = body["messages"][-1]["content"]
        self.asked[question] += 1
        if event := self._awaited.get(self.asked.total()):
            event.set()
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self._now -= 1
        return web.json_response({"text": f"The answer is {question}"})

    async def asked_times(self, count: int) -> None:
        """Wait until it is asked the question of that number."""
        await self._awaited.setdefault(count, asyncio.Event()).wait()

    async def bots(self, _request: web.Request) -> web.Response:
        """List one bot, which was trained."""
        return web.json_response(BOTS)


@asynccontextmanager
async def slow_bot(seconds: float) -> AsyncIterator[SlowBot]:
    """Serve one on a free port; an answer takes so many seconds."""
    bot = SlowBot(seconds)
    app = web.Application()
    app.router.add_post("/api/v1/chat", bot.chat)
    app.router.add_get("/api/v1/get-chatbots", bot.bots)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v1"
    try:
        yield bot
    finally:
        await runner.cleanup()
