"""What runs on a worker: one attempt at one question, through a client that the process keeps."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness import __version__
from harness.client.client import ChatbotClient
from harness.errors import BotUnreachable, HarnessError, SettingsError
from harness.model.run import Answer
from harness.wire.chat import ChatRequest
from harness.wire.dialect import Dialect

if TYPE_CHECKING:
    from distributed import Worker

__all__ = ["Order", "ask", "hang_up", "look"]

KEY = "CHATBASE_API_KEY"
"""Where a worker finds the key: it is sent to none."""
CLOSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """How the workers of one command ask; holds no secret."""

    name: str
    """Of this command alone."""
    base_url: str
    timeout_seconds: float
    concurrency: int
    dialect: Dialect | None
    version: str = field(default=__version__)
    """Of the harness that asks for it."""


class _Line:
    """A client of the API that lives in a thread of its own, as tasks come from many threads."""

    def __init__(self, order: Order) -> None:
        # One attempt each, at once: pauses, repeats and the breaker are the matter of who asks.
        self._client = ChatbotClient(
            order.base_url,
            os.environ[KEY],
            timeout_seconds=order.timeout_seconds,
            attempts=1,
            paced=False,
            concurrency=order.concurrency,
            dialect=order.dialect,
        )
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._live, name="harness", daemon=True).start()

    def chat(self, request: ChatRequest) -> Answer:
        """Return the answer, or raise BotError; blocks."""
        return asyncio.run_coroutine_threadsafe(self._client.chat(request), self._loop).result()

    def close(self) -> None:
        """Close the connections and end the thread."""
        closing = asyncio.run_coroutine_threadsafe(
            self._client.__aexit__(None, None, None), self._loop
        )
        with suppress(TimeoutError):
            closing.result(CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _live(self) -> None:
        self._loop.run_forever()
        self._loop.close()


_lines: dict[str, _Line] = {}
_turn = threading.Lock()


def ask(order: Order, request: ChatRequest) -> Answer | HarnessError:
    """Ask once; errors are returned: beside a raised one, the worker's log would show the question.

    The thread leaves the worker's pool while it waits: so many questions are under way as the
    cluster's semaphore allows, whatever threads the workers have.
    """
    from distributed import get_worker, secede

    worker = get_worker()
    task = worker.get_current_task()
    secede()
    if fault := look(order.version):
        return SettingsError(fault)
    try:
        if not _is_first(worker, [order.name, task]):
            return BotUnreachable("the worker that asked this question died")
    except OSError:
        return BotUnreachable("the worker has lost its scheduler")
    return _asked(order, request)


def _asked(order: Order, request: ChatRequest) -> Answer | HarnessError:
    try:
        return _line(order).chat(request)
    except HarnessError as error:
        return error.bare()


def _is_first(worker: Worker, keys: list[str]) -> bool:
    """Note at the scheduler that a task is run; tell whether it never was before.

    Dask runs a task anew whose worker died. Whether the question is asked once more is for the
    command to say, which counts what is sent.
    """

    async def note() -> bool:
        if await worker.scheduler.get_metadata(keys=keys, default=False):
            return False
        await worker.scheduler.set_metadata(keys=keys, value=True)
        return True

    return asyncio.run_coroutine_threadsafe(note(), worker.loop.asyncio_loop).result()


def look(version: str) -> str:
    """Return why this worker cannot ask, or nothing."""
    if version != __version__:
        return f"a worker has harness {__version__}, and {version} asks it: install the same one"
    if not os.environ.get(KEY, "").strip():
        return f"a worker has no API key: set {KEY} in the environment of the workers"
    return ""


def hang_up(name: str) -> None:
    """Close what an order has opened in this process."""
    with _turn:
        line = _lines.pop(name, None)
    if line is not None:
        line.close()


def _line(order: Order) -> _Line:
    with _turn:
        if order.name not in _lines:
            _lines[order.name] = _Line(order)
        return _lines[order.name]
