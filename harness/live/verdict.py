"""From evidence to a verdict: the labels of the questions, and the gate's rules on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.compare.duplicates import SAME_QUESTION, duplicates_of
from harness.compare.evidence import to_odds
from harness.compare.gate import judge
from harness.compare.kept import tags_worse
from harness.compare.pairing import compare
from harness.model.comparison import (
    Change,
    ChangeKind,
    Comparison,
    Decision,
    Side,
    Verdict,
)
from harness.model.proof import Method, Proof
from harness.model.suite import Gate

from .finding import Evidence, Finding
from .question import Question

__all__ = ["conclude"]

CERTAIN = to_odds(700.0)
"""The odds of a fact."""
WEIGHTY = (
    ChangeKind.REGRESSED,
    ChangeKind.NO_ANSWER,
    ChangeKind.IMPROVED,
    ChangeKind.UNSTABLE,
    ChangeKind.UNCHANGED,
)
"""Of two labels of one case at two settings, the first here is shown."""


def conclude(
    finding: Finding, *, usual: Gate | None = None, strict: bool = True
) -> tuple[Comparison, Verdict]:
    """Return the comparison with the labels that the evidence proves, and the verdict on it.

    Args:
        finding: what was found.
        usual: release rules for what the suite's gate leaves open.
        strict: ship only where a fall of the margin is ruled out, not merely unseen.
    """
    margin = finding.terms.method.margin
    gate = finding.after.suite.gate.over(usual or Gate()).model_copy(update={"max_drop": margin})
    plain = compare(finding.before, finding.after, Method(margin=margin))
    labels = _Labels(finding.evidence)
    changes = tuple(sorted((labels.relabelled(each) for each in plain.changes), key=_worst_first))
    comparison = replace(
        plain,
        changes=changes,
        worse_tags=tags_worse(changes, finding.terms.method),
        apart=frozenset(each.case.id for each in changes if each.intended) - labels.judged,
        steady=frozenset(each.setting for each in finding.evidence.steady),
        proof=_proof(finding, changes, plain),
        warnings=_warnings(plain, finding),
    )
    return comparison, _with_end(judge(comparison, gate, strict=strict), finding)


@dataclass(frozen=True, slots=True)
class _Label:
    """What the evidence says of one question."""

    question: Question
    kind: ChangeKind
    worse: float
    better: float
    suspect: bool = False
    fact: bool = False


class _Labels:
    """What the evidence says of each case, over its settings."""

    def __init__(self, evidence: Evidence) -> None:
        self._found: dict[str, list[_Label]] = {}
        for steady in evidence.steady:
            for question in steady.questions:
                fell, rose = question in steady.fallen, question in steady.risen
                kind = ChangeKind.REGRESSED if fell else ChangeKind.UNCHANGED
                kind = ChangeKind.IMPROVED if rose else kind
                worse, better = (CERTAIN if hit else 1.0 for hit in (fell, rose))
                self._add(_Label(question, kind, worse, better, fact=fell or rose))
        if proof := evidence.proof:
            for place, question in enumerate(evidence.questions):
                worse, better = proof.odds_worse[place], proof.odds_better[place]
                open_ = place in proof.suspects
                self._add(_Label(question, proof.labels[place], worse, better, suspect=open_))

    def _add(self, label: _Label) -> None:
        self._found.setdefault(label.question.case_id, []).append(label)

    @property
    def judged(self) -> frozenset[str]:
        """The ids of the cases that the evidence speaks of."""
        return frozenset(self._found)

    def relabelled(self, change: Change) -> Change:
        """Return a change with the weightiest label that the evidence has for its case.

        An intended change that was left out of the bets keeps the label of its few answers.
        """
        found = self._found.get(change.case.id)
        if change.kind is ChangeKind.NO_ANSWER:
            return change
        if not found and change.intended:
            return change
        if not found:
            reason = "Too little was asked to say anything of this question."
            return _labelled(change, ChangeKind.UNCHANGED, reason, [])
        first = min(found, key=lambda one: WEIGHTY.index(one.kind))
        reason = _counts(change, first.question)
        if first.fact:
            reason += ": both versions repeat themselves word for word, so this is no chance"
        elif first.kind in {ChangeKind.REGRESSED, ChangeKind.IMPROVED}:
            odds = first.worse if first.kind is ChangeKind.REGRESSED else first.better
            reason += f": {odds:,.0f} to 1 against chance"
        return _labelled(change, first.kind, f"{reason}.", found)


def _labelled(change: Change, kind: ChangeKind, reason: str, found: list[_Label]) -> Change:
    return replace(
        change,
        kind=kind,
        reason=reason,
        suspect=kind is not ChangeKind.REGRESSED and any(one.suspect for one in found),
        odds_worse=max((one.worse for one in found), default=1.0),
        odds_better=max((one.better for one in found), default=1.0),
        certain=any(one.fact for one in found),
    )


def _counts(change: Change, question: Question) -> str:
    old, new = (_at(side, question) for side in (change.before, change.after))
    return (
        f"At {question.setting} {old.passed} of {old.judged} answers passed before, "
        f"{new.passed} of {new.judged} after"
    )


def _at(side: Side, question: Question) -> Side:
    return Side(tuple(each for each in side.trials if each.key.setting == question.setting))


def _worst_first(change: Change) -> tuple[int, bool, float, str]:
    drop = -change.score_drop if change.kind is not ChangeKind.IMPROVED else change.score_drop
    return WEIGHTY.index(change.kind), not change.case.must_not_break, drop, change.case.id


def _proof(finding: Finding, changes: tuple[Change, ...], plain: Comparison) -> Proof | None:
    """Return what is proven of all questions, facts and evidence together, one place a change."""
    evidence, proof = finding.evidence, finding.evidence.proof
    known = plain.proof
    if known is None:
        return None
    labelled = replace(
        known,
        decision=evidence.decision,
        labels=tuple(change.kind for change in changes),
        odds_worse=tuple(change.odds_worse for change in changes),
        odds_better=tuple(change.odds_better for change in changes),
        suspects=tuple(place for place, change in enumerate(changes) if change.suspect),
        requests=finding.requests,
    )
    if proof is None:
        return labelled
    total = evidence.settled + len(evidence.questions)
    bound = evidence.drop_at_most
    return replace(
        labelled,
        course=True,
        drop_at_most=1.0 if bound is None else bound,
        odds_drop=proof.odds_drop,
        odds_ship=proof.odds_ship,
        margin=(proof.margin * len(evidence.questions) + evidence.lost) / total,
        missing=proof.missing,
        asked=proof.asked,
        rounds=proof.rounds,
        reasons=proof.reasons,
        more_requests=proof.more_requests,
        method=replace(finding.terms.method, alpha_mean=Method().alpha_mean),
    )


def _with_end(verdict: Verdict, finding: Finding) -> Verdict:
    """Add why asking ended early, or how it is gone on with, to a verdict that is open."""
    end = finding.evidence.cut_short
    if end and verdict.decision is Decision.SHIP:
        verdict = replace(verdict, decision=Decision.INCONCLUSIVE, reasons=())
    if verdict.decision is not Decision.INCONCLUSIVE:
        return verdict
    sentences = verdict.reasons
    if end:
        sentences = (f"Asking ended early: {end}.", *sentences)
    if not finding.over:
        sentences = (*sentences, f"Go on with: harness compare --more {finding.id}")
    return replace(verdict, reasons=sentences)


def _warnings(plain: Comparison, finding: Finding) -> tuple[str, ...]:
    """Keep the warnings that fit two bots asked in turn, and add those on the evidence."""
    found = [each for each in plain.warnings if not each.startswith("The runs asked two bots")]
    found = [each for each in found if SAME_QUESTION not in each]
    found += [
        f"{', '.join(ids)} {SAME_QUESTION}: each was asked and judged by itself, with "
        "answers of its own."
        for ids in duplicates_of(change.case for change in plain.changes)
    ]
    if finding.restarts:
        times = "once" if finding.restarts == 1 else f"{finding.restarts} times"
        found.append(
            f"The same two versions were compared {times} before, each time anew: who starts over "
            "until it is green finds green. Go on with --more instead."
        )
    return tuple(found)
