"""Keeping a comparison: its method, its evidence and its verdict as JSON values, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from harness.errors import StoreError
from harness.model.comparison import ChangeKind, Decision
from harness.model.proof import Method, Proof
from harness.store.comparisons import KeptComparison
from harness.store.store import Store

from .finding import Evidence, Finding
from .question import Question, questions_of
from .steady import Steady
from .terms import Terms

__all__ = ["decided", "recalled"]

OF_STEADY = ("questions", "fallen", "risen", "reworded", "silent")


def decided(kept: KeptComparison, finding: Finding) -> KeptComparison:
    """Return what is kept of a comparison that has come to an end, until it is gone on with."""
    questions = questions_of(finding.after.suite)
    evidence = finding.evidence
    return replace(
        kept,
        method=finding.terms.method.as_dict(),
        verdict={
            "decision": evidence.decision.value,
            "requests": finding.requests,
            "drop_at_most": evidence.drop_at_most,
            "cut_short": evidence.cut_short,
        },
        evidence={
            **kept.evidence,
            "over": finding.over,
            "steady": [_steady_values(each, questions) for each in evidence.steady],
            "questions": _places(evidence.questions, questions),
            "proof": asdict(evidence.proof) if evidence.proof else None,
        },
    )


def recalled(store: Store, before: str, after: str) -> Finding | None:
    """Return the live comparison of two kept runs as it was found; None if there was none.

    Raises:
        StoreError: a run is not there, or what is kept of the comparison cannot be understood.
    """
    ids = (store.resolve(before), store.resolve(after))
    found = [one for one in store.comparisons.between(*ids) if one.evidence.get("live")]
    if not found or not found[0].verdict:
        return None
    kept = found[0]
    old, new = (store.load_run(each) for each in ids)
    questions = questions_of(new.suite)
    try:
        evidence = _evidence(kept, questions)
        terms = Terms(Method.from_dict(kept.method), int(kept.evidence["seed"]))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise StoreError(
            f"what is kept of the comparison '{kept.id}' cannot be understood "
            f"({type(error).__name__}): upgrade harness"
        ) from error
    over = bool(kept.evidence.get("over"))
    return Finding(kept.id, old, new, evidence, terms, 0, kept.restarts, over)


def _evidence(kept: KeptComparison, questions: Sequence[Question]) -> Evidence:
    values = kept.evidence
    steady = tuple(_steady(each, questions) for each in values["steady"])
    open_ = tuple(questions[place] for place in values["questions"])
    proof = None if values["proof"] is None else _proof(values["proof"])
    return Evidence(steady, open_, proof, str(kept.verdict.get("cut_short", "")))


def _steady_values(steady: Steady, questions: Sequence[Question]) -> dict[str, Any]:
    return {name: _places(getattr(steady, name), questions) for name in OF_STEADY}


def _steady(values: Mapping[str, Any], questions: Sequence[Question]) -> Steady:
    found = {name: tuple(questions[place] for place in values[name]) for name in OF_STEADY}
    return Steady(found["questions"][0].setting, **found)


def _places(some: Sequence[Question], questions: Sequence[Question]) -> list[int]:
    places = {question: place for place, question in enumerate(questions)}
    return [places[question] for question in some]


def _proof(values: Mapping[str, Any]) -> Proof:
    """Build a proof; a field that a later version has added is left out."""
    known: dict[str, Any] = {name: values[name] for name in Proof.__slots__ if name in values}
    for name, value in known.items():
        if isinstance(value, list):
            known[name] = tuple(value)
    known["decision"] = Decision(known["decision"])
    known["labels"] = tuple(ChangeKind(label) for label in known["labels"])
    known["method"] = Method.from_dict(known["method"])
    return Proof(**known)
