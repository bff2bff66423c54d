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
from harness.wire.dialect import Dialect

from .options import env_file_option, settings_from

__all__ = ["Api", "api_options", "bot_option"]

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

bot_option = click.option("--chatbot-id", required=True, metavar="ID", help="The bot.")
_OPTIONS = (
    click.option(
        "--dialect",
        type=click.Choice([dialect.value for dialect in Dialect]),
        help="What to write requests in [default: found from the server, else vendor].",
    ),
    env_file_option,
    click.option("--json", "as_json", is_flag=True, help="One JSON document, for scripts."),
)


@dataclass(frozen=True, slots=True)
class Api:
    """The API as the options of a command name it."""

    settings: Settings
    dialect: Dialect | None
    as_json: bool

    def ask(self, work: Callable[[ChatbotClient], Coroutine[Any, Any, T]]) -> T:
        """Return what `work` makes of an open client."""

        async def job() -> T:
            async with ChatbotClient(
                self.settings.base_url,
                self.settings.key(),
                timeout_seconds=self.settings.timeout_seconds,
                attempts=self.settings.attempts,
                requests_per_second=self.settings.requests_per_second,
                concurrency=self.settings.concurrency,
                dialect=self.dialect,
            ) as client:
                return await work(client)

        return asyncio.run(job())


def api_options(function: F) -> F:
    """Add the options of every command of the API; the command gets them as `api`."""

    @wraps(function)
    def called(
        *, dialect: str | None, env_file: Path | None, as_json: bool, **options: Any
    ) -> object:
        settings = settings_from(env_file)
        settings.key()  # before anybody is asked to confirm anything
        api = Api(settings, Dialect(dialect) if dialect else None, as_json)
        return function(api=api, **options)

    command: Any = called
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return]
