from __future__ import annotations

from datetime import date

from fakes import case, run, suite, trials

from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.model.comparison import Decision, UnpairedKind
from harness.model.run import Run
from harness.model.suite import Case, Gate, Waiver

SKIP = {"skip": Waiver(reason="broken", owner="ann", until=date(2999, 1, 1))}
KNOWN = {"expected_failure": Waiver(reason="bug 7")}
STEADY = [case(f"c{n}") for n in range(8)]


def marked(update: dict[str, Waiver]) -> Case:
    """Return a question with a mark."""
    return case("odd").model_copy(update=update)


def runs(old: Case, before: str, new: Case, after: str) -> tuple[Run, Run]:
    """Return two runs of steady questions and one more."""
    steady = [each for one in STEADY for each in trials(one, "ppppp")]
    return (
        run("before", suite(*STEADY, old), [*steady, *trials(old, before)]),
        run("after", suite(*STEADY, new), [*steady, *trials(new, after)]),
    )


def test_a_skipped_question_is_listed_and_counts_nowhere() -> None:
    """Skipped now or skipped before: it is no missing answer, and the reason is told."""
    for old, new, word in (
        (marked({}), marked(SKIP), "skipped: broken (ann, until 2999-01-01)"),
        (marked(SKIP), marked({}), "skipped before: broken (ann, until 2999-01-01)"),
    ):
        found = compare(*runs(old, "", new, ""))

        assert [("odd", word, UnpairedKind.SKIPPED)] == [
            (one.case_id, one.why, one.kind) for one in found.unpaired
        ]
        assert Decision.DO_NOT_SHIP is not judge(found, Gate()).decision


def test_an_expected_failure_blocks_nothing() -> None:
    """A question that is known to fail may get as bad as it likes."""
    plain = compare(*runs(marked({}), "ppppp", marked({}), "fffff"))
    known = compare(*runs(marked({}), "ppppp", marked(KNOWN), "fffff"))

    assert Decision.DO_NOT_SHIP is judge(plain, Gate()).decision
    assert Decision.DO_NOT_SHIP is not judge(known, Gate()).decision
    assert [("known to fail: bug 7", UnpairedKind.EXPECTED_FAILURE)] == [
        (one.why, one.kind) for one in known.unpaired
    ]
    assert () == known.warnings


def test_an_expected_failure_that_passes_is_said() -> None:
    """Whoever mended it learns that the mark can go; one lucky answer among five is no news."""
    mended = compare(*runs(marked(KNOWN), "fffff", marked(KNOWN), "ppppp"))
    lucky = compare(*runs(marked(KNOWN), "fffff", marked(KNOWN), "ffffp"))

    assert ["odd is marked as known to fail, but passed 5 of 5" in w for w in mended.warnings] == [
        True
    ]
    assert () == lucky.warnings


def test_a_question_whose_mark_is_gone_is_compared_again() -> None:
    """What is no longer known to fail takes part like any other."""
    found = compare(*runs(marked(KNOWN), "fffff", marked({}), "ppppp"))

    assert () == found.unpaired
    assert "odd" in {change.case.id for change in found.changes}
