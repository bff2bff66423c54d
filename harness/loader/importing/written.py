"""Expectations as they are written in a suite, as the nouns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.model.suite import Expectation
from harness.scorers import scorers

__all__ = ["read_expectations"]


def read_expectations(written: Any) -> tuple[Expectation, ...]:
    """Return what an `expect` of ours means: a text, scorers, or a list of both."""
    return tuple(_read(written))


def _read(written: Any) -> Iterator[Expectation]:
    if isinstance(written, list):
        for item in written:
            yield from _read(item)
    elif isinstance(written, str):
        yield Expectation(scorer="says", parameters={"text": written})
    elif isinstance(written, dict):
        for name, given in written.items():
            short = scorers.get(name).shorthand or "text"
            yield Expectation(
                scorer=name, parameters=given if isinstance(given, dict) else {short: given}
            )
