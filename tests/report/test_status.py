"""What became of a question."""

from __future__ import annotations

import pytest

from harness.model.comparison import ChangeKind
from harness.report.status import RUN_WORDS, WORDS, Status, run_status, status_of

from .builders import Story, make_case, side


def test_every_kind_has_its_own_status_and_mark() -> None:
    """No two kinds of change share a colour, a mark or a word."""
    found = [status_of(kind) for kind in ChangeKind]
    assert sorted(found) == sorted(Status)
    assert len({words.symbol for words in WORDS.values()}) == len(Status)
    assert len({words.short for words in WORDS.values()}) == len(Status)


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ("ppp ppp", Status.SAME),
        ("ppp p!p", Status.SAME),
        ("fff fff", Status.WORSE),
        ("pff fff", Status.FLAKY),
        ("!!! !!!", Status.ERROR),
        ("!!! f", Status.WORSE),
    ],
)
def test_a_single_run_is_told_by_its_outcomes(outcomes: str, status: Status) -> None:
    """An answer that is missing is neither a pass nor a failure."""
    case = make_case("x", "Why?")
    assert run_status(side(case, Story("Yes.", "No.", outcomes))) is status
    assert status in RUN_WORDS
