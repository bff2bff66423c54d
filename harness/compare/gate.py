"""The verdict: all release rules, each with what it allows, what was measured and a sentence."""

from __future__ import annotations

from harness.model.comparison import ChangeKind, Comparison, Decision, Rule, Verdict
from harness.model.suite import Gate

from .broken import broken_rules
from .gaps import gap_rules
from .latency import latency_rules
from .phrases import answers, ids_of
from .rates import rate_rules

__all__ = ["judge"]


def judge(comparison: Comparison, gate: Gate, *, strict: bool = False) -> Verdict:
    """Decide: ship, do not ship, or inconclusive; always with reasons.

    A rule that failed means do not ship; else a rule that cannot be judged means inconclusive.
    The gate fails closed: runs that cannot be compared never pass.

    Args:
        comparison: what changed.
        gate: the thresholds.
        strict: demand that a fall of `max_drop` is ruled out, not merely unseen.
    """
    if comparison.mismatches:
        return Verdict(Decision.INCONCLUSIVE, (), comparison.mismatches)
    strict = strict or gate.strict
    rules = (
        *broken_rules(comparison, gate),
        *rate_rules(comparison, gate, strict=strict),
        *gap_rules(comparison, gate),
        *latency_rules(comparison, gate),
    )
    failed = tuple(rule.sentence for rule in rules if rule.passed is False)
    open_ = tuple(rule.sentence for rule in rules if rule.passed is None)
    look_at = ids_of(change for change in comparison.changes if change.suspect)
    if failed:
        return Verdict(Decision.DO_NOT_SHIP, rules, failed + open_, look_at)
    if open_:
        return Verdict(Decision.INCONCLUSIVE, rules, (*open_, *_price(comparison)), look_at)
    return Verdict(Decision.SHIP, rules, _praise(comparison, rules, look_at), look_at)


def _price(comparison: Comparison) -> tuple[str, ...]:
    """Say about how many more requests would decide."""
    if comparison.proof is None or comparison.proof.more_requests is None:
        return ()
    return (f"About {comparison.proof.more_requests:,} more requests would decide.",)


def _praise(
    comparison: Comparison, rules: tuple[Rule, ...], look_at: tuple[str, ...]
) -> tuple[str, ...]:
    if comparison.identical:
        return ("Not one answer differs, word for word. Was the new training text loaded?",)
    better = len(comparison.of_kind(ChangeKind.IMPROVED))
    worse = ids_of(comparison.of_kind(ChangeKind.REGRESSED))
    fell = "No answer got worse beyond chance"
    if worse:  # a rule allows some, or the edit explains them
        fell = f"{answers(worse)} got worse, which the rules allow"
    found = [f"{fell}; {better} got better. All {len(rules)} rules passed."]
    found += [rule.sentence for rule in rules if "could be missed" in rule.sentence]
    if look_at:
        found.append(f"{answers(look_at)} passed less often: someone should look.")
    return tuple(found)
