"""harness init: a first suite to build on."""

from __future__ import annotations

from pathlib import Path

import click

from harness.errors import SettingsError

from .console import say
from .schema import schema_text
from .writing import write_text

__all__ = ["command"]

FIRST_SUITE = """\
# yaml-language-server: $schema=suite.schema.json
# Ask what your users ask most. `harness check` validates this file and sends nothing.
name: My bot

temperatures: [0]
repeats: 2              # twice at 0 shows whether the bot repeats itself word for word

cases:
  # Plain text: "the answer says this", in whatever words.
  - id: opening-hours
    prompt: When are you open?
    expect: We are open from Monday to Friday, from 9 to 17 o'clock.

  # Facts that may never be lost: keywords are whole words, any ending, any order.
  - id: return-window
    prompt: How long can I return something?
    expect:
      keywords:
        all: [30 days]
        none: [14 days]
    tags: [returns]
    must_not_break: yes

  # A conversation: each turn sees what was said before.
  - id: delivery-follow-up
    turns:
      - user: Do you deliver abroad?
        expect:
          regex: (?i)switzerland|european union
      - user: And what does it cost?
        expect:
          keywords: {any: [euros, free]}
"""


@click.command("init")
@click.argument(
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("suites/first.suite.yaml"),
)
def command(file: Path) -> None:
    """Write a first suite to FILE [default: suites/first.suite.yaml].

    Beside it stands suite.schema.json, by which editors complete and check suites.

    \b
    Example:
      harness init suites/support.suite.yaml
    """
    if file.exists():
        raise SettingsError(f"{file} exists already; it is left as it is")
    write_text(file, FIRST_SUITE)
    schema = file.parent / "suite.schema.json"
    if not schema.exists():
        write_text(schema, schema_text())
    say(f"{file} is written. Next: harness check {file}")
