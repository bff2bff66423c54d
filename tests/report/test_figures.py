"""The four key figures."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harness.model.comparison import ChangeKind, Comparison, Estimate
from harness.report.cards import run_sides
from harness.report.figures import (
    Figure,
    IntervalChart,
    PartsChart,
    SpanChart,
    build_figures,
    build_run_figures,
    is_unstable,
    percentile_95,
)
from harness.report.status import Status

from . import builders
from .builders import Story, make_case, side


def pass_rate(change: Estimate | None) -> Figure:
    """Return the pass rate of a comparison whose change is this."""
    comparison = replace(builders.ready()[0], pass_rate_change=change)
    return build_figures(comparison)[0]


def test_a_change_is_better_only_beyond_its_interval() -> None:
    """The word follows the interval, not the number: with zero inside there is no clear change."""
    assert pass_rate(Estimate(0.05, 0.01, 0.09, 9)).word == "▲ better"
    assert pass_rate(Estimate(-0.05, -0.09, -0.01, 9)).word == "▼ worse"
    assert pass_rate(Estimate(0.05, -0.01, 0.09, 9)).word == "= no clear change"
    assert pass_rate(Estimate(0.05, 0.0, 0.09, 9)).status is Status.SAME


def test_the_numbers_stand_in_words() -> None:
    """Change and interval are given in points."""
    figure = pass_rate(Estimate(0.023, -0.014, 0.059, 200))
    assert figure.note == "+2.3 points, −1.4 to +5.9"
    assert isinstance(figure.chart, IntervalChart)
    assert figure.chart.allowed_fall == 5
    assert figure.chart.reach == 8


def test_what_cannot_be_said_is_no_number() -> None:
    """Without a question judged in both runs there is no change and no chart."""
    figures = build_figures(builders.bot_did_not_answer()[0])
    assert [figure.after for figure in figures] == ["none", "none", "–", "none"]
    assert {figure.word for figure in figures} == {"? cannot say"}
    assert all(figure.chart is None for figure in figures)


def test_unstable_questions_are_told_apart() -> None:
    """New, lasting and settled ones are counted each for itself."""
    figure = build_figures(builders.do_not_ship()[0])[2]
    assert (figure.before, figure.after, figure.word) == ("2", "2", "= as many")
    assert isinstance(figure.chart, PartsChart)
    assert (figure.chart.new, figure.chart.kept, figure.chart.settled) == (1, 1, 1)


def test_one_answer_a_question_shows_no_instability() -> None:
    """Without repeats the count is not 0 but unknown."""
    case = make_case("x", "Why?")
    story = Story("Yes.", "No.", "p f")
    change = builders.change(case, ChangeKind.UNCHANGED, story, story)
    figure = build_figures(builders.comparison_of([change]))[2]
    assert (figure.before, figure.after, figure.word) == ("–", "–", "? cannot say")


def test_instability_is_within_one_setting() -> None:
    """A question that passes at one temperature and fails at the other is not unstable."""
    case = make_case("x", "Why?")
    assert not is_unstable(side(case, Story("Yes.", "No.", "ppp fff")))
    assert is_unstable(side(case, Story("Yes.", "No.", "ppf !!!")))
    assert not is_unstable(side(case, Story("Yes.", "No.", "pp! p!!")))


def test_answer_times_are_shown_and_not_judged() -> None:
    """The 95th percentile has a difference but no verdict word."""
    figure = build_figures(builders.ready()[0])[3]
    assert (figure.before, figure.after, figure.word) == ("1.70", "1.90 s", "+0.20 s")
    assert figure.status is Status.SAME
    assert figure.chart == SpanChart(1.7, 1.9, "1.70 s before, 1.90 s after")


@given(st.lists(st.floats(0, 1000), min_size=1))
def test_the_percentile_is_one_of_the_values(values: list[float]) -> None:
    """At least 95 % of the values do not exceed it, and no smaller value does the same."""
    found = percentile_95(values)
    assert found in values
    assert sum(value <= found for value in values) >= 0.95 * len(values)
    below = [value for value in values if value < found]
    assert len(below) < 0.95 * len(values)


def test_no_value_has_no_percentile() -> None:
    """Of nothing there is no percentile."""
    assert percentile_95([]) is None


def test_a_single_run_has_figures_without_change() -> None:
    """Pass rate, score, unstable questions and time stand alone; missing answers do not count."""
    run = builders.single_run()
    figures = build_run_figures(run, run_sides(run))
    assert [figure.before for figure in figures] == [""] * 4
    assert [figure.after for figure in figures][2:] == ["2", "1.90 s"]
    assert figures[0].note == "23 of 36 answers pass"
    assert all(figure.chart is None for figure in figures)


def test_an_even_comparison_has_a_scale() -> None:
    """Where nothing changed at all the chart still has a width."""
    comparison: Comparison = replace(
        builders.exactly_as_before()[0], score_change=Estimate(0.0, 0.0, 0.0, 3)
    )
    chart = build_figures(comparison)[1].chart
    assert isinstance(chart, IntervalChart)
    assert chart.reach == 1.0
