"""Annotations of GitHub Actions."""

from __future__ import annotations

import re

import pytest

from harness.report.annotations import render_annotations
from harness.report.view import build_view

from . import builders
from .states import STATES
from .strings import HOSTILE

COMMAND = re.compile(
    r"::(error|warning|notice) (?:file=[^,:\n]+,line=\d+,)?title=[^,:\n]*::[^\r\n]*"
)


@pytest.mark.parametrize("state", STATES)
def test_every_line_is_one_command(state: str) -> None:
    """The runner reads a level, a place and a text of each line."""
    for line in render_annotations(STATES[state]()).splitlines():
        assert COMMAND.fullmatch(line)


def test_no_stranger_makes_a_command_or_a_property() -> None:
    """Line ends, colons and commas of strangers are written by their codes."""
    text = render_annotations(build_view(*builders.hostile(HOSTILE)))
    for line in text.split("\n")[:-1]:
        assert COMMAND.fullmatch(line)
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u202a-\u202e]", line)


def test_no_more_are_written_than_github_shows() -> None:
    """Ten errors, ten warnings, and a last line that counts the rest."""
    lines = render_annotations(build_view(*builders.hostile(HOSTILE * 4))).splitlines()
    assert 10 == sum(line.startswith("::error") for line in lines)
    assert 10 == sum(line.startswith("::warning") for line in lines)
    assert re.search(r"\d+ more questions to look at", lines[-1])


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("do_not_ship", "error"),
        ("part_missing", "error"),
        ("cannot_compare", "error"),
        ("ready_but_look", "warning"),
        ("ready", "notice"),
    ],
)
def test_the_verdict_has_the_level_of_its_exit_code(state: str, level: str) -> None:
    """What ends the job with another code than 0 is an error."""
    assert render_annotations(STATES[state]()).startswith(f"::{level} title=")
