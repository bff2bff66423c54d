"""The release rules on what is missing: answers, questions, and a suite that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator

from harness.model.comparison import ChangeKind, Comparison, Rule
from harness.model.run import Outcome, Run
from harness.model.suite import Gate

from .phrases import ids_of, percent, questions
from .tally import UNEVEN, uneven

__all__ = ["gap_rules"]


def gap_rules(comparison: Comparison, gate: Gate) -> Iterator[Rule]:
    """Judge whether enough is there to judge by; none of these ever blocks, they keep it open."""
    yield from _any(comparison)
    yield _unanswered(comparison, gate)
    yield _errors(comparison, gate)


def _any(comparison: Comparison) -> Iterator[Rule]:
    """Refuse to call a suite passed of which no answer passes, before or after."""
    before, after = comparison.pass_rate_before, comparison.pass_rate_after
    if before is None or after is None or before.value > 0 or after.value > 0:
        return
    sentence = "Not one answer passes, before or after: the suite or the bot cannot be right."
    yield Rule("Answers that pass", "some", "none", None, sentence)


def _unanswered(comparison: Comparison, gate: Gate) -> Rule:
    silent = ids_of(comparison.of_kind(ChangeKind.NO_ANSWER))
    within = len(silent) <= gate.max_unanswered
    sentence = (
        f"{questions(silent)} got no answer that could be judged."
        if silent
        else "Every question was answered."
    )
    allowed = f"at most {gate.max_unanswered}" if gate.max_unanswered else "0"
    name = "Questions without an answer"
    return Rule(name, allowed, str(len(silent)), True if within else None, sentence)


def _errors(comparison: Comparison, gate: Gate) -> Rule:
    old, lost_old = _missing(comparison.before)
    new, lost_new = _missing(comparison.after)
    shares = (lost_old / old if old else 1.0, lost_new / new if new else 1.0)
    told = f"{percent(shares[0])} before, {percent(shares[1])} after"
    within = max(shares) <= gate.max_errors
    sentence = (
        f"{percent(shares[0])} of the answers are missing before, {percent(shares[1])} after"
        f" ({percent(gate.max_errors)} allowed)."
    )
    if within and uneven((old, new), (lost_old, lost_new)):
        within = False
        sentence = (
            f"Answers are missing much oftener on one side ({told}): by chance in fewer than "
            f"{UNEVEN * 100:g} of 100 comparisons, so those that came may not be comparable."
        )
    allowed = f"at most {percent(gate.max_errors)}"
    return Rule("Missing answers", allowed, told, True if within else None, sentence)


def _missing(run: Run) -> tuple[int, int]:
    """Return how many trials were planned, and how many of them are not there or errored."""
    good = sum(trial.outcome is not Outcome.ERRORED for trial in run.trials)
    planned = max(run.planned, len(run.trials))
    return planned, planned - good
