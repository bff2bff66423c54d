"""What changed in the training text, and where to look first."""

from __future__ import annotations

from dataclasses import replace

from harness.model.comparison import ChangeKind
from harness.report.cards import build_cards
from harness.report.cause import find_cause
from harness.report.training import build_training
from harness.report.view import build_view

from . import builders


def test_answers_are_counted_where_they_draw_on_a_changed_passage() -> None:
    """By the words of answer and expectation: before against the old text, after the new."""
    training = build_training(builders.do_not_ship()[0])
    assert training
    rows = {row.heading: (row.what, row.worse, row.better) for row in training.rows}
    assert rows == {
        "Repairs": ("edited", ("repair-days",), ()),
        "Lamps": ("removed", ("bulbs",), ()),
        "Trailers": ("edited", (), ("trailers",)),
        "Parking": ("added", (), ()),
    }
    assert (training.changed, training.passages, training.left_out) == (4, 3, 0)
    assert training.elsewhere_worse == training.elsewhere_better == ()


def test_an_answer_without_a_changed_passage_is_counted_apart() -> None:
    """Its passage did not change, or none was found."""
    comparison, _ = builders.do_not_ship()
    training = build_training(builders.trained(comparison, "# A\nb", "# A\nc"))
    assert training
    assert training.elsewhere_worse == ("repair-days", "bulbs")
    assert training.elsewhere_better == ("trailers",)


def test_without_both_texts_there_is_nothing_to_say() -> None:
    """The section is left out."""
    comparison, verdict = builders.ready()
    assert build_training(comparison) is None
    assert build_view(comparison, verdict).training is None


def test_passages_with_worse_answers_are_never_left_out() -> None:
    """Of many changed passages those without a worse answer give way."""
    comparison, _ = builders.do_not_ship()
    many = "\n\n".join(f"# Part {number}\nNothing of note, {{}} {number}." for number in range(60))
    before, after = builders.TEXT_BEFORE + many, builders.TEXT_AFTER + many
    training = build_training(
        builders.trained(comparison, before.format(*["old"] * 60), after.format(*["new"] * 60))
    )
    assert training
    assert [row.heading for row in training.rows[:2]] == ["Repairs", "Lamps"]
    assert training.left_out == training.changed - 20 > 0


def test_look_first_names_one_passage_only_where_it_covers_much() -> None:
    """Two worse answers on two passages: both are spoken of, none is singled out."""
    comparison, verdict = builders.do_not_ship()
    view = build_view(comparison, verdict)
    assert view.cause
    assert view.cause.sentence == "Both worse answers draw on passages of shop.md that changed."
    assert view.cause.anchor == "training"
    repairs = replace(comparison, changes=comparison.changes[:1])
    cause = build_view(repairs, verdict).cause
    assert cause
    assert (
        cause.sentence == "The worse answer draws on a passage of shop.md that changed: “Repairs”."
    )
    assert cause.anchor == "passage-1"


def test_look_first_names_a_tag_that_stands_out() -> None:
    """Without a text, worse answers may share a tag that others lack."""
    comparison, _ = builders.ready()
    worse = [
        replace(
            change,
            kind=ChangeKind.REGRESSED,
            case=change.case.model_copy(update={"tags": ("rent",)}),
        )
        for change in comparison.changes[:3]
    ]
    others = [replace(change, kind=ChangeKind.UNCHANGED) for change in comparison.changes] * 3
    cards = build_cards(replace(comparison, changes=(*worse, *others)), ())
    cause = find_cause(cards, None)
    assert cause
    assert cause.sentence == "All 3 worse answers have the tag “rent”."
    assert find_cause(cards[3:], None) is None


def test_look_first_names_an_error_that_repeats() -> None:
    """Missing answers with one and the same message are one thing to mend."""
    comparison, verdict = builders.bot_did_not_answer()
    cause = build_view(comparison, verdict).cause
    assert cause
    assert cause.sentence.endswith("failed alike: BotUnreachable: connection refused")
