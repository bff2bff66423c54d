"""Requests: whose they are and what they say, or the refusal that they get."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from .bot import Bot, Trouble
from .dialect import Dialect
from .minds import Dice, Minds
from .state import State

__all__ = [
    "TEXT_CHARACTERS",
    "Emulator",
    "Refused",
    "bot_of",
    "check_text",
    "emulator_of",
    "query_of",
    "read_body",
    "workspace_of",
]

M = TypeVar("M", bound=BaseModel)
TEXT_CHARACTERS = 1_048_576
"""The longest training text."""
BODY_BYTES = 16 * TEXT_CHARACTERS
"""No text that is allowed needs more, however it is escaped."""
_EXPECTED = {
    "string_type": "string",
    "float_type": "number",
    "int_type": "integer",
    "bool_type": "boolean",
    "tuple_type": "array",
    "dict_type": "object",
    "model_type": "object",
}
_RECEIVED: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}


class Refused(HTTPException):
    """A request that gets an error, with every field that is wrong, as (place, what)."""

    def __init__(
        self, status: HTTPStatus, message: str, issues: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(status, message)
        self.issues = tuple(issues)


@dataclass(frozen=True, slots=True)
class Emulator:
    """What the operations work with; `trouble` is drawn for each training of a text."""

    state: State
    dialect: Dialect
    retrain_seconds: float
    minds: Minds
    dice: Dice
    trouble: Callable[[str], Trouble]


def emulator_of(request: Request) -> Emulator:
    """Return the emulator that got the request."""
    app: Starlette = request.app
    emulator = app.state.emulator
    if not isinstance(emulator, Emulator):
        raise TypeError("this application is no emulator")
    return emulator


def workspace_of(request: Request) -> str:
    """Return the workspace that the request's key opens, or refuse with 401."""
    scheme, _, key = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.casefold() != "bearer" or not key.strip():
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "No API key provided.")
    workspace = emulator_of(request).state.workspace(key.strip())
    if workspace is None:
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "Unauthorized access")
    return workspace


async def bot_of(request: Request, workspace: str, bot_id: str) -> Bot:
    """Return the bot with this id, or refuse with 404: those of other workspaces are not there."""
    bot = await run_in_threadpool(emulator_of(request).state.bot, workspace, bot_id)
    if bot is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Chatbot not found")
    return bot


def query_of(request: Request) -> Mapping[str, str]:
    """Return the query; a name that comes twice is refused, for nobody knows which is meant."""
    pairs = request.query_params.multi_items()
    query = dict(pairs)
    for name in query:
        if sum(name == other for other, _ in pairs) > 1:
            issue = (name[:100], "Expected one value, received several")
            raise Refused(HTTPStatus.BAD_REQUEST, "Invalid request parameters", [issue])
    return query


async def read_body(request: Request, model: type[M]) -> M:
    """Return the JSON body as `model`; types are taken at their word ("1" is no number).

    Raises:
        Refused: 400 with what is wrong and where, never with what was sent.
        HTTPException: 413 if it is larger than any request can be.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request body too large")
    try:
        return model.model_validate_json(bytes(body), strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False)
    issues = [(_place(problem), _what(problem)) for problem in problems[:20]]
    raise Refused(HTTPStatus.BAD_REQUEST, _words(problems[0], *issues[0]), issues)


def check_text(text: str | None) -> None:
    """Refuse a training text that is too long."""
    if text is not None and len(text) > TEXT_CHARACTERS:
        message = f"Source text is longer than {TEXT_CHARACTERS:,} characters"
        raise HTTPException(HTTPStatus.BAD_REQUEST, message)


def _place(problem: Any) -> str:
    return ".".join(str(part) for part in problem["loc"])


def _what(problem: Any) -> str:
    """Say what is wrong as the service does, which names types, not values."""
    if problem["type"] == "missing":
        return "Required"
    if problem["type"] in _EXPECTED:
        received = _RECEIVED.get(type(problem["input"]), "something else")
        return f"Expected {_EXPECTED[problem['type']]}, received {received}"
    return str(problem["msg"]).replace("Tuple", "List")


def _words(problem: Any, place: str, what: str) -> str:
    if problem["type"] == "json_invalid":
        return "Invalid JSON in request body"
    if place == "chatbotName" and problem["type"] == "missing":
        return "Chatbot name is required"
    if place == "chatbotName" and problem["type"] == "string_too_short":
        return "Chatbot name is required (at least 3 characters)"
    if place in {"chatbotName", "name"} and problem["type"] == "string_pattern_mismatch":
        return "Chatbot name is required (not only spaces)"
    if place == "sourceText" and problem["type"] == "missing":
        return "Source text is required"
    return f"Invalid request body: {place}: {what}" if place else f"Invalid request body: {what}"
