"""harness schema: the JSON Schema of suites, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .console import say, say_text
from .writing import write_text

__all__ = ["command", "schema_text"]


@click.command("schema")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it here instead of printing it.",
)
def command(output: Path | None) -> None:
    """Print the JSON Schema of suites: editors complete and check by it, plug-ins included.

    \b
    Example:
      harness schema -o suites/suite.schema.json
    """
    text = schema_text()
    if output is None:
        say_text(text.rstrip())
    else:
        write_text(output, text)
        say(f"{output} is written. In a suite: {_line(output)}")


def schema_text(*, own: bool = False) -> str:
    """Return the schema as it is written to files; with `own`, without other packages' scorers."""
    from harness.loader.schema import suite_schema

    return json.dumps(suite_schema(own=own), indent=1, ensure_ascii=False) + "\n"


def _line(path: Path) -> str:
    from harness.loader.schema import LANGUAGE_SERVER

    return LANGUAGE_SERVER.format(path.name)
