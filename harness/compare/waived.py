"""The questions that take part in no comparison: skipped ones, and those known to fail."""

from __future__ import annotations

from harness.model.comparison import Unpaired, UnpairedKind
from harness.model.run import Outcome, Run
from harness.model.suite import Waiver

__all__ = ["set_aside", "surprises"]


def set_aside(before: Run, after: Run) -> dict[str, Unpaired]:
    """Return why a question is left out, by its id.

    A mark in the newer suite counts. One of the older suite counts only where it kept the question
    from being asked: a question that is no longer known to fail is compared like any other.
    """
    old = before.suite.by_id
    found: dict[str, Unpaired] = {}
    for case in after.suite.cases:
        earlier = old[case.id].skip if case.id in old else None
        if case.skip is not None:
            found[case.id] = _skipped(case.id, case.skip, "")
        elif earlier is not None:
            found[case.id] = _skipped(case.id, earlier, " before")
        elif case.expected_failure is not None:
            why = f"known to fail: {_because(case.expected_failure)}"
            found[case.id] = Unpaired(case.id, None, why, UnpairedKind.EXPECTED_FAILURE)
    return found


def surprises(after: Run) -> list[str]:
    """Return a sentence for each question that is known to fail and passed every time."""
    outcomes: dict[str, list[Outcome]] = {}
    for trial in after.trials:
        if trial.outcome is not Outcome.ERRORED:
            outcomes.setdefault(trial.key.case_id, []).append(trial.outcome)
    return [
        f"The question {case.id} is marked as known to fail, but passed {len(seen)} of {len(seen)} "
        "times in the run after: take the mark away, so that it is watched again."
        for case in after.suite.cases
        if case.expected_failure is not None
        and (seen := outcomes.get(case.id, []))
        and set(seen) == {Outcome.PASSED}
    ]


def _skipped(case_id: str, waiver: Waiver, when: str) -> Unpaired:
    return Unpaired(case_id, None, f"skipped{when}: {_because(waiver)}", UnpairedKind.SKIPPED)


def _because(waiver: Waiver) -> str:
    facts = [waiver.owner] if waiver.owner else []
    facts += [f"until {waiver.until}"] if waiver.until else []
    return waiver.reason + (f" ({', '.join(facts)})" if facts else "")
