from __future__ import annotations

from datetime import date

import pytest

from harness.model.suite import Waiver

from .conftest import Complain, Load

CASE = "cases: [{{id: a, prompt: x, expect: y, {}}}]"


def test_a_mark_has_a_reason_an_owner_and_a_last_day(load: Load) -> None:
    """A text is the reason alone."""
    (case,) = load(
        CASE.format("skip: broken, expected_failure: {reason: r, owner: o, until: 2999-12-31}")
    ).cases
    assert case.skip == Waiver(reason="broken")
    assert case.expected_failure == Waiver(reason="r", owner="o", until=date(2999, 12, 31))


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("skip: yes", "1:45: 'skip' needs a reason: say why"),
        ("skip: ", "1:39: 'skip' has no value"),
        ("skip: {owner: me}", "1:45: 'reason' is missing"),
        (
            "skip: {reason: r, until: 2026-02-30}",
            "1:64: 'until' must be a date that exists, as 2026-12-31",
        ),
        (
            "skip: {reason: r, untl: 2999-01-01}",
            "1:57: there is no key 'untl'; did you mean 'until'?",
        ),
        (
            "expected_failure: {reason: r, until: 2020-01-31}",
            (
                "1:76: the 'expected_failure' of this case ended on 2020-01-31: mend it,"
                " or move the date"
            ),
        ),
        ("skip: [a]", "1:45: must be a mapping (reason, owner, until), not a list"),
    ],
)
def test_marks_that_cannot_be_are_pointed_at(complain: Complain, mark: str, problem: str) -> None:
    """No reason, no such day, and a day that is over: none of them is forgotten silently."""
    assert complain(CASE.format(mark)) == [problem]
