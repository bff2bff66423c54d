"""How each question ended at each setting: what test reports count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from harness.compare.broken import counted
from harness.model.comparison import Change, ChangeKind, Comparison, Side
from harness.model.run import Outcome, Run, Setting, Trial
from harness.model.suite import Case

from .cards import run_sides
from .view import View
from .wording import counted as in_words
from .wording import score, share

__all__ = ["Ending", "SettingOutcome", "outcomes_of"]


_NO_TRIALS = Side(())


class Ending(StrEnum):
    """The four ways in which a test case can end."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class SettingOutcome:
    """One question at one setting."""

    name: str
    """The question's id and, in brackets, the setting."""
    ending: Ending
    kind: str
    """What became of it, in one word, such as "regressed"."""
    message: str
    case: Case | None = None
    """None for a question that could not be compared."""
    before: Side = _NO_TRIALS
    after: Side = _NO_TRIALS

    @property
    def score_before(self) -> float | None:
        """Mean score before, 0..1."""
        return self.before.mean_score

    @property
    def score_after(self) -> float | None:
        """Mean score after, or of a single run, 0..1."""
        return self.after.mean_score

    @property
    def seconds(self) -> float:
        """How long all answers after took together."""
        return fsum(
            exchange.answer.seconds for trial in self.after.trials for exchange in trial.exchanges
        )


def outcomes_of(view: View) -> list[SettingOutcome]:
    """Return each question at each setting: of a comparison, or of a single run.

    What could not be compared is skipped, with the reason; what was never asked is an error.
    """
    if view.comparison is None:
        return list(_of_run(view.run))
    return [*_of_comparison(view.comparison), *_not_compared(view)]


def _of_comparison(comparison: Comparison) -> Iterator[SettingOutcome]:
    blocking = {change.case.id for change in counted(comparison, comparison.after.suite.gate)}
    for change in comparison.changes:
        for setting in _settings((*change.before.trials, *change.after.trials)):
            before, after = _at(change.before, setting), _at(change.after, setting)
            ending, message = _changed(change, before, after, blocks=change.case.id in blocking)
            yield SettingOutcome(
                _name(change.case.id, setting),
                ending,
                change.kind.value,
                message,
                change.case,
                before,
                after,
            )


def _changed(change: Change, before: Side, after: Side, *, blocks: bool) -> tuple[Ending, str]:
    failed = after.count(Outcome.FAILED)
    numbers = f"score {score(before.mean_score)} → {score(after.mean_score)}: {change.reason}"
    if not after.judged:
        return Ending.ERRORED, f"no answer: {_cause(after)}"
    if failed and change.case.expected_failure:
        return Ending.SKIPPED, f"known to fail: {change.case.expected_failure.reason}"
    if failed and change.kind is ChangeKind.REGRESSED:
        if not (blocks or change.case.must_not_break):
            return Ending.SKIPPED, f"got worse, as was meant ({change.intended}), {numbers}"
        return Ending.FAILED, f"got worse, {numbers}"
    if failed and not after.passed:
        return Ending.SKIPPED, f"fails, but is not clearly worse than before, {numbers}"
    return Ending.PASSED, numbers


def _not_compared(view: View) -> Iterator[SettingOutcome]:
    for row in view.unpaired:
        name = f"{row.case_id} [{row.setting}]" if row.setting else row.case_id
        message = f"could not be compared: {row.why}"
        yield SettingOutcome(name, Ending.SKIPPED, "not_compared", message)


def _of_run(run: Run) -> Iterator[SettingOutcome]:
    for case, side in zip(run.suite.cases, run_sides(run), strict=True):
        settings = _settings(side.trials) or run.settings
        for setting in settings:
            after = _at(side, setting)
            ending, message = _ran(case, after)
            yield SettingOutcome(
                _name(case.id, setting), ending, ending.value, message, case, after=after
            )


def _ran(case: Case, side: Side) -> tuple[Ending, str]:
    failed = side.count(Outcome.FAILED)
    if not side.trials:
        return (Ending.SKIPPED, case.skip.reason) if case.skip else (Ending.ERRORED, "not asked")
    if not side.judged:
        return Ending.ERRORED, f"no answer: {_cause(side)}"
    said = f"{share(failed, side.judged)} answers fail, score {score(side.mean_score)}"
    if failed and case.expected_failure:
        return Ending.SKIPPED, f"known to fail: {case.expected_failure.reason}"
    if failed:
        return Ending.FAILED, said
    return (
        Ending.PASSED,
        f"{in_words(side.passed, 'answer')} passed, score {score(side.mean_score)}",
    )


def _settings(trials: Iterable[Trial]) -> Sequence[Setting]:
    return sorted({trial.key.setting for trial in trials})


def _at(side: Side, setting: Setting) -> Side:
    return Side(tuple(trial for trial in side.trials if trial.key.setting == setting))


def _name(case_id: str, setting: Setting) -> str:
    return f"{case_id} [{setting}]"


def _cause(side: Side) -> str:
    return next((trial.error for trial in side.trials if trial.error), "no scorer could judge")
