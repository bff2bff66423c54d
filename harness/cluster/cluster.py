"""A Dask cluster whose workers ask a bot."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import signal
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING
from uuid import uuid4

from harness.errors import BotUnreachable, ClusterLost, HarnessError, SettingsError
from harness.model.run import Answer
from harness.wire.chat import ChatRequest

from . import remote
from .remote import Order

if TYPE_CHECKING:
    from distributed import Client, Semaphore

__all__ = ["Cluster", "open_cluster"]

ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([^\s/:\[\]]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")
LOST = "the cluster is lost: its scheduler hung up, or no worker is left"
CONNECT_SECONDS = 5
"""So long to find the scheduler."""
FIRST_WORKER_SECONDS = 10
ALONE_SECONDS = 30.0
"""A cluster without a worker for so long is lost; a worker that died is started anew by then."""
LOOK_SECONDS = 2.0
MOST_WORKERS = 4
"""Of a local cluster: asking is waiting, and takes few processors."""


class Cluster:
    """Takes questions to the workers, one task each, no more at once than the semaphore allows."""

    def __init__(self, client: Client, semaphore: Semaphore, order: Order) -> None:
        self._semaphore = semaphore
        self._client = client
        self._order = order
        self._waits: set[asyncio.Timeout] = set()

    async def ask(self, request: ChatRequest) -> Answer:
        """Return what one attempt brings; the question is never sent twice.

        Raises:
            BotError: the attempt failed, or the cluster is lost.
            SettingsError: a worker cannot ask.
        """
        try:
            async with asyncio.timeout(None) as wait:
                self._waits.add(wait)
                async with self._place():
                    reply = await self._result(request)
        except TimeoutError:
            raise ClusterLost(LOST) from None
        finally:
            self._waits.discard(wait)
        if isinstance(reply, HarnessError):
            raise reply
        return reply

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            await self._semaphore.acquire()
        except (OSError, RuntimeError):  # a scheduler that was started anew knows no semaphore
            raise ClusterLost(LOST) from None
        try:
            yield
        finally:
            with suppress(TimeoutError):  # the lease of a lost cluster ends by itself
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._semaphore.release()

    async def _result(self, request: ChatRequest) -> Answer | HarnessError:
        from distributed.scheduler import KilledWorker

        # The key is all that logs and dashboards show of a task.
        key = f"ask-{uuid4().hex}"
        future = self._client.submit(remote.ask, self._order, request, key=key, pure=False)
        try:
            reply: Answer | HarnessError = await future
        except CancelledError:
            raise ClusterLost(LOST) from None
        except KilledWorker:
            raise BotUnreachable("the workers died before they could ask this question") from None
        except asyncio.CancelledError:
            await self._client.cancel([future])
            raise
        return reply

    async def watch(self) -> None:
        """Give the questions up that no worker will ever ask; runs until it is cancelled."""
        now = asyncio.get_running_loop().time
        seen = now()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await _workers(self._client):
                seen = now()
            elif now() - seen >= ALONE_SECONDS:
                for wait in self._waits:
                    wait.reschedule(now())
                self._waits.clear()

    async def hang_up(self) -> None:
        """Let the workers close what they opened; what a lost cluster does not answer is left."""
        with suppress(Exception):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._client.run(remote.hang_up, self._order.name, on_error="ignore")
                # What the workers noted of our tasks; nothing in it can be removed whole.
                await self._client.scheduler.set_metadata(keys=[self._order.name], value=None)


@asynccontextmanager
async def open_cluster(scheduler: str | None, order: Order, api_key: str) -> AsyncIterator[Cluster]:
    """Open the cluster at an address, or a local one for this command alone.

    Args:
        scheduler: such as `tcp://host:8786`; None starts workers on this machine.
        order: how to ask; its concurrency is that of all commands that ask this bot there.
        api_key: what the workers of a local cluster find in their environment.

    Raises:
        SettingsError: it cannot be used so; the message says what to do.
        ClusterLost: nothing answers at the address.
    """
    if find_spec("distributed") is None:
        raise SettingsError("--engine dask needs distributed: pip install 'chatbot-harness[dask]'")
    with _quiet():
        async with _client(scheduler, api_key) as client:
            await _check_workers(client, order.version)
            cluster = Cluster(client, await _semaphore(client, order), order)
            watching = asyncio.create_task(cluster.watch())
            try:
                yield cluster
            finally:
                watching.cancel()
                await cluster.hang_up()


@asynccontextmanager
async def _client(scheduler: str | None, api_key: str) -> AsyncIterator[Client]:
    from distributed import Client

    if scheduler is None:
        async with _local(api_key) as address_of, Client(address_of, asynchronous=True) as client:
            yield client
        return
    if not ADDRESS.fullmatch(scheduler):
        raise SettingsError(f"--scheduler {scheduler!r} is no address: write tcp://host:8786")
    client = Client(scheduler, asynchronous=True, timeout=CONNECT_SECONDS)
    try:
        await _connect(client, scheduler)
        yield client
    finally:
        await client.close()


async def _connect(client: Client, address: str) -> None:
    try:
        await client
    except TypeError as error:  # of a TLS without certificates
        raise SettingsError(
            f"{address!r} needs certificates: name them in Dask's settings (distributed.comm.tls)"
        ) from error
    except (OSError, MemoryError, ValueError) as error:
        # Any other server sends bytes that Dask takes for enormous lengths.
        raise ClusterLost(f"no Dask scheduler answers at {address!r}") from error


@asynccontextmanager
async def _local(api_key: str) -> AsyncIterator[object]:
    """Start workers on this machine, behind certificates of their own: others log in here too."""
    from distributed import LocalCluster

    count = min(os.cpu_count() or 1, MOST_WORKERS)
    with _deaf_children():
        cluster = await LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            security=True,
            silence_logs=logging.CRITICAL,
            asynchronous=True,
            env={remote.KEY: api_key},
        )
    try:
        yield cluster
    finally:
        await cluster.close()


async def _check_workers(client: Client, version: str) -> None:
    try:
        await client.wait_for_workers(1, timeout=FIRST_WORKER_SECONDS)
    except TimeoutError:
        raise ClusterLost("the Dask cluster has no workers: start some") from None
    try:
        told: Mapping[str, str] = await client.run(remote.look, version)
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"the workers cannot ask: harness {version} is not installed there ({error})"
        ) from None
    if faults := sorted({fault for fault in told.values() if fault}):
        raise SettingsError("; ".join(faults))


async def _semaphore(client: Client, order: Order) -> Semaphore:
    """Return the semaphore of all commands that ask this API through the cluster."""
    from distributed import Semaphore

    name = f"harness-{hashlib.sha256(order.base_url.encode()).hexdigest()[:16]}"
    semaphore = Semaphore(order.concurrency, name, client.scheduler, client.loop)
    try:
        return await semaphore
    except ValueError:
        if await client.scheduler.semaphore_value(name=name):
            raise SettingsError(
                f"another command asks this API on the cluster, with another --concurrency than "
                f"{order.concurrency}: give the same, or wait until it is through"
            ) from None
    await client.scheduler.semaphore_close(name=name)  # left by one that has ended
    return await semaphore


async def _workers(client: Client) -> int:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            told = await client.scheduler.identity(n_workers=0)
    except OSError:  # a timeout is one too
        return 0
    return int(told.get("total_threads", 0))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling of each lost connection; what matters is raised."""
    import distributed  # noqa: F401 (when it is imported, it gives its loggers their levels)

    talkers = ("distributed", "tornado")
    names = [name for name in logging.root.manager.loggerDict if name.startswith(talkers)]
    before = {logger: logger.level for logger in map(logging.getLogger, names)}
    for logger in before:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Let processes that start now take no notice of Ctrl+C: their answers are still waited for."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
