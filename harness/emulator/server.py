"""The server: an application on a port of this machine, for as long as a `with` block lasts."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from harness.errors import SettingsError

from .app import API_PATH
from .faulty import CUT

__all__ = ["serve"]

BACKLOG = 1024
START_SECONDS = 30
STOP_SECONDS = 2
"""Requests that are still answered when the block ends may take so long."""


@contextmanager
def serve(app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve `app` from a thread of its own and yield the API's base URL.

    Args:
        app: the application.
        host: the address to listen on.
        port: the port, 0 for any that is free.

    Raises:
        SettingsError: if the address cannot be listened on.
    """
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        http=_Cuttable,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="harness-emulator", daemon=True
    )
    thread.start()
    try:
        _wait(server, thread)
        bound = listener.getsockname()[1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}{API_PATH}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class _Cuttable(H11Protocol):
    """HTTP whose connection an application can cut: a real loss, not an error reply."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), CUT: self.transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = app


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only with the protocol named does asyncio send small replies at once (TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # a port may be used again at once; elsewhere it would be stolen
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"cannot listen on {host}, port {port}: {reason}") from None
    return listener


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise SettingsError("the emulator's server did not start")
        time.sleep(0.005)
