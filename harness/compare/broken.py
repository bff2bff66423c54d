"""The release rules on single questions: which of them may be broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.model.comparison import Change, ChangeKind, Comparison, Rule
from harness.model.suite import Case, Gate

from .kept import groups_worse
from .phrases import answers, ids_of

__all__ = ["broken_rules", "counted", "may_block"]


def counted(comparison: Comparison, gate: Gate) -> list[Change]:
    """Return the changes that may block."""
    changes = comparison.changes
    return [change for change in changes if may_block(change.case, gate, change.intended)]


def may_block(case: Case, gate: Gate, intended: str | None) -> bool:
    """Tell whether a case counts for the rules.

    With `collateral_regressions` an intended change does not, unless it must not break.
    """
    return gate.collateral_regressions is None or intended is None or _is_guarded(case, gate)


def broken_rules(comparison: Comparison, gate: Gate) -> Iterator[Rule]:
    """Judge what must not break, what got worse at all, tags, temperatures and wordings."""
    changes = counted(comparison, gate)
    yield from _must_not_break(comparison.changes, gate)
    yield from _unknown(comparison.changes, gate)
    if gate.collateral_regressions is None:
        yield _regressions("Answers that got worse", changes, gate.max_regressions)
    else:
        name = "Answers that got worse beside the edit"
        yield _regressions(name, changes, gate.collateral_regressions)
    for tag, limits in gate.tags.items():
        if limits.max_regressions is not None:
            tagged = [change for change in changes if tag in change.case.tags]
            yield _regressions(f"Answers of {tag} that got worse", tagged, limits.max_regressions)
    yield from _wordings(comparison, changes)


def _must_not_break(changes: Sequence[Change], gate: Gate) -> Iterator[Rule]:
    guarded = [change for change in changes if _is_guarded(change.case, gate)]
    if not guarded:
        return
    broken = ids_of(change for change in guarded if change.kind is ChangeKind.REGRESSED)
    unsure = ids_of(change for change in guarded if change.suspect)
    silent = ids_of(change for change in guarded if change.kind is ChangeKind.NO_ANSWER)
    passed: bool | None = True
    sentence = "No answer that must not break is broken."
    if broken:
        passed, sentence = False, f"{answers(broken)} that must not break got worse."
    elif unsure:
        passed = None
        sentence = f"{answers(unsure)} that must not break may have got worse: ask more repeats."
    elif silent:
        passed, sentence = None, f"{answers(silent)} that must not break did not come."
    measured = f"{len(broken)} of {len(guarded)} worse"
    measured += f", {len(unsure)} unsure" if unsure else ""
    yield Rule("Answers that must not break", "0 worse", measured, passed, sentence)


def _is_guarded(case: Case, gate: Gate) -> bool:
    return case.must_not_break or not {case.id, *case.tags}.isdisjoint(gate.must_not_break)


def _unknown(changes: Sequence[Change], gate: Gate) -> Iterator[Rule]:
    """Refuse a gate that guards what is not there: a name misspelt would guard nothing."""
    known = {name for change in changes for name in (change.case.id, *change.case.tags)}
    tags = {tag for change in changes for tag in change.case.tags}
    lost = [name for name in gate.must_not_break if name not in known]
    lost += [tag for tag in gate.tags if tag not in tags]
    if lost:
        sentence = f"The gate names {', '.join(lost)}, and no question compared is called so."
        yield Rule("Names in the gate", "known", f"{len(lost)} unknown", None, sentence)


def _regressions(name: str, changes: Sequence[Change], most: int) -> Rule:
    worse = ids_of(change for change in changes if change.kind is ChangeKind.REGRESSED)
    unsure = ids_of(change for change in changes if change.suspect)
    passed: bool | None = True
    sentence = "No answer got worse beyond chance."
    if len(worse) > most:
        passed, sentence = False, f"{answers(worse)} got worse."
    elif len(worse) + len(unsure) > most:
        passed = None
        sentence = (
            f"{answers(unsure)} may have got worse, with too few repeats to rule chance out: "
            "ask more repeats."
        )
    allowed = f"at most {most}" if most else "0"
    measured = f"{len(worse)}" + (f", {len(unsure)} unsure" if unsure else "")
    return Rule(name, allowed, measured, passed, sentence)


def _wordings(comparison: Comparison, changes: Sequence[Change]) -> Iterator[Rule]:
    """Judge groups of wordings: each may be too little proof alone, and all together enough."""
    grouped = [change for change in changes if change.case.group is not None]
    if not grouped or comparison.proof is None:
        return
    worse = groups_worse(changes, comparison.proof.method)
    sentence = "No group of wordings got worse beyond chance."
    if worse:
        sentence = f"The wordings of {', '.join(worse)} together got worse."
    measured = f"{len(worse)} of {len({change.case.group for change in grouped})} groups worse"
    yield Rule("Wordings together", "0 worse", measured, not worse, sentence)
