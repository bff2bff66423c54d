from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import COLD, NOON, suite
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TooFewMarks
from harness.model.run import Answer, Exchange, Score, Trial, TrialKey
from harness.model.suite import Case, Expectation, Turn
from harness.tuning import Marked, Proposal, propose

SAYS = Expectation(scorer="says", parameters={"text": "what was expected"})
REGEX = Expectation(scorer="regex", parameters={"pattern": "x"})


def case(number: int, *expect: Expectation) -> Case:
    """Return a case with these expectations."""
    return Case(id=f"c{number}", turns=(Turn(user="?", expect=expect or (SAYS,)),))


def mark(number: int, value: float, *, right: bool, regex: bool | None = None) -> Marked:
    """Return an answer that `says` gave a value at the mark 0.5, and people their own."""
    scores = [Score("says", value, value >= 0.5, "", 0.5)]
    if regex is not None:
        scores.append(Score("regex", float(regex), regex, "", 1.0))
    exchange = Exchange("?", Answer("text", 0.1), (), tuple(scores))
    return Marked(Trial(TrialKey(f"c{number}", COLD, 0), "d", (exchange,), NOON), right)


def strict_people(count: int = 20) -> list[Marked]:
    """Return marks of people who call right only what reaches 0.8."""
    values = [(number % 10) / 10 for number in range(count)]
    return [mark(n, value, right=value >= 0.8) for n, value in enumerate(values)] + [
        mark(n + 100, 0.9, right=True) for n in range(6)
    ]


def proposed(marks: list[Marked], *expect: Expectation) -> Proposal:
    """Return the proposal for a suite of all the cases that have marks."""
    numbers = sorted({int(one.trial.key.case_id[1:]) for one in marks})
    return propose(suite(*(case(number, *expect) for number in numbers)), marks)


def test_the_pass_mark_moves_to_where_people_draw_the_line() -> None:
    """Today 0.5 lets too much pass; proposed is the nearest mark that keeps 0.7 out."""
    found = proposed(strict_people(60))

    assert 0.5 == found.today.threshold
    assert 0.71 == found.proposed.threshold
    assert found.better
    assert found.by_chance < 0.05
    assert found.agreement_today.recall is not None
    assert 1.0 == found.agreement_today.recall.value
    assert found.agreement_today.precision is not None
    assert found.agreement_today.precision.value < 0.7
    assert proposed(strict_people()).by_chance > 0.05


def test_people_who_agree_already_change_nothing() -> None:
    """Where today's rule says what people say, no other is better."""
    marks = [mark(n, n % 10 / 10, right=n % 10 >= 5) for n in range(30)]

    found = proposed(marks)

    assert 0.5 == found.proposed.threshold
    assert not found.better
    assert 1 == found.by_chance


def test_a_scorer_that_says_nothing_counts_for_nothing_unless_it_is_alone() -> None:
    """A regex that hits by chance gets weight 0; alone in a case it must go on counting."""
    marks = [mark(n, 0.9 if n % 2 else 0.1, right=n % 2 == 1, regex=n % 4 < 2) for n in range(40)]
    both = proposed(marks, SAYS, REGEX)
    lonely = Score("regex", 1.0, True, "", 1.0)
    alone = replace(
        marks[0].trial,
        exchanges=(replace(marks[0].trial.exchanges[0], scores=(lonely,)),),
    )

    assert {"regex": 0.0, "says": 1.0} == both.proposed.weights
    assert both.better
    assert proposed([*marks, Marked(alone, right=True)], SAYS, REGEX).proposed.weights["regex"] > 0


def test_what_is_unseen_is_judged_by_a_choice_made_without_it() -> None:
    """Marks by coin toss fit something in hindsight, but promise nothing on unseen cases."""
    marks = [mark(n, (n * 7 % 20) / 20, right=n * 13 % 29 % 2 == 0) for n in range(60)]

    found = proposed(marks)

    assert found.agreement_proposed.accuracy is not None
    assert found.agreement_proposed.accuracy.value < 0.65


def test_the_interval_counts_cases_and_not_answers() -> None:
    """Ten answers to one question are no ten independent ones: the interval stays as wide."""
    once = [mark(n, 0.9, right=n % 2 == 0) for n in range(20)]
    often = [one for one in once for _ in range(10)]

    narrow, wide = proposed(often).agreement_today, proposed(once).agreement_today

    assert narrow.accuracy == wide.accuracy
    assert narrow.accuracy is not None
    assert 20 == narrow.accuracy.n


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([], "5 more marked right, 5 more marked wrong, 5 more on other cases"),
        ([mark(n, 0.9, right=True) for n in range(9)], "5 more marked wrong"),
        ([mark(1, 0.9, right=n < 5) for n in range(10)], "4 more on other cases"),
    ],
)
def test_too_few_marks_say_how_many_are_missing(marks: list[Marked], said: str) -> None:
    """Nothing is proposed from marks that show nothing."""
    with pytest.raises(TooFewMarks, match=said):
        proposed(marks) if marks else propose(suite(case(1)), marks)


def test_an_expectation_with_its_own_mark_is_left_alone() -> None:
    """The suite's pass mark does not move what a case decided for itself."""
    own = Expectation(scorer="says", parameters={"text": "x", "threshold": 0.5})

    found = proposed(strict_people(), own)

    assert not found.better


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=10, max_size=40),
)
def test_no_marks_make_a_choice_that_cannot_be(answers: list[tuple[float, bool]]) -> None:
    """Whatever people say, the pass mark is within 0..1 and shares within their intervals."""
    try:
        found = proposed([mark(n, v, right=r) for n, (v, r) in enumerate(answers)])
    except TooFewMarks:
        return
    assert 0 < found.proposed.threshold < 1
    for figure in (found.agreement_proposed.accuracy, found.agreement_today.accuracy):
        assert figure is not None
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
