"""Writing to the terminal: what is said never breaks the command that says it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

__all__ = ["prepare", "say", "say_text"]


def prepare() -> None:
    """Let characters that the terminal cannot show become question marks, not errors."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(line: str = "", *, err: bool = False) -> None:
    """Print one line, made harmless: it may hold what bots, files or options say."""
    from harness.report.clean import clean

    say_text(clean(line), err=err)


def say_text(text: str, *, err: bool = False) -> None:
    """Print a text that is harmless already, and a line end."""
    stream = sys.stderr if err else sys.stdout
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Send the rest nowhere: the reader has gone or the disk is full, but the job goes on.

    The exit code must tell of the verdict, and Python's flush at exit must find nothing wrong.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
