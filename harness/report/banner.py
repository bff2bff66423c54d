"""The verdict as a reader meets it: headline, lead sentences and the release rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.model.comparison import ChangeKind, Comparison, Decision, Verdict
from harness.model.run import Outcome, Run, RunStatus

from .wording import count, counted, new_version, old_version, percent, share

__all__ = [
    "Banner",
    "RuleResult",
    "RuleRow",
    "Tone",
    "build_banner",
    "build_rules",
    "build_run_banner",
]


class Tone(StrEnum):
    """The colour of a banner; its symbol and words say the same without colour."""

    STOP = "stop"
    GO = "go"
    LOOK = "look"
    NONE = "none"


class RuleResult(StrEnum):
    """How a release rule came out, in the order in which they are shown."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Banner:
    """The first thing a reader sees; the lead begins with the sentence that matters most."""

    tone: Tone
    symbol: str
    """One of ✕ ✓ ! = ≠ ○."""
    pill: str
    headline: str
    lead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One release rule with what is allowed and what was measured."""

    name: str
    allowed: str
    measured: str
    result: RuleResult
    sentence: str


def build_rules(verdict: Verdict) -> tuple[RuleRow, ...]:
    """Return the release rules, the failed ones first, then those that cannot be judged."""
    results = {
        False: RuleResult.FAILED,
        None: RuleResult.UNKNOWN,
        True: RuleResult.PASSED,
    }
    rows = [
        RuleRow(rule.name, rule.allowed, rule.measured, results[rule.passed], rule.sentence)
        for rule in verdict.rules
    ]
    order = tuple(RuleResult)
    return tuple(sorted(rows, key=lambda row: order.index(row.result)))


def build_banner(comparison: Comparison, verdict: Verdict) -> Banner:
    """Say in one headline how the comparison ended; never another end than the verdict's."""
    label = new_version(comparison.after.label)
    if verdict.decision is Decision.DO_NOT_SHIP:
        lead = verdict.reasons + comparison.mismatches
        if comparison.identical:
            lead += (_all_the_same(comparison),)
        return Banner(Tone.STOP, "✕", "Do not ship", f"Do not ship {label}", _once(lead))
    if comparison.mismatches:
        headline = f"Cannot compare {label} with {old_version(comparison.before.label)}"
        lead = _once(comparison.mismatches + verdict.reasons)
        return Banner(Tone.LOOK, "≠", "Cannot compare", headline, lead)
    if verdict.decision is Decision.INCONCLUSIVE:
        return _undecided(comparison, verdict)
    if comparison.identical:
        headline = f"{label} answers exactly as {old_version(comparison.before.label)}"
        headline = headline[0].upper() + headline[1:] if label == new_version("") else headline
        lead = (_all_the_same(comparison), *_what_did_not_move(comparison))
        return Banner(Tone.GO, "=", "Exactly as before", headline, lead)
    return _ready(comparison, verdict)


def build_run_banner(run: Run) -> Banner:
    """Say what a single run holds; there is nothing to compare it with."""
    judged = [trial for trial in run.trials if trial.outcome is not Outcome.ERRORED]
    if run.trials and not judged:
        why = f"All {count(len(run.trials))} answers are missing. No score was worked out."
        return Banner(Tone.LOOK, "!", "No answer", "The bot did not answer", (why,))
    passed = sum(trial.outcome is Outcome.PASSED for trial in judged)
    lead = ["There is no answer in this run yet."]
    if judged:
        rate = percent(passed / len(judged))
        lead = [f"{share(passed, len(judged))} answers pass ({rate})."]
    if missing := max(run.planned, len(run.trials)) - len(judged):
        lead.append(f"{counted(missing, 'answer is', 'answers are')} missing.")
    lead.append("Compare the next run of the same suite with this one.")
    headline = "First run: nothing to compare with yet"
    return Banner(Tone.NONE, "○", "First run", headline, tuple(lead))


def _ready(comparison: Comparison, verdict: Verdict) -> Banner:
    label = new_version(comparison.after.label)
    lead = verdict.reasons or (_praise(comparison, verdict),)
    if not verdict.look_at:
        return Banner(Tone.GO, "✓", "Ready to ship", f"Ready to ship {label}", lead)
    look = counted(len(verdict.look_at), "answer")
    headline = f"Ready to ship {label}, with {look} to look at"
    return Banner(Tone.LOOK, "!", "Ready, but look", headline, lead)


def _undecided(comparison: Comparison, verdict: Verdict) -> Banner:
    """Name the most telling cause: a silent bot, missing answers, or what the rules say."""
    why = _silence(comparison) or _missing(comparison)
    headline = f"Cannot decide on {new_version(comparison.after.label)}"
    headline += f": {why}" if why else ""
    lead = verdict.reasons
    worse = len(comparison.of_kind(ChangeKind.REGRESSED))
    if why and worse:
        lead += (f"What is here shows {counted(worse, 'worse answer')}.",)
    if comparison.identical:
        lead += (_all_the_same(comparison),)
    return Banner(Tone.LOOK, "!", "Cannot decide", headline, lead)


def _silence(comparison: Comparison) -> str:
    if not _judged(comparison.after):
        return "the bot did not answer"
    if not _judged(comparison.before):
        return "the bot did not answer in the run before"
    return ""


def _missing(comparison: Comparison) -> str:
    """Name the larger share of missing answers, where it is why nothing can be decided."""
    allowed = comparison.after.suite.gate.max_errors
    for run, where in (
        (comparison.after, ""),
        (comparison.before, f" in {old_version(comparison.before.label)}"),
    ):
        share_missing = 1 - _judged(run) / _planned(run)
        if share_missing > allowed or (share_missing and run.status is not RunStatus.COMPLETE):
            return f"{_whole_percent(share_missing)} of the answers are missing{where}"
    return ""


def _whole_percent(part: float) -> str:
    """Return a share in whole per cent; a headline must not break before the sign."""
    return "under 1\u00a0%" if part < 0.01 else f"{part * 100:.0f}\u00a0%"  # noqa: PLR2004 - one per cent


def _judged(run: Run) -> int:
    return sum(trial.outcome is not Outcome.ERRORED for trial in run.trials)


def _planned(run: Run) -> int:
    return max(run.planned, len(run.trials), 1)


def _all_the_same(comparison: Comparison) -> str:
    answers = sum(len(change.after.trials) for change in comparison.changes)
    return (
        f"All {counted(answers, 'answer')} are the same, word for word. "
        "Was the new training text loaded?"
    )


def _what_did_not_move(comparison: Comparison) -> tuple[str, ...]:
    before, after = comparison.before.bot, comparison.after.bot
    if before.last_trained_at and before.last_trained_at == after.last_trained_at:
        return ("The bot was last trained at the same time in both runs.",)
    return ()


def _praise(comparison: Comparison, verdict: Verdict) -> str:
    better = len(comparison.of_kind(ChangeKind.IMPROVED))
    steady = len(comparison.of_kind(ChangeKind.UNCHANGED))
    passed = counted(len(verdict.rules), "release rule")
    return (
        f"No answer got worse. {count(better)} got better, {count(steady)} show no clear change. "
        f"All {passed} passed."
    )


def _once(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))
