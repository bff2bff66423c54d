"""Which cases of a suite are meant: by tag, by pattern, by what failed before, or the first few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from harness.errors import SettingsError, did_you_mean
from harness.model.run import Outcome, Run
from harness.model.suite import Case, Suite

from .plan import plan

__all__ = ["Selection", "failed_cases", "select", "select_run"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What cases must have to be meant; nothing given means all."""

    tags: tuple[str, ...] = ()
    """One of these."""
    patterns: tuple[str, ...] = ()
    """One of these regular expressions, somewhere in the id or in a message, in any case."""
    ids: frozenset[str] | None = None
    """One of these ids."""
    first: int | None = None
    """Of those that are left, so many."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()


def select(suite: Suite, selection: Selection) -> Suite:
    """Return the suite with the cases that are meant alone.

    Raises:
        SettingsError: no case is meant, no case has a tag, or a pattern is no regular expression.
    """
    if selection.everything:
        return suite
    _check_tags(suite.cases, selection.tags)
    patterns = [_pattern(text) for text in selection.patterns]
    found = [case for case in suite.cases if _is_meant(case, selection, patterns)]
    if not found:
        raise SettingsError(f"no case of the suite '{suite.name}' is selected{_because(selection)}")
    return suite.model_copy(update={"cases": tuple(found[: selection.first])})


def select_run(run: Run, selection: Selection) -> Run:
    """Return a kept run with the trials of the cases that are meant alone.

    Raises:
        SettingsError: as `select`.
    """
    if selection.everything:
        return run
    suite = select(run.suite, selection)
    trials = tuple(trial for trial in run.trials if trial.key.case_id in suite.by_id)
    return replace(run, suite=suite, trials=trials, planned=len(plan(suite)))


def failed_cases(run: Run) -> frozenset[str]:
    """Return the cases of a run that failed or have no answer, once or more often."""
    passed: dict[str, bool] = {case.id: False for case in run.suite.cases if case.skip is None}
    bad = {trial.key.case_id for trial in run.trials if trial.outcome is not Outcome.PASSED}
    passed |= dict.fromkeys((trial.key.case_id for trial in run.trials), True)
    return frozenset(bad | {case_id for case_id, seen in passed.items() if not seen})


def _is_meant(case: Case, selection: Selection, patterns: list[re.Pattern[str]]) -> bool:
    if selection.tags and not set(selection.tags) & set(case.tags):
        return False
    if selection.ids is not None and case.id not in selection.ids:
        return False
    texts = (case.id, *(turn.user for turn in case.turns))
    return not patterns or any(one.search(text) for one in patterns for text in texts)


def _check_tags(cases: Iterable[Case], tags: Iterable[str]) -> None:
    known = {tag for case in cases for tag in case.tags}
    for tag in tags:
        if tag not in known:
            hint = did_you_mean(tag, known) or f" (known: {', '.join(sorted(known)) or 'none'})"
            raise SettingsError(f"no case has the tag '{tag}'{hint}")


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise SettingsError(f"--filter '{text}' is no regular expression: {error}") from None


def _because(selection: Selection) -> str:
    reasons = [f"tag {tag}" for tag in selection.tags]
    reasons += [f"filter {pattern}" for pattern in selection.patterns]
    reasons += ["none of that run"] if selection.ids is not None else []
    return f" ({', '.join(reasons)})"
