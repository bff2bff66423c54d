"""Runs and comparisons as tidy pandas tables, for one's own analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.comparison import Change, Comparison
from harness.model.run import Run, Trial

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CHANGE_COLUMNS", "TRIAL_COLUMNS", "changes_frame", "trials_frame"]

TRIAL_COLUMNS = {
    "run": "string",
    "case": "string",
    "tags": "string",
    "must_not_break": "boolean",
    "model": "string",
    "temperature": "Float64",
    "stream": "boolean",
    "repeat": "Int64",
    "asked_at": "datetime64[us, UTC]",
    "outcome": "string",
    "score": "Float64",
    "seconds": "Float64",
    "attempts": "Int64",
    "characters": "Int64",
    "answer": "string",
    "error": "string",
}
"""The columns of `trials_frame` and their types."""

CHANGE_COLUMNS = {
    "case": "string",
    "tags": "string",
    "must_not_break": "boolean",
    "kind": "string",
    "suspect": "boolean",
    "judged_before": "Int64",
    "judged_after": "Int64",
    "passed_before": "Int64",
    "passed_after": "Int64",
    "pass_rate_before": "Float64",
    "pass_rate_after": "Float64",
    "score_before": "Float64",
    "score_after": "Float64",
    "reason": "string",
}
"""The columns of `changes_frame` and their types."""


def trials_frame(run: Run) -> pd.DataFrame:
    """Return one row for each trial of a run, in their order.

    `tags` are joined by commas, `model` is empty for the bot's own, `repeat` counts from 0,
    `asked_at` is UTC. `outcome` is passed, failed or errored. `score` is 0..1. `seconds` is the
    time on the wire of all turns together, `attempts` the HTTP tries of all turns, `characters`
    and `answer` are those of the last answer. What is not known is `pd.NA`, never 0.
    """
    return _frame([_trial_row(run, trial) for trial in run.trials], TRIAL_COLUMNS)


def changes_frame(comparison: Comparison) -> pd.DataFrame:
    """Return one row for each question of a comparison, in their order.

    `kind` is regressed, no_answer, unstable, unchanged or improved. Rates and scores are 0..1,
    over the judged trials; `pd.NA` where none was judged.
    """
    return _frame([_change_row(change) for change in comparison.changes], CHANGE_COLUMNS)


def _frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=dtype)
            for name, dtype in columns.items()
        }
    )


def _trial_row(run: Run, trial: Trial) -> dict[str, Any]:
    case = run.suite.by_id.get(trial.key.case_id)
    answer = trial.answer
    answers = [exchange.answer for exchange in trial.exchanges] if answer else []
    return {
        "run": run.id,
        "case": _storable(trial.key.case_id),
        "tags": _storable(",".join(case.tags)) if case else None,
        "must_not_break": case.must_not_break if case else None,
        "model": trial.key.setting.model,
        "temperature": trial.key.setting.temperature,
        "stream": trial.key.setting.stream,
        "repeat": trial.key.repeat,
        "asked_at": trial.asked_at,
        "outcome": trial.outcome.value,
        "score": trial.score,
        "seconds": sum(one.seconds for one in answers) if answer else None,
        "attempts": sum(one.attempts for one in answers) if answer else None,
        "characters": len(answer.text) if answer else None,
        "answer": _storable(answer.text) if answer else None,
        "error": _storable(trial.error) if trial.error else None,
    }


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "case": _storable(change.case.id),
        "tags": _storable(",".join(change.case.tags)),
        "must_not_break": change.case.must_not_break,
        "kind": change.kind.value,
        "suspect": change.suspect,
        "judged_before": change.before.judged,
        "judged_after": change.after.judged,
        "passed_before": change.before.passed,
        "passed_after": change.after.passed,
        "pass_rate_before": change.before.pass_rate,
        "pass_rate_after": change.after.pass_rate,
        "score_before": change.before.mean_score,
        "score_after": change.after.mean_score,
        "reason": _storable(change.reason),
    }


def _storable(text: str) -> str:
    """Spell out halves of surrogate pairs: no file and no Arrow string can hold them."""
    return text.encode("utf-8", "backslashreplace").decode()
