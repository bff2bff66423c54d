"""Who asks: this process, or the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness.errors import SettingsError

if TYPE_CHECKING:
    from harness.client.bot import ApiBot
    from harness.runner.budget import Budget
    from harness.settings import Settings
    from harness.store.store import Store

__all__ = ["Engine", "Opened", "engine_options", "take_engine"]

F = TypeVar("F", bound=Callable[..., Any])
Told = Callable[[str], None]
Opened = Callable[["Store", Told], AbstractAsyncContextManager["ApiBot"]]
"""Opens a certain bot, with the store where limits are shared, and who is told of that."""
Engine = Callable[["Settings", str, "Budget", "Store", Told], AbstractAsyncContextManager["ApiBot"]]
"""Opens a bot: what `harness.bots.open_bot` does, or the same through a cluster."""


def engine_options(function: F) -> F:
    """Add the options of a verb whose questions a cluster may ask."""
    scheduler = click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="The Dask cluster, as tcp://host:8786 [default: workers on this machine].",
    )
    engine = click.option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        help="Who asks: this process, or the workers of a Dask cluster.",
    )
    return engine(scheduler(function))


def take_engine(options: dict[str, Any]) -> Engine:
    """Take the options of the engine out of the others, and return what opens a bot.

    Raises:
        SettingsError: a cluster is named, but not to be used.
    """
    engine, scheduler = options.pop("engine"), options.pop("scheduler")
    if engine == "local":
        if scheduler is not None:
            raise SettingsError("--scheduler names a Dask cluster: give --engine dask too")
        from harness.bots import open_bot

        return open_bot

    def on_cluster(
        settings: Settings, chatbot_id: str, budget: Budget, store: Store, told: Told
    ) -> AbstractAsyncContextManager[ApiBot]:
        from harness.cluster.bot import open_cluster_bot

        return open_cluster_bot(settings, chatbot_id, scheduler, budget, store, told)

    return on_cluster
