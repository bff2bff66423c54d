"""Scoring without a bot: answers from a file, and kept runs by today's suite."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from harness.model.run import Outcome, Run, RunStatus, Score, Trial
from harness.model.suite import Case, Suite
from harness.runner.plan import plan
from harness.scorers import score_trial

__all__ = ["Rescored", "ScoreChange", "rescore", "score_row", "score_trials"]


_SENT = {"conversation_id", "history", "contact", "stream"}
"""Fields of a case, besides its turns, that change what is sent."""


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One trial whose score or outcome is not what it was."""

    before: Trial
    after: Trial

    @property
    def fall(self) -> float:
        """How much the score fell (positive: lower), 0 where a side has none."""
        old, new = self.before.score, self.after.score
        return 0.0 if old is None or new is None else old - new

    @property
    def reason(self) -> str:
        """The reason of the first score that failed, or that could not judge; or the first one."""
        scores = self.after.scores
        failed = next((s for s in scores if s.passed is not True and s.weight > 0), None)
        shown = failed or (scores[0] if scores else None)
        return shown.reason if shown else (self.after.error or "")


@dataclass(frozen=True, slots=True)
class Rescored:
    """A kept run as today's suite scores it."""

    run: Run
    """A new run with an id of its own, that holds the answers which today's questions still fit."""
    changes: tuple[ScoreChange, ...]
    """Worst first."""
    asked_otherwise: tuple[str, ...]
    """Ids of cases that ask something else today: their answers are left out."""
    gone: tuple[str, ...]
    """Ids of cases that the suite has no more."""
    new: tuple[str, ...]
    """Ids of cases that the run has no answers to."""


def score_trials(suite: Suite, trials: Iterable[Trial]) -> Iterator[Trial]:
    """Yield each trial scored by the expectations that the suite has of its case."""
    cases = {case.id: case for case in suite.cases}
    for trial in trials:
        yield score_trial(cases[trial.key.case_id], trial)


def rescore(run: Run, suite: Suite) -> Rescored:
    """Score the answers of a kept run by another version of its suite, at no request.

    Answers are kept where the case still asks the same; what is expected, and the pass marks, may
    have changed. The settings stay those of the run, so that what it now lacks can be asked.
    """
    asked = {case.id: _questions(case) for case in run.suite.cases}
    today = {case.id: case for case in suite.cases}
    same = {name for name, case in today.items() if asked.get(name) == _questions(case)}
    kept = [trial for trial in run.trials if trial.key.case_id in same]
    scored = [
        score_trial(case, replace(trial, case_digest=case.digest))
        for trial in kept
        for case in (today[trial.key.case_id],)
    ]
    changes = [
        ScoreChange(old, new)
        for old, new in zip(kept, scored, strict=True)
        if old.outcome is not new.outcome or old.score != new.score
    ]
    return Rescored(
        run=_new_run(run, suite, scored),
        changes=tuple(sorted(changes, key=_worst_first)),
        asked_otherwise=tuple(name for name in asked if name in today and name not in same),
        gone=tuple(name for name in asked if name not in today),
        new=tuple(name for name in today if name not in asked),
    )


def score_row(trial: Trial) -> Mapping[str, Any]:
    """Return a scored trial as one row of JSON lines; what cannot be judged is null, never 0."""
    errored = trial.outcome is Outcome.ERRORED
    return {
        "case": trial.key.case_id,
        "temperature": trial.key.setting.temperature,
        "repeat": trial.key.repeat,
        "passed": None if errored else trial.outcome is Outcome.PASSED,
        "score": trial.score,
        "scores": [_score(score) for score in trial.scores],
        **({"error": trial.error} if trial.error else {}),
    }


def _score(score: Score) -> Mapping[str, Any]:
    return {
        "scorer": score.scorer,
        "value": score.value,
        "passed": score.passed,
        "reason": score.reason,
        "threshold": score.threshold,
        "weight": score.weight,
    }


def _questions(case: Case) -> tuple[object, ...]:
    """Return all of a case that the bot gets to see."""
    return (tuple(turn.user for turn in case.turns), case.model_dump(include=_SENT))


def _new_run(run: Run, suite: Suite, trials: list[Trial]) -> Run:
    now = datetime.now(UTC)
    asked = suite.model_copy(
        update={
            name: getattr(run.suite, name)
            for name in ("temperatures", "repeats", "model", "stream")
        }
    )
    planned = len(plan(asked))
    lacking = plan(asked, {trial.key: trial.case_digest for trial in trials if _answered(trial)})
    return replace(
        run,
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        label=f"{run.label or run.id} rescored",
        suite=asked,
        trials=tuple(trials),
        planned=planned,
        status=RunStatus.INTERRUPTED if lacking else run.status,
        provenance={**run.provenance, "rescored from": run.id},
    )


def _answered(trial: Trial) -> bool:
    return trial.outcome is not Outcome.ERRORED


def _worst_first(change: ScoreChange) -> tuple[bool, float, str, object]:
    broke = change.before.outcome is Outcome.PASSED and change.after.outcome is not Outcome.PASSED
    return (not broke, -change.fall, change.after.key.case_id, change.after.key)
