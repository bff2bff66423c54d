"""Showing what the API answered: a table for people, one JSON document for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click
from pydantic import BaseModel

from .table import print_table

__all__ = ["Columns", "print_json", "say", "show_one", "show_rows", "shown"]

M = TypeVar("M", bound=BaseModel)
Columns = Mapping[str, Callable[[M], object]]
"""The heads of a table, and what stands below them."""
LONGEST_CELL = 80


def show_rows(rows: Sequence[M], columns: Columns[M], *, as_json: bool, what: str) -> None:
    """Print rows as a table with these columns, or all that is known of them as JSON."""
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
    elif not rows:
        click.echo(f"No {what}.")
    else:
        cells = ([shown(column(row)) for column in columns.values()] for row in rows)
        print_table(tuple(columns), cells)


def show_one(thing: BaseModel, *, as_json: bool) -> None:
    """Print all that is known of one thing."""
    row = thing.model_dump(mode="json")
    if as_json:
        print_json(row)
    else:
        told = [(name, value) for name, value in row.items() if value not in (None, [], {})]
        print_table(("field", "value"), [(name, _whole(value)) for name, value in told])


def say(sentence: str, document: Mapping[str, Any], *, as_json: bool) -> None:
    """Say what was done, to a person or to a script."""
    from harness.report.clean import clean

    if as_json:
        print_json(document)
    else:
        click.echo(clean(sentence))


def print_json(value: Any) -> None:
    """Print one JSON document in ASCII: no terminal acts on it."""
    text = json.dumps(value, indent=2)
    click.echo(text.replace("\x7f", "\\u007f"))


def shown(value: object) -> str:
    """Return a value as a cell of a table; long ones are cut."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = _whole(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _whole(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
