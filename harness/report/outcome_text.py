"""The text of a failed test case: what was asked and expected, what came, and why that fails."""

from __future__ import annotations

from collections.abc import Iterator

from harness.model.comparison import Side
from harness.model.run import Exchange, Outcome, Score, Trial

from .answers import expected_of, most_common
from .clean import plain
from .outcomes import SettingOutcome
from .textdiff import cut
from .wording import score

__all__ = ["describe"]

LONGEST_ANSWER = 4_000
LONGEST_LINE = 5_000
LONGEST_REASON = 500


def describe(outcome: SettingOutcome) -> str:
    """Return expected, actual and reason of the first answer that failed, and the one before."""
    return "\n".join(plain(_cut(line, LONGEST_LINE)) for line in _lines(outcome))


def _lines(outcome: SettingOutcome) -> Iterator[str]:
    yield outcome.message
    case = outcome.case
    if case is None:
        return
    if case.file:
        yield f"where: {case.file}:{case.line}"
    trial = _first(outcome.after, Outcome.FAILED) or _first(outcome.after, Outcome.ERRORED)
    yield f"asked: {case.prompt}"
    for one in expected_of(case):
        turn = f" (turn {one.turn})" if one.turn else ""
        told = "; ".join(f"{name} = {' | '.join(values)}" for name, values in one.parameters)
        yield f"expected{turn}: {one.scorer}: {told}"
    if trial is not None:
        yield from _trial(trial)
    earlier = most_common(outcome.before)
    if earlier is not None and earlier.answer is not None:
        yield f"before: {_cut(earlier.answer.text, LONGEST_ANSWER)}"


def _trial(trial: Trial) -> Iterator[str]:
    if trial.error is not None:
        yield f"error: {_cut(trial.error, LONGEST_ANSWER)}"
    for number, exchange in enumerate(trial.exchanges, start=1):
        last = number == len(trial.exchanges)
        if last or any(found.passed is False for found in exchange.scores):
            turn = f" (turn {number})" if len(trial.exchanges) > 1 else ""
            yield f"actual{turn}: {_cut(exchange.answer.text, LONGEST_ANSWER)}"
            yield from _reasons(exchange)


def _reasons(exchange: Exchange) -> Iterator[str]:
    """Return what each scorer says, those that do not pass first."""
    for found in sorted(exchange.scores, key=lambda found: found.passed is True):
        reason = _cut(found.reason, LONGEST_REASON)
        yield f"{_word(found)}: {found.scorer} {_value(found)}: {reason}"


def _word(found: Score) -> str:
    if found.value is None:
        return "could not judge"
    return "passed" if found.passed else "failed"


def _value(found: Score) -> str:
    mark = "" if found.threshold is None else f", passes from {score(found.threshold)}"
    return f"{score(found.value)}{mark}"


def _first(side: Side, outcome: Outcome) -> Trial | None:
    return next((trial for trial in side.trials if trial.outcome is outcome), None)


def _cut(text: str, limit: int) -> str:
    shown, left = cut(text, limit)
    return f"{shown}… ({left} more characters)" if left else shown
