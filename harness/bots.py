"""The composition root: settings become a client, a bot, or a running emulator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from harness.client.bot import ApiBot
from harness.client.client import ChatbotClient
from harness.runner.budget import Budget
from harness.settings import Settings

if TYPE_CHECKING:
    from harness.store.store import Store

__all__ = ["Emulator", "emulate", "open_bot", "open_client", "warm_up"]


@dataclass(frozen=True, slots=True)
class Emulator:
    """Where a running emulator listens, and a key that it takes."""

    base_url: str
    api_key: str


def warm_up() -> None:
    """Load in the background what carries requests, while the suites are read.

    Most of that time aiohttp reads the system's certificates, and holds nobody up.
    """
    Thread(target=import_module, args=("harness.client.carrier",), name="warm up").start()


@asynccontextmanager
async def open_client(
    settings: Settings,
    budget: Budget | None = None,
    store: Store | None = None,
    told: Callable[[str], None] | None = None,
) -> AsyncIterator[ChatbotClient]:
    """Open a client of the API that the settings name; repeated questions come off the budget.

    With a store, its limits are shared with all processes that use the store and the key; `told`
    is told so in a sentence.

    Raises:
        StoreError: the store cannot be written.
    """
    client = ChatbotClient(
        settings.base_url,
        settings.key(),
        timeout_seconds=settings.timeout_seconds,
        attempts=settings.attempts,
        requests_per_second=settings.pace(),
        concurrency=settings.concurrency,
        dialect=settings.dialect,
        may_repeat=(budget or Budget()).repeat,
    )
    async with _limit(settings, client, store, told), client:
        yield client


@asynccontextmanager
async def open_bot(
    settings: Settings,
    chatbot_id: str,
    budget: Budget | None = None,
    store: Store | None = None,
    told: Callable[[str], None] | None = None,
) -> AsyncIterator[ApiBot]:
    """Open one bot behind that API, as `open_client` does."""
    async with open_client(settings, budget, store, told) as client:
        yield ApiBot(client, chatbot_id)


def _limit(
    settings: Settings,
    client: ChatbotClient,
    store: Store | None,
    told: Callable[[str], None] | None,
) -> AbstractAsyncContextManager[object]:
    if store is None:
        return nullcontext()
    from harness.quota import SharedLimit, limit_name

    name = limit_name(settings.base_url, settings.key())
    return SharedLimit(store, name, client.pace, told)


@contextmanager
def emulate(  # noqa: PLR0913 (one parameter a setting)
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    state: Path | None = None,
    keys: Mapping[str, str] | None = None,
    dialect: str = "vendor",
    retrain_seconds: float = 0.5,
    seed: int = 0,
    faults: Mapping[str, Any] | None = None,
    faults_file: Path | None = None,
) -> Iterator[Emulator]:
    """Run the emulator in a thread of this process; port 0 takes a free one.

    Args:
        host: the address to listen on.
        port: the port to listen on.
        state: SQLite file that keeps bots and texts; None forgets them at the end.
        keys: workspace by bearer key; None takes the emulator's default key.
        dialect: whose shapes to answer in: seed, vendor or live.
        retrain_seconds: how long a retrain takes; the old text answers meanwhile.
        seed: what the answers above temperature 0 are drawn from.
        faults: trouble to make on purpose, by name; its seed is the emulator's unless it says
            otherwise.
        faults_file: the same in a JSON file; what stands in `faults` too is taken from there.

    Raises:
        SettingsError: a fault or the dialect is unknown, or the address cannot be listened on.
    """
    from harness.emulator.app import create_app
    from harness.emulator.faults import load_faults, read_faults
    from harness.emulator.server import serve
    from harness.emulator.state import DEFAULT_KEY, State

    given = load_faults(faults_file) if faults_file else {}
    given = {**given, **(faults or {})}
    trouble = read_faults({"seed": seed, **given}) if given else None
    with State(state, keys=keys) as kept:
        app = create_app(
            kept, dialect=dialect, retrain_seconds=retrain_seconds, seed=seed, faults=trouble
        )
        with serve(app, host=host, port=port) as url:
            yield Emulator(url, next(iter(keys)) if keys else DEFAULT_KEY)
