from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import WARM, case, run, suite, trial

from harness.model.run import Outcome, RunStatus
from harness.model.suite import Case, Suite
from harness.rescoring import rescore, score_row, score_trials

SAYS_30 = "within 30 days"


def asked(expect: str = "30 days", prompt: str = "") -> Case:
    """Return the case `refund`, with another expectation or question."""
    return case("refund", prompt, expect)


def kept(of: Suite, *texts: str) -> object:
    """Return a run with these answers to its first case, scored by its own suite."""
    made = [trial(of.cases[0], number, text=text) for number, text in enumerate(texts)]
    return run("r1", of, list(score_trials(of, made)))


def test_a_changed_expectation_changes_scores_and_digests_but_no_answer() -> None:
    """What was kept is scored by today's suite, and paired with today's case."""
    old, new = suite(asked()), suite(asked("14 days"))

    found = rescore(kept(old, SAYS_30, "within 14 days"), new)  # type: ignore[arg-type]

    assert [Outcome.FAILED, Outcome.PASSED] == [t.outcome for t in found.run.trials]
    assert {new.cases[0].digest} == {t.case_digest for t in found.run.trials}
    assert [SAYS_30, "within 14 days"] == [t.exchanges[0].answer.text for t in found.run.trials]
    assert [0, 1] == [change.after.key.repeat for change in found.changes]
    assert (1.0, "keyword lost: 14 days") == (found.changes[0].fall, found.changes[0].reason)


def test_the_same_suite_changes_nothing() -> None:
    """Scoring twice gives the same scores: a run that was complete stays so, under a new id."""
    old = suite(asked())

    found = rescore(kept(old, SAYS_30, "no"), old)  # type: ignore[arg-type]

    assert () == found.changes
    assert RunStatus.COMPLETE is found.run.status
    assert found.run.id != "r1"
    assert "r1" == found.run.provenance["rescored from"]


def test_answers_to_another_question_are_left_out_and_named() -> None:
    """Edited, removed and new questions are told apart; what lacks can be asked later."""
    old = suite(asked(), case("gone"))
    new = suite(asked(prompt="And a refund?"), case("fresh"), case("gone2"))

    found = rescore(kept(old, SAYS_30), new)  # type: ignore[arg-type]

    assert () == found.run.trials
    assert (("refund",), ("gone",)) == (found.asked_otherwise, found.gone)
    assert ("fresh", "gone2") == found.new
    assert RunStatus.INTERRUPTED is found.run.status


def test_the_settings_stay_those_of_the_run() -> None:
    """A run at 0.7 is not made one at 0, so that going on asks what it asked."""
    old = suite(asked(), repeats={0.7: 1})
    made = trial(old.cases[0], setting=WARM, text=SAYS_30)

    found = rescore(run("r1", old, [made]), suite(asked("14"), repeats={0.0: 2}))

    assert (0.7,) == found.run.suite.temperatures
    assert (RunStatus.COMPLETE, 1) == (found.run.status, found.run.planned)


def test_what_did_not_come_stays_an_error() -> None:
    """An errored trial has no score after rescoring either."""
    old = suite(asked(), repeats={0.0: 1})

    found = rescore(run("r1", old, [trial(old.cases[0], passed=None)]), old)

    assert [Outcome.ERRORED] == [t.outcome for t in found.run.trials]
    assert RunStatus.INTERRUPTED is found.run.status


def test_the_worst_change_comes_first() -> None:
    """What passed and fails now stands before what only lost score, and before what got better."""
    old = suite(asked("alpha beta"), repeats={0.0: 3})
    new = suite(asked("beta"), repeats={0.0: 3})
    found = rescore(kept(old, "beta", "alpha beta", "alpha"), new)  # type: ignore[arg-type]

    assert [0] == [change.after.key.repeat for change in found.changes]
    back = rescore(found.run, old)
    assert [Outcome.FAILED] == [change.after.outcome for change in back.changes]


@pytest.mark.parametrize(("passed", "shown"), [(True, True), (False, False), (None, None)])
def test_a_row_never_makes_an_error_a_zero(passed: bool | None, shown: bool | None) -> None:  # noqa: FBT001 (parametrized)
    """An answer that cannot be judged has neither score nor verdict; others have both."""
    row = score_row(trial(asked(), passed=passed))

    assert row["passed"] is shown
    assert (row["score"] is None) is (passed is None)
    assert ("error" in row) is (passed is None)


def test_a_row_names_each_scorer_with_value_and_reason() -> None:
    """A row can be read without knowing the suite."""
    (scored,) = score_trials(suite(asked()), [trial(asked(), text="never")])

    (score,) = score_row(replace(scored))["scores"]

    assert ("keywords", 0.0, False) == (score["scorer"], score["value"], score["passed"])
    assert "keyword lost: 30 days" == score["reason"]
