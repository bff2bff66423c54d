from __future__ import annotations

import pytest
from fakes import COLD, WARM, case, trials

from harness.compare.labels import Pair, label, steady_settings
from harness.model.comparison import Change, ChangeKind, Side

REFUND = case("refund")


def pair(before: str, after: str, *, warm: bool = True, name: str = "refund") -> Pair:
    """Return a question with these outcomes; warm answers all differ in their words."""
    of = case(name)
    setting = WARM if warm else COLD
    return Pair(
        of,
        *(
            Side(
                tuple(
                    trials(
                        of,
                        outcomes,
                        setting=setting,
                        texts=[f"{side} {n}" for n in range(len(outcomes))] if warm else (),
                    )
                )
            )
            for side, outcomes in (("before", before), ("after", after))
        ),
    )


def one(before: str, after: str, *, warm: bool = True) -> Change:
    """Return the change of a suite of this one question."""
    (change,) = label([pair(before, after, warm=warm)])
    return change


def test_a_consistent_fall_is_a_regression() -> None:
    """Six passes then six fails of one question are more than chance."""
    change = one("pppppp", "ffffff")

    assert change.kind is ChangeKind.REGRESSED
    assert "6 of 6 answers passed before, 0 of 6 after" in change.reason


def test_the_swapped_runs_show_an_improvement() -> None:
    """What regressed one way improved the other way."""
    assert one("ffffff", "pppppp").kind is ChangeKind.IMPROVED


def test_few_answers_are_not_enough() -> None:
    """One pass and one fail at temperature 0.7 prove nothing: no clear change, but look."""
    change = one("p", "f")

    assert change.kind is ChangeKind.UNCHANGED
    assert change.suspect
    assert "too few answers" in change.reason


def test_answers_of_both_kinds_are_unstable() -> None:
    """A question that sometimes passes is unstable, not worse."""
    change = one("ppfp", "pfpf")

    assert change.kind is ChangeKind.UNSTABLE
    assert not change.suspect


def test_a_bot_that_repeats_itself_needs_few_repeats() -> None:
    """Twice the same right answer, then twice the same wrong one, at temperature 0: worse."""
    change = one("pp", "ff", warm=False)

    assert change.kind is ChangeKind.REGRESSED
    assert "word for word" in change.reason


def test_one_answer_shows_no_steadiness() -> None:
    """A single answer a side cannot show that the bot repeats itself."""
    assert one("p", "f", warm=False).kind is ChangeKind.UNCHANGED


def test_one_wavering_question_ends_the_steadiness() -> None:
    """Where any question is answered in two ways at temperature 0, flips are not proof."""
    wavering = Pair(
        case("other"),
        Side(tuple(trials(case("other"), "pp", texts=["this", "that"]))),
        Side(tuple(trials(case("other"), "pp", texts=["this", "this"]))),
    )

    assert frozenset() == steady_settings([wavering, pair("pp", "ff", warm=False)])
    assert ChangeKind.REGRESSED is not label([pair("pp", "ff", warm=False), wavering])[0].kind


def test_repeats_above_zero_show_no_steadiness() -> None:
    """Identical answers at temperature 0.7 hint at a cache, never at proof."""
    same = Pair(
        REFUND,
        Side(tuple(trials(REFUND, "pp", setting=WARM))),
        Side(tuple(trials(REFUND, "ff", setting=WARM))),
    )

    assert frozenset() == steady_settings([same])


@pytest.mark.parametrize(("before", "after"), [("ee", "pp"), ("pp", "ee"), ("", "pp"), ("pp", "")])
def test_without_an_answer_nothing_is_said(before: str, after: str) -> None:
    """A question without a judged answer on either side is neither better nor worse."""
    assert one(before, after).kind is ChangeKind.NO_ANSWER


def test_errors_do_not_count_as_wrong() -> None:
    """Errored answers leave the counts: five right ones of eight tries stay five of five."""
    change = one("ppppp", "pppppeee")

    assert change.kind is ChangeKind.UNCHANGED
    assert "5 of 5 after" in change.reason


def test_more_questions_need_more_evidence() -> None:
    """Evidence that convinces for one question does not for the same one among forty."""
    falling = pair("ppppp", "fffff")
    others = [pair("ppppp", "ppppp", name=f"c{n}") for n in range(39)]

    assert label([falling])[0].kind is ChangeKind.REGRESSED
    assert label([falling, *others])[0].kind is ChangeKind.UNCHANGED
