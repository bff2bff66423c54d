"""The summary on the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from harness.model.comparison import Verdict
from harness.report.terminal import render_text
from harness.report.view import build_run_view, build_view

from . import builders
from .strings import HOSTILE


@pytest.mark.parametrize(
    "state",
    [
        builders.do_not_ship,
        builders.ready,
        builders.ready_but_look,
        builders.exactly_as_before,
        builders.part_missing,
        builders.bot_did_not_answer,
        builders.cannot_compare,
        builders.nothing_paired,
    ],
)
def test_each_state_reads_as_agreed(
    state: Callable[[], builders.State], same_as_golden: Callable[[str, str], None]
) -> None:
    """The summary of each state stays as it is."""
    same_as_golden(f"{state.__name__}.txt", render_text(build_view(*state())) + "\n")


def test_a_wide_terminal_gets_the_table(same_as_golden: Callable[[str, str], None]) -> None:
    """At 120 columns rules are a table and lines need no break."""
    text = render_text(build_view(*builders.do_not_ship()), width=120, footer="exit code 1")
    same_as_golden("do_not_ship-120.txt", text + "\n")


def test_a_single_run_reads_as_agreed(same_as_golden: Callable[[str, str], None]) -> None:
    """The summary of a run without a baseline stays as it is."""
    same_as_golden("single_run.txt", render_text(build_run_view(builders.single_run())) + "\n")


def test_an_ascii_log_reads_as_agreed(same_as_golden: Callable[[str, str], None]) -> None:
    """Without Unicode every mark has its ASCII stand-in."""
    text = render_text(build_view(*builders.do_not_ship()), unicode=False)
    assert text.isascii()
    same_as_golden("do_not_ship-ascii.txt", text + "\n")


def test_the_result_is_the_first_and_the_last_line() -> None:
    """A log is read from both ends; only the caller's footer stands below."""
    lines = render_text(build_view(*builders.do_not_ship()), footer="exit code 1").split("\n")
    assert lines[0] == lines[-2] == "✕ DO NOT SHIP v42"
    assert lines[-1] == "exit code 1"


def test_colour_adds_nothing_but_colour() -> None:
    """Without its colours the coloured summary is the plain one."""
    view = build_view(*builders.do_not_ship())
    coloured = render_text(view, colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render_text(view)
    assert "\x1b[38;5;208;1m✕ DO NOT SHIP v42\x1b[0m" in coloured


def test_at_most_ten_answers_are_listed() -> None:
    """The rest is counted and left to the report."""
    comparison, verdict = builders.do_not_ship()
    worst = comparison.changes[0]
    many = [
        replace(worst, case=worst.case.model_copy(update={"id": f"q{number}"}))
        for number in range(14)
    ]
    text = render_text(build_view(builders.comparison_of(many), verdict))
    assert "▼ q9 " in text
    assert "▼ q10" not in text
    assert "  4 more are in the report" in text


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_hostile_text_cannot_act(width: int, unicode: bool) -> None:  # noqa: FBT001
    """No control passes, no line begins with a command, and none is wider than the terminal."""
    text = render_text(build_view(*builders.hostile(HOSTILE)), width=width, unicode=unicode)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    for line in text.split("\n"):
        assert cell_len(line) <= max(width, 40)
        assert not line.lstrip().startswith(("::", "##"))
        assert not re.search(r"##\w*\[", line)


def test_markup_of_rich_is_text() -> None:
    """Brackets and colons of a stranger mean nothing."""
    text = render_text(build_view(*builders.hostile(["[/red] [bold]x :smile:"])), width=200)
    assert "[/red] [bold]x :smile:" in text


def test_a_verdict_without_rules_has_no_table() -> None:
    """Where nothing was ruled there is no heading for it."""
    comparison, verdict = builders.ready()
    text = render_text(build_view(comparison, Verdict(verdict.decision, (), ("Fine.",))))
    assert "Release rule" not in text
