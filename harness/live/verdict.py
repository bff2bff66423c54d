"""From evidence to a verdict: the labels of the questions, and the release rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from harness.compare.pairing import compare
from harness.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Decision,
    Rule,
    Side,
    Verdict,
)
from harness.model.proof import Proof
from harness.model.run import Outcome, Trial

from .comparing import Finding
from .gathering import Evidence
from .question import Question

__all__ = ["conclude"]

CHANGE = "Pass rate, change"
NAMED = 3
"""So many ids stand in a sentence."""
WEIGHTY = (
    ChangeKind.REGRESSED,
    ChangeKind.NO_ANSWER,
    ChangeKind.IMPROVED,
    ChangeKind.UNSTABLE,
    ChangeKind.UNCHANGED,
)
"""Of two labels of one case at two settings, the first here is shown."""


def conclude(finding: Finding) -> tuple[Comparison, Verdict]:
    """Return the comparison with the labels that the evidence proves, and the verdict on it."""
    plain = compare(finding.before, finding.after)
    judged = _Labels(finding.evidence)
    changes = sorted((judged.relabelled(each) for each in plain.changes), key=_worst_first)
    comparison = replace(plain, changes=tuple(changes), warnings=_warnings(plain, finding))
    return comparison, _judge(comparison, finding)


class _Labels:
    """What the evidence says of each case, over its settings."""

    def __init__(self, evidence: Evidence) -> None:
        self._found: dict[str, list[tuple[Question, ChangeKind, float, bool, bool]]] = {}
        for steady in evidence.steady:
            for question in steady.questions:
                kind = ChangeKind.UNCHANGED
                if question in steady.fallen:
                    kind = ChangeKind.REGRESSED
                elif question in steady.risen:
                    kind = ChangeKind.IMPROVED
                self._add(question, kind, 0.0, suspect=False, fact=True)
        if proof := evidence.proof:
            for place, question in enumerate(evidence.questions):
                kind = proof.labels[place]
                odds = proof.odds_better if kind is ChangeKind.IMPROVED else proof.odds_worse
                suspect = place in proof.suspects
                self._add(question, kind, odds[place], suspect=suspect, fact=False)

    def _add(
        self, question: Question, kind: ChangeKind, odds: float, *, suspect: bool, fact: bool
    ) -> None:
        of_case = self._found.setdefault(question.case_id, [])
        of_case.append((question, kind, odds, suspect, fact))

    def relabelled(self, change: Change) -> Change:
        """Return a change with the weightiest label that the evidence has for its case."""
        found = self._found.get(change.case.id)
        if change.kind is ChangeKind.NO_ANSWER:
            return change
        if not found:
            reason = "Too little was asked to say anything of this question."
            return replace(change, kind=ChangeKind.UNCHANGED, reason=reason, suspect=False)
        question, kind, odds, _, fact = min(found, key=lambda one: WEIGHTY.index(one[1]))
        reason = _counts(change, question)
        if fact and kind is not ChangeKind.UNCHANGED:
            reason += ": the bots repeat themselves word for word there, so this is no luck"
        elif kind in {ChangeKind.REGRESSED, ChangeKind.IMPROVED}:
            reason += f": {odds:,.0f} to 1 against luck"
        suspect = kind is not ChangeKind.REGRESSED and any(one[3] for one in found)
        return replace(change, kind=kind, reason=f"{reason}.", suspect=suspect)


def _counts(change: Change, question: Question) -> str:
    old, new = (_at(side, question) for side in (change.before, change.after))
    return (
        f"At {question.setting} {old.passed} of {old.judged} answers were right before, "
        f"{new.passed} of {new.judged} after"
    )


def _at(side: Side, question: Question) -> Side:
    return Side(tuple(each for each in side.trials if each.key.setting == question.setting))


def _worst_first(change: Change) -> tuple[int, bool, float, str]:
    drop = -change.score_drop if change.kind is not ChangeKind.IMPROVED else change.score_drop
    return WEIGHTY.index(change.kind), not change.case.must_not_break, drop, change.case.id


def _judge(comparison: Comparison, finding: Finding) -> Verdict:
    """Decide by all rules: one that fails blocks, one that cannot be judged leaves it open."""
    if comparison.mismatches:
        return Verdict(Decision.INCONCLUSIVE, (), comparison.mismatches)
    rules = tuple(_rules(comparison, finding))
    look_at = tuple(change.case.id for change in comparison.changes if change.suspect)
    failed = tuple(rule.sentence for rule in rules if rule.passed is False)
    open_ = tuple(rule.sentence for rule in rules if rule.passed is None)
    if failed:
        return Verdict(Decision.DO_NOT_SHIP, rules, failed, look_at)
    if open_:
        return Verdict(Decision.INCONCLUSIVE, rules, (*open_, *_price(finding)), look_at)
    passed = tuple(rule.sentence for rule in rules)
    return Verdict(Decision.SHIP, rules, passed[:2], look_at)


def _rules(comparison: Comparison, finding: Finding) -> Iterable[Rule]:
    changes = comparison.changes
    if any(change.case.must_not_break for change in changes):
        yield _guarded([change for change in changes if change.case.must_not_break])
    yield _worse(comparison.of_kind(ChangeKind.REGRESSED), changes)
    yield _drop(finding)
    rate, least = comparison.pass_rate_after, finding.after.suite.gate.min_pass_rate
    if rate is not None and least is not None:
        passed = rate.value >= least
        sentence = f"The pass rate after is {rate.value:.1%}; at least {least:.1%} is demanded."
        yield Rule(
            "Pass rate, level", f"{least:.1%} or more", f"{rate.value:.1%}", passed, sentence
        )
    yield _missing(finding)


def _guarded(guarded: Sequence[Change]) -> Rule:
    broken = [change for change in guarded if change.kind is ChangeKind.REGRESSED]
    open_ = [change for change in guarded if change.suspect]
    passed: bool | None = True
    sentence = "No question that must not break is broken."
    if broken:
        passed, sentence = False, f"{_named(broken)} must not break, and did."
    elif open_:
        passed, sentence = None, f"{_named(open_)} must not break, and may have."
    measured = f"{len(broken)} of {len(guarded)} broken"
    return Rule("Answers that must not break", "0 broken", measured, passed, sentence)


def _worse(worse: Sequence[Change], changes: Sequence[Change]) -> Rule:
    open_ = [change for change in changes if change.suspect]
    passed: bool | None = True
    sentence = "No answer is proven to be worse."
    if worse:
        passed, sentence = False, f"{_named(worse)}: proven to be worse."
    elif open_:
        passed, sentence = None, f"{_named(open_)}: neither proven to be worse nor cleared."
    return Rule("Answers that got worse", "0 proven", f"{len(worse)} proven", passed, sentence)


def _drop(finding: Finding) -> Rule:
    """Judge the suite as a whole: what is proven of its mean, by evidence or by facts."""
    proof = finding.evidence.proof
    return _drop_as_fact(finding) if proof is None else _drop_by_proof(finding.evidence, proof)


def _drop_as_fact(finding: Finding) -> Rule:
    margin, drop = finding.terms.method.margin, finding.evidence.drop_at_most
    if drop is None or finding.evidence.cut_short:
        sentence = "Not enough was asked to say how the pass rate changed."
        return Rule(CHANGE, _allowed(margin), "not known", None, sentence)
    words = f"{'fell' if drop > 0 else 'rose'} by {abs(drop) * 100:.1f} points"
    sentence = f"The pass rate {words if drop else 'did not change'}: a fact, not an estimate."
    return Rule(CHANGE, _allowed(margin), f"{-drop * 100:+.1f} points", drop < margin, sentence)


def _drop_by_proof(evidence: Evidence, proof: Proof) -> Rule:
    total = evidence.settled + len(evidence.questions)
    margin = (proof.margin * len(evidence.questions) + evidence.lost) / total
    points = f"{max(evidence.drop_at_most or 0.0, 0.0) * 100:.1f} points"
    if proof.odds_drop * proof.method.alpha_mean >= 1:
        passed: bool | None = False
        sentence = f"The suite as a whole is lower: {proof.odds_drop:,.0f} to 1 against luck."
    elif proof.odds_ship * proof.method.alpha_ship >= 1:
        passed = True
        sentence = f"The pass rate fell by at most {points} (95 %, at any time)."
    else:
        passed = None
        sentence = f"A drop of up to {points} is not ruled out ({_allowed(margin)} demanded)."
    return Rule(CHANGE, _allowed(margin), f"drop at most {points}", passed, sentence)


def _allowed(margin: float) -> str:
    return f"drop below {margin * 100:.1f} points"


def _missing(finding: Finding) -> Rule:
    shares = [_share_missing(run.trials) for run in (finding.before, finding.after)]
    most = finding.after.suite.gate.max_errors
    passed = True if max(shares) <= most else None
    sentence = f"{shares[0]:.1%} of the answers are missing before, {shares[1]:.1%} after."
    measured = f"{shares[0]:.1%} before, {shares[1]:.1%} after"
    return Rule("Missing answers", f"at most {most:.1%}", measured, passed, sentence)


def _share_missing(trials: Sequence[Trial]) -> float:
    errored = sum(trial.outcome is Outcome.ERRORED for trial in trials)
    return errored / len(trials) if trials else 1.0


def _price(finding: Finding) -> tuple[str, ...]:
    """Say what a decision would cost, or that none is in sight."""
    if finding.evidence.cut_short:
        return (f"Asking ended early: {finding.evidence.cut_short}.",)
    proof = finding.evidence.proof
    if proof is None or proof.more_requests is None:
        return ("The evidence does not grow: more of the same would hardly decide.",)
    command = f"harness compare --more {finding.id}"
    return (f"About {proof.more_requests:,} more requests would decide: {command}",)


def _warnings(plain: Comparison, finding: Finding) -> tuple[str, ...]:
    """Keep the warnings that fit two bots asked in turn, and add those on the evidence."""
    two_bots = "The runs asked two bots"
    found = [each for each in plain.warnings if not each.startswith(two_bots)]
    if finding.restarts:
        found.append(
            f"The same two versions were compared {finding.restarts} times before, each time "
            "anew: who starts over until it is green finds green. Go on with --more instead."
        )
    return tuple(found)


def _named(changes: Sequence[Change]) -> str:
    ids = ", ".join(change.case.id for change in changes[:NAMED])
    more = ", …" if len(changes) > NAMED else ""
    return f"{len(changes)} {'answer' if len(changes) == 1 else 'answers'} ({ids}{more})"
