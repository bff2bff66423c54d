"""The named metrics in the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.comparison import Change, Comparison, Side
from harness.report.html import render_html
from harness.report.markdown import render_markdown
from harness.report.metrics import build_metrics
from harness.report.status import Status
from harness.report.view import build_run_view, build_view

from . import builders
from .strings import HOSTILE


def named(side: Side, metric: str) -> Side:
    """Give the first score of each exchange a metric's name."""
    return Side(
        tuple(
            replace(
                trial,
                exchanges=tuple(
                    replace(
                        each,
                        scores=tuple(
                            replace(score, metric="" if place else metric)
                            for place, score in enumerate(each.scores)
                        ),
                    )
                    for each in trial.exchanges
                ),
            )
            for trial in side.trials
        )
    )


def with_metric(comparison: Comparison, metric: str) -> Comparison:
    """Name the first scorer of each question of a comparison."""
    changes: list[Change] = [
        replace(each, before=named(each.before, metric), after=named(each.after, metric))
        for each in comparison.changes
    ]
    return replace(comparison, changes=tuple(changes))


def test_each_metric_has_its_means_and_its_change_over_questions() -> None:
    """The change is over the questions that have it on both sides, with an interval."""
    comparison, _ = builders.do_not_ship()
    found = with_metric(comparison, "tone")

    (row,) = build_metrics([(each.before, each.after) for each in found.changes])

    assert "tone" == row.name
    assert row.before is not None
    assert row.after is not None
    assert row.change is not None
    # One of the nine questions got no answer after.
    assert (9, 9, 8, 8) == (row.questions, row.before.n, row.after.n, row.change.n)
    assert row.change.low <= row.change.value <= row.change.high
    assert Status.SAME is row.status


def test_a_metric_of_one_side_has_no_change() -> None:
    """What nobody measured before is shown after, and no figure is made up."""
    comparison, _ = builders.ready()
    found = with_metric(comparison, "tone")

    (row,) = build_metrics([(Side(()), each.after) for each in found.changes])

    assert (None, None) == (row.before, row.change)
    assert row.after is not None


def test_the_page_and_the_comment_show_the_metrics() -> None:
    """A table of their own in both; where no scorer names one there is none."""
    comparison, verdict = builders.do_not_ship()
    bare = build_view(comparison, verdict)
    view = build_view(with_metric(comparison, "tone"), verdict)

    page, comment = render_html(view), render_markdown(view)

    assert '<section id="metrics"' in page
    assert '<span dir="auto">tone</span>' in page
    assert "By metric (1)" in comment
    assert "| `tone` | 9 |" in comment
    assert 'id="metrics"' not in render_html(bare)
    assert "By metric" not in render_markdown(bare)


def test_a_single_run_shows_its_metrics_without_a_change() -> None:
    """There is nothing before: mean and share passed are all."""
    run = builders.single_run()
    trials = named(Side(run.trials), "tone").trials
    view = build_run_view(replace(run, trials=trials))

    assert "Mean before" not in render_html(view)
    assert "| Metric | Questions | Mean | Passed |" in render_markdown(view)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_metric_cannot_act(name: str) -> None:
    """A suite may come from a stranger: its names are text."""
    comparison, verdict = builders.ready()
    plain = render_html(build_view(with_metric(comparison, "tone"), verdict))
    page = render_html(build_view(with_metric(comparison, name), verdict))

    for tag in ("<script", "<img", "<iframe", "<svg", "<table", "<base", "<form", "</section"):
        assert plain.count(tag) == page.count(tag)


def test_where_room_is_short_the_metrics_go_and_that_is_said() -> None:
    """They go with the topics, first of all."""
    comparison, verdict = builders.do_not_ship()
    view = build_view(with_metric(comparison, "tone"), verdict)
    whole = render_markdown(view)

    short = render_markdown(view, limit=len(whole.encode()) - 1)

    assert "By metric" not in short
    assert "1 metric" in short
