"""The summary on the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from harness.model.comparison import Verdict
from harness.report.terminal import render_text, render_worst
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
    assert "  4 more: harness show " in text
    assert "--worse-than" in text


def test_what_got_worse_can_be_shown_whole() -> None:
    """All of it, each question with what changed in it, and nothing else."""
    comparison, verdict = builders.do_not_ship()
    worst = comparison.changes[0]
    many = [
        replace(worst, case=worst.case.model_copy(update={"id": f"q{number}"}))
        for number in range(14)
    ]
    text = render_worst(build_view(builders.comparison_of(many), verdict))
    assert 14 == sum(line.startswith("▼ q") for line in text.split("\n"))
    assert 14 == text.count("keywords lost: ")
    assert "Release rule" not in text


def test_nothing_worse_is_nothing() -> None:
    """Where no answer got worse there is no line at all."""
    assert "" == render_worst(build_view(*builders.ready()))


@pytest.mark.parametrize("width", [40, 80, 121])
def test_the_change_bar_fills_a_line_and_shows_each_fate(width: int) -> None:
    """Each fate has its mark, in the order of the counts, and a single question its column."""
    view = build_view(*builders.do_not_ship())
    lines = render_text(view, width=width).split("\n")
    (bar,) = [line for line in lines if re.fullmatch("▼+!*≈*=+▲*", line)]
    assert width == len(bar)
    assert [count.number > 0 for count in view.counts] == [
        count.words.symbol in bar for count in view.counts
    ]


def test_an_intended_fall_says_that_it_was_meant() -> None:
    """The reason stands below the question."""
    comparison, verdict = builders.do_not_ship()
    meant = replace(comparison.changes[0], intended="its training text changed")
    text = render_text(build_view(builders.comparison_of([meant]), verdict))
    assert "a change is meant here: its training text changed" in text


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
