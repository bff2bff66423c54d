"""Calling the API from a command: the options that all have, and one client for one command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.client.client import ChatbotClient
from harness.settings import Settings

from .options import dialect_option, env_file_option, settings_from

__all__ = ["Api", "api_options", "bot_option"]

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

bot_option = click.option("--chatbot-id", required=True, metavar="ID", help="The bot.")
_OPTIONS = (
    dialect_option,
    env_file_option,
    click.option("--json", "as_json", is_flag=True, help="One JSON document, for scripts."),
)


@dataclass(frozen=True, slots=True)
class Api:
    """The API as the options of a command name it."""

    settings: Settings
    as_json: bool

    def ask(self, work: Callable[[ChatbotClient], Coroutine[Any, Any, T]]) -> T:
        """Return what `work` makes of an open client."""
        from harness.bots import open_client

        async def job() -> T:
            async with open_client(self.settings) as client:
                return await work(client)

        return asyncio.run(job())


def api_options(function: F) -> F:
    """Add the options of every command of the API; the command gets them as `api`."""

    @wraps(function)
    def called(
        *, dialect: str | None, env_file: Path | None, as_json: bool, **options: Any
    ) -> object:
        settings = settings_from(env_file, dialect=dialect)
        settings.key()  # before anybody is asked to confirm anything
        api = Api(settings, as_json)
        return function(api=api, **options)

    command: Any = called
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return]
