from __future__ import annotations

from fakes import COLD, WARM, case, suite

from harness.live.question import questions_of


def test_a_question_is_a_case_at_a_setting() -> None:
    """Two cases at two temperatures are four questions, however often each is asked."""
    found = questions_of(suite(case("a"), case("b"), repeats={0.0: 2, 0.7: 5}))

    assert [("a", COLD), ("b", COLD), ("a", WARM), ("b", WARM)] == [
        (each.case_id, each.setting) for each in found
    ]


def test_an_answer_has_a_place_of_its_own() -> None:
    """The how-manieth answer is the repeat of its trial's key."""
    (only,) = questions_of(suite(case("a"), repeats={0.7: 1}))

    assert ("a", WARM, 3) == (
        only.task(3).key.case_id,
        only.task(3).key.setting,
        only.task(3).key.repeat,
    )
