"""Serving the site on a port of this machine that nobody else can reach."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from harness.errors import SettingsError

__all__ = ["HOST", "listen", "serve"]

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the loopback address.

    Args:
        port: 0 for any that is free.

    Raises:
        SettingsError: the port cannot be listened on.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"cannot listen on {HOST}, port {port}: {reason}") from None
    return listener


def serve(
    app: ASGIApp, listener: socket.socket, begun: Callable[[uvicorn.Server], None] | None = None
) -> None:
    """Serve until Ctrl+C.

    Args:
        app: the site.
        listener: from `listen`; is closed at the end.
        begun: is handed the server before it begins, so that it can be stopped.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    if begun is not None:
        begun(server)
    try:
        server.run(sockets=[listener])
    finally:
        listener.close()
