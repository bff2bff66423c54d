"""Reading single keys from a terminal, without losing those that are typed ahead."""

from __future__ import annotations

import os
import sys

import click

__all__ = ["read_key"]

_LONGEST = 16
"""Bytes of one key: arrows send several."""


def read_key(question: str) -> str:
    """Show a question and return the key that answers it, without waiting for Enter.

    The terminal is told first, so that no key that answers an early question is lost: click's own
    way throws away what was typed before it began to read.

    Raises:
        click.Abort: the input ended.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows has its own way
        _ask(question)
        return click.getchar()
    place = sys.stdin.fileno()
    usual = termios.tcgetattr(place)
    try:
        tty.setcbreak(place, termios.TCSADRAIN)
        _ask(question)
        key = os.read(place, _LONGEST).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(place, termios.TCSADRAIN, usual)
    if key in {"", "\x04"}:
        raise click.Abort
    return key


def _ask(question: str) -> None:
    sys.stdout.write(question)
    sys.stdout.flush()
