"""Cards, groups and their names in the page."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harness.model.comparison import ChangeKind
from harness.report.cards import (
    anchors,
    build_cards,
    build_counts,
    build_groups,
    build_run_cards,
    run_sides,
)
from harness.report.status import RUN_WORDS, WORDS, Status

from . import builders
from .strings import HOSTILE


def test_safe_ids_keep_their_name() -> None:
    """A link to a question stays the same as long as its id does."""
    assert anchors(["refund-window", "A_1"]) == ("case-refund-window", "case-A_1")


@given(st.lists(st.text(st.characters(), min_size=1), unique=True))
def test_anchors_are_safe_and_unique(ids: list[str]) -> None:
    """Whatever the ids are, no two anchors are the same and none needs escaping."""
    found = anchors([*ids, *HOSTILE])
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"case-[A-Za-z0-9_-]+", anchor) for anchor in found)
    assert max(map(len, found)) < 90


def test_an_id_cannot_take_the_anchor_of_another() -> None:
    """An id that is spelled like the made-up anchor of another gets one of its own."""
    (made,) = anchors(["a b"])
    assert len(set(anchors(["a b", made.removeprefix("case-")]))) == 2


def test_groups_come_worst_first_and_the_unchanged_last() -> None:
    """Only groups that hold something are there; who should be looked at is not buried."""
    comparison, verdict = builders.do_not_ship()
    groups = build_groups(build_cards(comparison, verdict.look_at))
    assert [group.anchor for group in groups] == [
        "g-worse",
        "g-error",
        "g-look",
        "g-flaky",
        "g-better",
        "g-same",
    ]
    assert sum(len(group.cards) for group in groups) == len(comparison.changes)


def test_many_unchanged_questions_begin_closed() -> None:
    """A few unchanged questions stay open, more than five do not; others never close."""
    comparison, _ = builders.exactly_as_before()
    few = build_groups(build_cards(comparison, ()))
    assert [group.closed for group in few] == [False]
    many = build_groups(build_cards(replace(comparison, changes=comparison.changes * 3), ()))
    assert [group.closed for group in many] == [True]
    worse = [replace(change, kind=ChangeKind.REGRESSED) for change in comparison.changes] * 3
    all_worse = replace(comparison, changes=tuple(worse))
    assert [group.closed for group in build_groups(build_cards(all_worse, ()))] == [False]


def test_counts_hold_every_question_once() -> None:
    """The five counts add up, also where one is zero, and link to a place that exists."""
    comparison, verdict = builders.ready_but_look()
    cards = build_cards(comparison, verdict.look_at)
    groups = build_groups(cards)
    counts = build_counts(cards, groups, WORDS)
    assert [count.number for count in counts] == [0, 0, 0, 4, 0]
    assert {count.anchor for count in counts} == {"cases", "g-same"}


def test_the_change_of_a_card_is_after_less_before() -> None:
    """A fall is negative; without a score on one side there is none."""
    comparison, verdict = builders.do_not_ship()
    cards = {card.case_id: card for card in build_cards(comparison, verdict.look_at)}
    assert cards["repair-days"].change is not None
    assert cards["repair-days"].change < -0.5
    assert cards["test-ride"].change is None
    assert cards["test-ride"].failures[0].times == 6


def test_look_comes_from_the_verdict_or_the_change() -> None:
    """Either of them marks a card."""
    comparison, _ = builders.do_not_ship()
    cards = build_cards(comparison, ("deposit",))
    assert {card.case_id for card in cards if card.look} == {"deposit", "voucher"}


def test_a_single_run_has_a_card_for_every_question_of_the_suite() -> None:
    """Also a question that was not asked yet is there, without an answer."""
    run = builders.single_run()
    unasked = replace(run, trials=run.trials[:6])
    cards = build_run_cards(unasked, run_sides(unasked))
    assert [card.case_id for card in cards] == [case.id for case in run.suite.cases]
    assert {card.status for card in cards[1:]} == {Status.ERROR}
    assert cards[0].words == RUN_WORDS[Status.FLAKY]


def test_a_trial_of_no_case_of_the_suite_is_left_out() -> None:
    """Trials belong to the suite that the run has."""
    run = builders.single_run()
    smaller = run.suite.model_copy(update={"cases": run.suite.cases[:1]})
    (side,) = run_sides(replace(run, suite=smaller))
    assert len(side.trials) == 6
