"""The five things that can become of a question, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.model.comparison import ChangeKind, Side
from harness.model.run import Outcome

__all__ = ["RUN_WORDS", "WORDS", "Status", "Words", "run_status", "status_of"]


class Status(StrEnum):
    """What became of a question; the value names colour, mark and filter."""

    WORSE = "worse"
    ERROR = "error"
    FLAKY = "flaky"
    BETTER = "better"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Words:
    """How a status is called on a card, over its group and in a count."""

    symbol: str
    """The mark that says it without colour."""
    short: str
    title: str
    counted: str


WORDS = {
    Status.WORSE: Words("▼", "Worse", "Got worse", "got worse"),
    Status.ERROR: Words("!", "No answer", "No answer", "no answer"),
    Status.FLAKY: Words("≈", "Unstable", "Unstable: some samples pass, some fail", "unstable"),
    Status.BETTER: Words("▲", "Better", "Got better", "got better"),
    Status.SAME: Words("=", "No clear change", "No clear change", "no clear change"),
}
RUN_WORDS = {
    Status.WORSE: Words("✕", "Fails", "Fail", "fail"),
    Status.ERROR: WORDS[Status.ERROR],
    Status.FLAKY: WORDS[Status.FLAKY],
    Status.SAME: Words("✓", "Passes", "Pass", "pass"),
}
"""Where there is nothing to compare with."""
_OF_KIND = {
    ChangeKind.REGRESSED: Status.WORSE,
    ChangeKind.NO_ANSWER: Status.ERROR,
    ChangeKind.UNSTABLE: Status.FLAKY,
    ChangeKind.IMPROVED: Status.BETTER,
    ChangeKind.UNCHANGED: Status.SAME,
}


def status_of(kind: ChangeKind) -> Status:
    """Return the status of a change."""
    return _OF_KIND[kind]


def run_status(side: Side) -> Status:
    """Return the status of a question in a single run."""
    if not side.judged:
        return Status.ERROR
    failed = side.count(Outcome.FAILED)
    if not failed:
        return Status.SAME
    return Status.FLAKY if side.passed else Status.WORSE
