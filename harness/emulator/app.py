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
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harness.errors import SettingsError

from . import attributes, chat, chatbots, contacts, conversations, leads
from .dialects import dialect_of
from .faults import Chance, Faults
from .faulty import Faulty
from .minds import Dice, Minds
from .openapi import document
from .request import Emulator, Refused, emulator_of
from .state import State
from .style import MODELS

__all__ = ["API_PATH", "SERVER", "create_app"]

API_PATH = "/api/v1"
SERVER = "harness-emulator"


def create_app(
    state: State,
    *,
    dialect: str = "vendor",
    retrain_seconds: float = 0.5,
    seed: int = 0,
    faults: Faults | None = None,
) -> Starlette:
    """Return the API on top of `state`, which stays the caller's to close.

    Args:
        state: the bots; several apps may share one.
        dialect: "vendor" (as documented), "live" (as seen) or "seed" (the first contract).
        retrain_seconds: how long a new text trains; until then the old one answers, and a new
            bot, which has no old one, knows nothing.
        seed: where chance begins at a temperature above 0. Equal requests after a restart get
            equal answers; another seed gives others.
        faults: trouble to make on purpose; None makes none.

    Raises:
        SettingsError: if the dialect is unknown or the time is negative.
    """
    if not 0 <= retrain_seconds < float("inf"):
        raise SettingsError(f"retrain_seconds must be a time from 0 up, not {retrain_seconds}")
    spoken, chance = dialect_of(dialect), Chance(faults or Faults())
    middleware = [Middleware(_ServerName)]
    if faults is not None:
        middleware.append(
            Middleware(Faulty, prefix=API_PATH, dialect=spoken, faults=faults, chance=chance)
        )
    app = Starlette(
        routes=_routes(),
        middleware=middleware,
        exception_handlers={
            HTTPException: _refused,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.emulator = Emulator(
        state, spoken, retrain_seconds, Minds(state), Dice(seed), chance.trouble
    )
    return app


def _routes() -> list[BaseRoute]:
    own = [Route("/", _about), Route("/openapi.json", _openapi)]
    resources = (chat, chatbots, conversations, leads, contacts, attributes)
    operations = [route for resource in resources for route in resource.ROUTES]
    # A path with a slash too many is unknown; it is not sent elsewhere.
    api = Router([*own, *operations], redirect_slashes=False)
    return [*own, Mount(API_PATH, app=api)]


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


async def _openapi(request: Request) -> Response:
    return JSONResponse(document(emulator_of(request).dialect, API_PATH))


def _error(request: Request, status: int, message: str) -> Response:
    return JSONResponse(emulator_of(request).dialect.error(status, message), status)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status, message = error.status_code, error.detail
    response = _error(request, status, message)
    if isinstance(error, Refused) and request.url.path.startswith(f"{API_PATH}/chatbots/"):
        dialect = emulator_of(request).dialect
        if status == HTTPStatus.BAD_REQUEST:
            message = message.partition(":")[0]
        response = JSONResponse(dialect.contact_error(status, message, error.issues), status)
    response.headers.update(error.headers or {})
    return response


async def _failed(request: Request, _: Exception) -> Response:
    return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Internal server error")


async def _gone(request: Request, _: Exception) -> Response:
    return _error(request, HTTPStatus.BAD_REQUEST, "The client left")  # nobody reads it
