from __future__ import annotations

import pytest
from fakes import case, run, suite, trial, trials

from harness.errors import SettingsError
from harness.model.suite import Case, Turn, Waiver
from harness.runner.selection import Selection, failed_cases, select, select_run

RETURNS = case("return", "How long?").model_copy(update={"tags": ("returns", "slow")})
REFUND = case("refund", "When?").model_copy(update={"tags": ("returns",)})
TALK = Case(id="talk", turns=(Turn(user="Hello"), Turn(user="and shipping?")), tags=("shipping",))
SUITE = suite(RETURNS, REFUND, TALK)


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), ["return", "refund", "talk"]),
        (Selection(tags=("slow", "shipping")), ["return", "talk"]),
        (Selection(patterns=("^re", "HELLO")), ["return", "refund", "talk"]),
        (Selection(patterns=("hello",)), ["talk"]),
        (Selection(ids=frozenset({"refund", "gone"})), ["refund"]),
        (Selection(first=2), ["return", "refund"]),
        (Selection(tags=("returns",), patterns=("when",), first=5), ["refund"]),
    ],
)
def test_what_is_meant_is_kept_in_its_order(selection: Selection, ids: list[str]) -> None:
    """Tags and patterns are alternatives among themselves; all kinds together narrow."""
    assert ids == [each.id for each in select(SUITE, selection).cases]


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(tags=("return",)), "no case has the tag 'return'; did you mean 'returns'"),
        (Selection(patterns=("nothing",)), r"selected \(filter nothing\)"),
        (Selection(patterns=("[",)), "no regular expression"),
        (Selection(ids=frozenset()), "none of that run"),
    ],
)
def test_a_selection_of_nothing_is_an_error(selection: Selection, said: str) -> None:
    """A run of no question would be green whatever the bot says."""
    with pytest.raises(SettingsError, match=said):
        select(SUITE, selection)


def test_a_kept_run_is_cut_to_the_selection() -> None:
    """Trials, suite and plan are those of the selected cases."""
    kept = run("r", SUITE, [*trials(RETURNS, "pp"), *trials(REFUND, "pf")])

    cut = select_run(kept, Selection(ids=frozenset({"refund"})))

    assert {"refund"} == {each.key.case_id for each in cut.trials} == set(cut.suite.by_id)
    assert 2 == cut.planned
    assert kept is select_run(kept, Selection())


def test_what_failed_is_what_did_not_always_pass() -> None:
    """One failed answer, one missing one, or none at all; a skipped case did not fail."""
    skipped = case("later").model_copy(update={"skip": Waiver(reason="later")})
    whole = suite(RETURNS, REFUND, TALK, case("error"), skipped)
    made = [*trials(RETURNS, "pp"), *trials(REFUND, "pf"), trial(whole.by_id["error"], passed=None)]

    assert {"refund", "talk", "error"} == failed_cases(run("r", whole, made))
