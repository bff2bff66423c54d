"""The view: everything a report shows."""

from __future__ import annotations

import pickle
from dataclasses import replace

from harness.model.comparison import Verdict
from harness.model.run import BotState, Run
from harness.report.view import build_run_view, build_view

from . import builders


def test_a_view_holds_the_whole_comparison() -> None:
    """Labels, date, counts, cards and what was not compared are all there."""
    view = build_view(*builders.do_not_ship())
    assert (view.bot, view.before, view.after, view.date) == (
        "Spoke & Wheel helper",
        "v41",
        "v42",
        "12 May 2031",
    )
    assert (view.questions, view.changed) == (9, 5)
    assert view.size.startswith("9 questions, 6 samples each before and after.")
    assert [row.setting for row in view.unpaired] == ["", "temperature 1"]
    assert view.command == "harness report r-1987 r-2041"
    assert [(link.case_id, link.anchor) for link in view.look_at] == [("voucher", "case-voucher")]


def test_the_same_comparison_gives_the_same_view() -> None:
    """Nothing in a view depends on when or where it is made."""
    assert build_view(*builders.do_not_ship()) == build_view(*builders.do_not_ship())


def test_a_view_is_plain_data() -> None:
    """It can be kept and sent: it holds no file, no function and no connection."""
    view = build_view(*builders.do_not_ship())
    assert pickle.loads(pickle.dumps(view)) == view  # noqa: S301 (our own bytes)


def test_uneven_samples_are_told() -> None:
    """Where questions were asked differently often, both ends are named."""
    assert "0 to 6 samples each" in build_run_view(_uneven()).size


def test_a_single_run_has_no_side_before() -> None:
    """Its view has no rules, no label before and nothing unpaired."""
    view = build_run_view(builders.single_run())
    assert (view.before, view.rules, view.unpaired, view.look_at) == ("", (), (), ())
    assert [count.number for count in view.counts] == [1, 1, 2, 3]
    assert view.command == "harness report r-2041"


def test_a_look_at_id_without_a_question_makes_no_link() -> None:
    """A link never leads to a place that is not there."""
    comparison, verdict = builders.ready_but_look()
    lost = Verdict(verdict.decision, verdict.rules, verdict.reasons, ("nobody",))
    assert build_view(comparison, lost).look_at == ()


def test_a_bot_without_a_name_goes_by_its_id() -> None:
    """The reader always learns which bot this is about."""
    run = replace(builders.single_run(), bot=BotState("bot-9"))
    assert build_run_view(run).bot == "bot-9"


def _uneven() -> Run:
    run = builders.single_run()
    return replace(run, trials=run.trials[:6])


def test_what_the_runs_should_not_differ_in_is_named() -> None:
    """Above the run details stands whether the two may be compared."""
    comparison, verdict = builders.ready()
    said = build_view(comparison, verdict).compared
    assert said == "Only the bot's version and its training text differ."
    bot = replace(comparison.after.bot, model="another")
    other = replace(comparison, after=replace(comparison.after, bot=bot))
    assert build_view(other, verdict).compared == "Mind that the runs also differ in: model."
