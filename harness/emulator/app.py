"""The application: the chatbot API as an ASGI app whose bots learn from their text.

It is an emulator and says so, in the header `Server: harness-emulator` and at `GET /`. Its bots
find sentences in their text (BM25) and make nothing up; they are no language model.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harness.errors import SettingsError

from . import chat, chatbots
from .dialect import dialect_of
from .minds import Dice, Minds
from .request import Emulator, emulator_of
from .state import State
from .style import MODELS

__all__ = ["API_PATH", "SERVER", "create_app"]

API_PATH = "/api/v1"
SERVER = "harness-emulator"


def create_app(
    state: State, *, dialect: str = "vendor", retrain_seconds: float = 0.5, seed: int = 0
) -> Starlette:
    """Return the API on top of `state`, which stays the caller's to close.

    Args:
        state: the bots; several apps may share one.
        dialect: "vendor" (as documented), "live" (as seen) or "seed" (the first contract).
        retrain_seconds: how long a new text trains; until then the old one answers, and a new
            bot, which has no old one, knows nothing.
        seed: where chance begins at a temperature above 0. Equal requests after a restart get
            equal answers; another seed gives others.

    Raises:
        SettingsError: if the dialect is unknown or the time is negative.
    """
    if not 0 <= retrain_seconds < float("inf"):
        raise SettingsError(f"retrain_seconds must be a time from 0 up, not {retrain_seconds}")
    resources = [*chat.ROUTES, *chatbots.ROUTES]
    app = Starlette(
        routes=[
            Route("/", _about),
            Mount(API_PATH, routes=[Route("/", _about), *resources]),
        ],
        middleware=[Middleware(_ServerName)],
        exception_handlers={
            HTTPException: _refused,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    app.state.emulator = Emulator(
        state, dialect_of(dialect), retrain_seconds, Minds(state), Dice(seed)
    )
    return app


class _ServerName:
    """Puts our name on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Server"] = SERVER
            await send(message)

        await self._app(scope, receive, named)


async def _about(request: Request) -> Response:
    return JSONResponse(
        {
            "server": SERVER,
            "note": "A local emulator of a chatbot REST API, not the service and no language "
            "model: its bots answer with sentences found in their training text.",
            "dialect": emulator_of(request).dialect.name,
            "api": API_PATH,
            "models": sorted(MODELS),
        }
    )


def _error(request: Request, status: int, message: str) -> Response:
    return JSONResponse(emulator_of(request).dialect.error(status, message), status)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    response = _error(request, error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


async def _failed(request: Request, _: Exception) -> Response:
    return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Internal server error")


async def _gone(request: Request, _: Exception) -> Response:
    return _error(request, HTTPStatus.BAD_REQUEST, "The client left")  # nobody reads it
