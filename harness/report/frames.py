"""Runs and comparisons as tidy pandas tables, for one's own analysis."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import TYPE_CHECKING, Any

from harness.model.comparison import Change, Comparison
from harness.model.run import Run, Trial

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHANGE_COLUMNS",
    "SCORE_COLUMNS",
    "TRIAL_COLUMNS",
    "changes_frame",
    "scores_frame",
    "storable",
    "trials_frame",
]

TRIAL_COLUMNS = {
    "run": "string",
    "label": "string",
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

SCORE_COLUMNS = {
    "run": "string",
    "label": "string",
    "case": "string",
    "model": "string",
    "temperature": "Float64",
    "stream": "boolean",
    "repeat": "Int64",
    "turn": "Int64",
    "scorer": "string",
    "value": "Float64",
    "passed": "boolean",
    "threshold": "Float64",
    "weight": "Float64",
    "reason": "string",
}
"""The columns of `scores_frame` and their types."""

CHANGE_COLUMNS = {
    "case": "string",
    "tags": "string",
    "must_not_break": "boolean",
    "kind": "string",
    "suspect": "boolean",
    "intended": "string",
    "judged_before": "Int64",
    "judged_after": "Int64",
    "passed_before": "Int64",
    "passed_after": "Int64",
    "pass_rate_before": "Float64",
    "pass_rate_after": "Float64",
    "score_before": "Float64",
    "score_after": "Float64",
    "score_change": "Float64",
    "reason": "string",
    "file": "string",
    "line": "Int64",
}
"""The columns of `changes_frame` and their types."""


def trials_frame(*runs: Run) -> pd.DataFrame:
    """Return one row for each trial of the runs, in their order.

    `tags` are joined by commas, `model` is empty for the bot's own, `repeat` counts from 0,
    `asked_at` is UTC. `outcome` is passed, failed or errored. `score` is 0..1. `seconds` is the
    time on the wire of all turns together, `attempts` the HTTP tries of all turns, `characters`
    and `answer` are those of the last answer. What is not known is `pd.NA`, never 0.
    """
    rows = [_trial_row(run, trial) for run in runs for trial in run.trials]
    return _frame(rows, TRIAL_COLUMNS)


def scores_frame(*runs: Run) -> pd.DataFrame:
    """Return one row for each score of each answer of the runs, in their order.

    `turn` and `repeat` count from 0. `value` and `threshold` are 0..1; `value` and `passed` are
    `pd.NA` where the scorer could not judge. A `weight` of 0 does not count.
    """
    rows = [row for run in runs for trial in run.trials for row in _score_rows(run, trial)]
    return _frame(rows, SCORE_COLUMNS)


def changes_frame(comparison: Comparison) -> pd.DataFrame:
    """Return one row for each question of a comparison, in their order.

    `kind` is regressed, no_answer, unstable, unchanged or improved. Rates and scores are 0..1,
    over the judged trials; `pd.NA` where none was judged. `score_change` is after less before.
    `file` and `line` are where the case is written.
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
        **_key_cells(run, trial),
        "tags": storable(",".join(case.tags)) if case else None,
        "must_not_break": case.must_not_break if case else None,
        "asked_at": trial.asked_at,
        "outcome": trial.outcome.value,
        "score": trial.score,
        "seconds": fsum(one.seconds for one in answers) if answer else None,
        "attempts": sum(one.attempts for one in answers) if answer else None,
        "characters": len(answer.text) if answer else None,
        "answer": storable(answer.text) if answer else None,
        "error": storable(trial.error) if trial.error else None,
    }


def _key_cells(run: Run, trial: Trial) -> dict[str, Any]:
    return {
        "run": run.id,
        "label": storable(run.label),
        "case": storable(trial.key.case_id),
        "model": storable(trial.key.setting.model),
        "temperature": trial.key.setting.temperature,
        "stream": trial.key.setting.stream,
        "repeat": trial.key.repeat,
    }


def _score_rows(run: Run, trial: Trial) -> Iterable[dict[str, Any]]:
    key = _key_cells(run, trial)
    for turn, exchange in enumerate(trial.exchanges):
        for found in exchange.scores:
            yield {
                **key,
                "turn": turn,
                "scorer": found.scorer,
                "value": found.value,
                "passed": None if found.value is None else found.passed,
                "threshold": found.threshold,
                "weight": found.weight,
                "reason": storable(found.reason),
            }


def _change_row(change: Change) -> dict[str, Any]:
    before, after = change.before.mean_score, change.after.mean_score
    return {
        "case": storable(change.case.id),
        "tags": storable(",".join(change.case.tags)),
        "must_not_break": change.case.must_not_break,
        "kind": change.kind.value,
        "suspect": change.suspect,
        "intended": storable(change.intended) if change.intended else None,
        "judged_before": change.before.judged,
        "judged_after": change.after.judged,
        "passed_before": change.before.passed,
        "passed_after": change.after.passed,
        "pass_rate_before": change.before.pass_rate,
        "pass_rate_after": change.after.pass_rate,
        "score_before": before,
        "score_after": after,
        "score_change": None if before is None or after is None else after - before,
        "reason": storable(change.reason),
        "file": storable(change.case.file) or None,
        "line": change.case.line or None,
    }


def storable(text: str) -> str:
    """Spell out halves of surrogate pairs: no file and no Arrow string can hold them."""
    return text.encode("utf-8", "backslashreplace").decode()
