"""Requests: whose they are and what they say, or the refusal that they get."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request

from .dialect import Dialect
from .minds import Dice, Minds
from .state import State

__all__ = ["TEXT_CHARACTERS", "Emulator", "check_text", "emulator_of", "read_body", "workspace_of"]

M = TypeVar("M", bound=BaseModel)
TEXT_CHARACTERS = 1_048_576
"""The longest training text."""
BODY_BYTES = 16 * TEXT_CHARACTERS
"""No text that is allowed needs more, however it is escaped."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """What the operations work with."""

    state: State
    dialect: Dialect
    retrain_seconds: float
    minds: Minds
    dice: Dice


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


async def read_body(request: Request, model: type[M]) -> M:
    """Return the JSON body as `model`; types are taken at their word ("1" is no number).

    Raises:
        HTTPException: 400 with what is wrong and where, never with what was sent; 413 if it is
            larger than any request can be.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request body too large")
    try:
        return model.model_validate_json(bytes(body), strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    raise HTTPException(HTTPStatus.BAD_REQUEST, _words(problems[0]))


def check_text(text: str | None) -> None:
    """Refuse a training text that is too long."""
    if text is not None and len(text) > TEXT_CHARACTERS:
        message = f"Source text is longer than {TEXT_CHARACTERS:,} characters"
        raise HTTPException(HTTPStatus.BAD_REQUEST, message)


def _words(problem: Any) -> str:
    if problem["type"] == "json_invalid":
        return "Invalid JSON in request body"
    place = ".".join(str(part) for part in problem["loc"])
    if place == "chatbotName" and problem["type"] == "missing":
        return "Chatbot name is required"
    if place == "chatbotName" and problem["type"] == "string_too_short":
        return "Chatbot name is required (at least 3 characters)"
    said = str(problem["msg"]).replace("Tuple", "List")
    return f"Invalid request body: {place}: {said}" if place else f"Invalid request body: {said}"
