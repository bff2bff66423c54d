"""harness emulate: serve the chatbot API locally."""

from __future__ import annotations

import json
import shlex
import signal
import threading
from pathlib import Path
from typing import Any

import click

from harness.errors import SettingsError

from .console import say

__all__ = ["command"]


@click.command("emulate")
@click.option(
    "--port",
    default=8484,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SQLite file that keeps the bots; without it they are forgotten.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="A bearer key to take, each its own workspace (repeatable).",
)
@click.option(
    "--dialect",
    type=click.Choice(["seed", "vendor", "live"]),
    default="vendor",
    show_default=True,
    help="Whose shapes to answer in.",
)
@click.option(
    "--retrain-seconds",
    default=0.5,
    show_default=True,
    type=click.FloatRange(0),
    help="How long a retrain takes; the old text answers meanwhile.",
)
@click.option(
    "--seed", default=0, show_default=True, help="What answers above temperature 0 are drawn from."
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME=VALUE",
    help="Trouble to make on purpose, e.g. rate_limited_share=0.2 (repeatable).",
)
@click.option(
    "--faults",
    "faults_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A JSON file of the same names and values.",
)
def command(
    host: str, port: int, keys: tuple[str, ...], faults: tuple[str, ...], **options: Any
) -> None:
    """Serve the chatbot API on this machine, with a bot that answers only from its text.

    It is an emulator: its answers show how harness works, not how good your bot is. It can make
    trouble on purpose, drawn from the seed so that it can be repeated: see docs/emulator.md.

    \b
    Example:
      harness emulate --port 8484 --state bots.db
      harness emulate --fault rate_limited_share=0.2 --fault error_share=0.05
    """
    from harness.bots import emulate

    workspaces = {key: f"workspace-{number}" for number, key in enumerate(keys, start=1)}
    trouble = dict(_fault(each) for each in faults)
    with emulate(
        host=host, port=port, keys=workspaces or None, faults=trouble, **options
    ) as running:
        say(f"export CHATBASE_BASE_URL={shlex.quote(running.base_url)}")
        say(f"export CHATBASE_API_KEY={shlex.quote(running.api_key)}")
        say("The emulator is running; Ctrl+C stops it.", err=True)
        _wait_for_signal()
    say("Stopped.", err=True)


def _fault(typed: str) -> tuple[str, Any]:
    """Return name and value of `NAME=VALUE`; which names and values there are is looked up later.

    Raises:
        SettingsError: it is not written so.
    """
    name, equals, value = typed.partition("=")
    try:
        return name.strip().replace("-", "_"), json.loads(value)
    except ValueError:
        wrong = f"'{value}' is no number" if equals else "the '=' is missing"
    raise SettingsError(f"--fault {typed}: {wrong}; write it as in error_share=0.1")


def _wait_for_signal() -> None:
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    stop.wait()
