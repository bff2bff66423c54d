"""Every question as a point, and the drawing."""

from __future__ import annotations

from dataclasses import replace

from harness.report.cards import build_cards
from harness.report.points import MOST_SAME, build_scatter
from harness.report.scatter import draw_scatter
from harness.report.status import Status

from . import builders


def test_every_question_with_scores_is_a_point() -> None:
    """One without an answer is not; the quiet ones are drawn first, the worst are named."""
    cards = build_cards(builders.do_not_ship()[0], ())
    scatter = build_scatter(cards, "6 samples")
    assert scatter
    assert len(scatter.points) == 8
    assert [point.status for point in scatter.points[:4]] == [Status.SAME] * 4
    assert [point.case_id for point in scatter.named] == ["bulbs", "repair-days"]
    assert scatter.left_out == 0


def test_thousands_of_quiet_questions_are_thinned() -> None:
    """Evenly, and what is left out is counted."""
    card = build_cards(builders.ready()[0], ())[-1]
    cards = [replace(card, score_before=n / 4000, score_after=n / 4000) for n in range(4000)]
    scatter = build_scatter(cards, "")
    assert scatter
    assert len(scatter.points) <= MOST_SAME
    assert scatter.left_out == 4000 - len(scatter.points)
    assert scatter.points[-1].before > 0.99


def test_one_question_is_no_picture() -> None:
    """The section is left out."""
    assert build_scatter(build_cards(builders.ready()[0], ())[:1], "") is None


def test_marks_are_links_and_quiet_questions_one_path() -> None:
    """What strangers wrote is text in the drawing."""
    comparison, _ = builders.do_not_ship()
    card = build_cards(comparison, ())[0]
    hostile = replace(card, question="</title><script>x</script>", case_id="</text><b>\u202e")
    scatter = build_scatter([hostile, *build_cards(comparison, ())[1:]], "")
    assert scatter
    drawn = str(draw_scatter(scatter))
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "⟨U+202E⟩" in drawn
    assert drawn.count('<a href="#case-') == 4
    quiet = {(p.before, p.after) for p in scatter.points if p.status is Status.SAME}
    assert drawn.count("h0") == len(quiet)
