"""The release rules: each with what it allows, what was measured and a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from harness.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Decision,
    Estimate,
    Rule,
    Verdict,
)
from harness.model.run import Outcome, Run
from harness.model.suite import Gate

__all__ = ["judge"]

NAMED = 3
"""So many ids stand in a sentence."""


def judge(comparison: Comparison, gate: Gate, *, strict: bool = False) -> Verdict:
    """Decide: ship, do not ship, or inconclusive; always with reasons.

    A rule that failed means do not ship; else a rule that cannot be judged means inconclusive.
    The gate fails closed: runs that cannot be compared never pass.

    Args:
        comparison: what changed.
        gate: the thresholds.
        strict: demand that a fall beyond `max_drop` is ruled out, not merely unseen.
    """
    if comparison.mismatches:
        return Verdict(Decision.INCONCLUSIVE, (), comparison.mismatches)
    found = (
        _must_not_break(comparison),
        _regressions(comparison, gate),
        _change(comparison, gate, strict=strict),
        _level(comparison, gate),
        _any(comparison),
        _unanswered(comparison, gate),
        _errors(comparison, gate),
    )
    rules = tuple(rule for rule in found if rule is not None)
    failed = tuple(rule.sentence for rule in rules if rule.passed is False)
    open_ = tuple(rule.sentence for rule in rules if rule.passed is None)
    look_at = tuple(change.case.id for change in comparison.changes if change.suspect)
    if failed:
        return Verdict(Decision.DO_NOT_SHIP, rules, failed + open_, look_at)
    if open_:
        return Verdict(Decision.INCONCLUSIVE, rules, open_, look_at)
    return Verdict(Decision.SHIP, rules, _praise(comparison, rules, look_at), look_at)


def _must_not_break(comparison: Comparison) -> Rule | None:
    guarded = [change for change in comparison.changes if change.case.must_not_break]
    if not guarded:
        return None
    broken = _ids(change for change in guarded if change.kind is ChangeKind.REGRESSED)
    unsure = _ids(change for change in guarded if change.suspect)
    passed: bool | None = True
    sentence = "No answer that must not break is broken."
    if broken:
        passed, sentence = False, f"{_answers(broken)} that must not break got worse."
    elif unsure:
        passed = None
        sentence = f"{_answers(unsure)} that must not break may have got worse: ask more repeats."
    measured = f"{len(broken)} of {len(guarded)} worse"
    measured += f", {len(unsure)} unsure" if unsure else ""
    return Rule("Answers that must not break", "0 worse", measured, passed, sentence)


def _regressions(comparison: Comparison, gate: Gate) -> Rule:
    worse = _ids(comparison.of_kind(ChangeKind.REGRESSED))
    flips = _ids(change for change in comparison.changes if _turned_over(change))
    passed: bool | None = True
    sentence = "No answer got worse beyond chance."
    if len(worse) > gate.max_regressions:
        passed, sentence = False, f"{_answers(worse)} got worse."
    elif len(worse) + len(flips) > gate.max_regressions:
        passed = None
        sentence = (
            f"{_answers(flips)} went from always right to always wrong, with too few repeats to "
            "rule chance out: ask more repeats."
        )
    allowed = f"at most {gate.max_regressions}" if gate.max_regressions else "0"
    measured = f"{len(worse)}" + (f", {len(flips)} unsure" if flips else "")
    return Rule("Answers that got worse", allowed, measured, passed, sentence)


def _turned_over(change: Change) -> bool:
    return change.suspect and change.before.pass_rate == 1 and change.after.pass_rate == 0


def _change(comparison: Comparison, gate: Gate, *, strict: bool) -> Rule | None:
    change = comparison.pass_rate_change
    if change is None:
        return None
    fell = change.value < -gate.max_drop and change.high < 0
    passed: bool | None = not fell
    sentence = f"The pass rate changed by {_points(change)}"
    if fell:
        sentence += f", a clear fall of more than {gate.max_drop * 100:g} points."
    elif strict and change.low < -gate.max_drop:
        passed = None
        sentence += f": a fall of more than {gate.max_drop * 100:g} points is not ruled out."
    else:
        sentence += ": no clear fall."
    allowed = f"no clear fall over {gate.max_drop * 100:g} points"
    return Rule("Pass rate, change", allowed, _points(change), passed, sentence)


def _level(comparison: Comparison, gate: Gate) -> Rule | None:
    rate = comparison.pass_rate_after
    if gate.min_pass_rate is None or rate is None:
        return None
    passed = rate.value >= gate.min_pass_rate
    sentence = (
        f"The pass rate after is {_percent(rate.value)}, "
        f"{'not below' if passed else 'below'} the {_percent(gate.min_pass_rate)} demanded."
    )
    return Rule(
        "Pass rate, level",
        f"{_percent(gate.min_pass_rate)} or more",
        _percent(rate.value),
        passed,
        sentence,
    )


def _any(comparison: Comparison) -> Rule | None:
    """Refuse to call a suite passed of which no answer passes, before or after."""
    before, after = comparison.pass_rate_before, comparison.pass_rate_after
    if before is None or after is None or before.value > 0 or after.value > 0:
        return None
    sentence = "Not one answer passes, before or after: the suite or the bot cannot be right."
    return Rule("Answers that pass", "some", "none", None, sentence)


def _unanswered(comparison: Comparison, gate: Gate) -> Rule:
    silent = _ids(comparison.of_kind(ChangeKind.NO_ANSWER))
    within = len(silent) <= gate.max_unanswered
    sentence = (
        f"{_questions(silent)} got no answer that could be judged."
        if silent
        else "Every question was answered."
    )
    allowed = f"at most {gate.max_unanswered}" if gate.max_unanswered else "0"
    name = "Questions without an answer"
    return Rule(name, allowed, str(len(silent)), True if within else None, sentence)


def _errors(comparison: Comparison, gate: Gate) -> Rule:
    shares = [_missing(run) for run in (comparison.before, comparison.after)]
    within = max(shares) <= gate.max_errors
    sentence = (
        f"{_percent(shares[0])} of the answers are missing before, {_percent(shares[1])} after"
        f" ({_percent(gate.max_errors)} allowed)."
    )
    return Rule(
        "Missing answers",
        f"at most {_percent(gate.max_errors)}",
        f"{_percent(shares[0])} before, {_percent(shares[1])} after",
        True if within else None,
        sentence,
    )


def _missing(run: Run) -> float:
    """Share of the planned trials that are not there or errored, 0..1."""
    good = sum(trial.outcome is not Outcome.ERRORED for trial in run.trials)
    planned = max(run.planned, len(run.trials))
    return 1 - good / planned if planned else 1.0


def _praise(
    comparison: Comparison, rules: tuple[Rule, ...], look_at: tuple[str, ...]
) -> tuple[str, ...]:
    if comparison.identical:
        return ("Not one answer differs, word for word. Was the new training text loaded?",)
    better = len(comparison.of_kind(ChangeKind.IMPROVED))
    first = (
        f"No answer got worse beyond chance; {better} got better. All {len(rules)} rules passed."
    )
    if look_at:
        return (first, f"{_answers(look_at)} passed less often: someone should look.")
    return (first,)


def _percent(share: float) -> str:
    """Return "5 %" or "89.7 %"; never a rounded 0 for what is not 0."""
    if 0 < share < 0.001:  # noqa: PLR2004 (a tenth of one per cent)
        return "under 0.1 %"
    return f"{round(share * 100, 1):g} %"


def _points(change: Estimate) -> str:
    return f"{_signed(change.value)} points ({_signed(change.low)} to {_signed(change.high)})"


def _signed(share: float) -> str:
    points = round(share * 100, 1)
    return f"{'−' if points < 0 else '+'}{abs(points):.1f}"


def _ids(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.case.id for change in changes)


def _answers(ids: tuple[str, ...]) -> str:
    return _counted(ids, "answer", "answers")


def _questions(ids: tuple[str, ...]) -> str:
    return _counted(ids, "question", "questions")


def _counted(ids: tuple[str, ...], one: str, many: str) -> str:
    """Return "2 answers (a, b)"."""
    named = ", ".join(ids[:NAMED]) + (", …" if len(ids) > NAMED else "")
    return f"{len(ids)} {one if len(ids) == 1 else many} ({named})"
