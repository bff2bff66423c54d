"""A bot that is asked by the workers of a cluster, at the pace of this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from harness.bots import open_client
from harness.client.bot import ApiBot
from harness.client.pacing import Pace
from harness.model.run import Answer
from harness.runner.budget import Budget
from harness.settings import Settings
from harness.wire.chat import ChatRequest

from .cluster import Cluster, open_cluster
from .remote import Order

if TYPE_CHECKING:
    from harness.store.store import Store

__all__ = ["open_cluster_bot"]


class ClusterChats:
    """Takes questions to a cluster; pauses, repeats and the breaker are those of one client."""

    def __init__(self, cluster: Cluster, pace: Pace) -> None:
        self._cluster = cluster
        self._pace = pace

    async def chat(self, request: ChatRequest) -> Answer:
        """Return the answer after as many attempts as it needs, or raise BotError."""

        async def once(number: int) -> Answer:
            async with self._pace.turn():
                return replace(await self._cluster.ask(request), attempts=number)

        return await self._pace.attempted(once, repeatable=True, paid=True)


@asynccontextmanager
async def open_cluster_bot(
    settings: Settings,
    chatbot_id: str,
    scheduler: str | None,
    budget: Budget | None = None,
    store: Store | None = None,
    told: Callable[[str], None] | None = None,
) -> AsyncIterator[ApiBot]:
    """Open a bot whose questions the workers of a cluster ask; all else this process does.

    Args:
        settings: how to reach the bot.
        chatbot_id: which one.
        scheduler: the address of the cluster; None starts one on this machine.
        budget: what may be spent.
        store: where limits are shared, as in `harness.bots.open_client`.
        told: told of that.

    Raises:
        SettingsError: the cluster cannot be used so.
        ClusterLost: there is none.
    """
    order = Order(
        name=uuid4().hex,
        base_url=settings.base_url,
        timeout_seconds=settings.timeout_seconds,
        concurrency=settings.concurrency,
        dialect=settings.dialect,
    )
    async with (
        open_client(settings, budget, store, told) as client,
        open_cluster(scheduler, order, settings.key()) as cluster,
    ):
        yield ApiBot(client, chatbot_id, ClusterChats(cluster, client.pace))
