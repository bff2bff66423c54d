"""Runs and trials as rows of the tables, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import RowMapping

from harness.model.run import BotState, Run, RunStatus, Setting, TrainingText, Trial, TrialKey
from harness.model.suite import Suite

from .transcript import (
    known,
    read_exchanges,
    read_setting,
    setting_text,
    setting_value,
    transcript,
)

__all__ = [
    "in_order",
    "kept_suite",
    "read_key",
    "read_run",
    "read_suite",
    "read_trial",
    "run_row",
    "text_row",
    "trial_row",
]

GIVEN = "digests are given"
"""Marks a suite, beside its fields, whose digests do not follow from its texts."""

_setting = cache(read_setting)  # a run has few settings and many trials


def run_row(run: Run, suite: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the row of a run, without its trials; `suite` is what to keep of its suite."""
    return {
        "id": run.id,
        "label": run.label,
        "suite_name": run.suite.name,
        "suite_digest": run.suite.digest,
        "chatbot_id": run.bot.chatbot_id,
        "status": run.status.value,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "planned": run.planned,
        "suite": suite or kept_suite(run.suite),
        "settings": [setting_value(setting) for setting in run.settings],
        "bot": asdict(run.bot),
        "provenance": dict(run.provenance),
        "training": run.training
        and {"name": run.training.name, "digest": text_row(run.training)["digest"]},
        "shard": run.shard,
    }


def text_row(training: TrainingText) -> dict[str, str]:
    """Return the row of a training text, which several runs may share."""
    digest = hashlib.sha256(training.text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"digest": digest, "text": training.text}


def read_run(row: RowMapping, trials: Iterable[RowMapping], text: str | None = None) -> Run:
    """Return the run of a row, of the rows of its trials and of the text that it was trained on.

    The trials are in the order of the suite's cases, then of the settings, then of the repeats.

    Raises:
        KeyError, TypeError, ValueError: a row does not hold what a run needs.
    """
    suite = read_suite(row["suite"])
    return Run(
        id=row["id"],
        label=row["label"],
        suite=suite,
        settings=tuple(known(Setting, value) for value in row["settings"]),
        bot=known(BotState, row["bot"]),
        started_at=row["started_at"],
        status=RunStatus(row["status"]),
        finished_at=row["finished_at"],
        trials=in_order([read_trial(trial) for trial in trials], suite),
        planned=row["planned"],
        provenance=row["provenance"],
        training=None if text is None else TrainingText(row["training"]["name"], text),
        shard=row["shard"],
    )


def trial_row(run_id: str, trial: Trial) -> dict[str, Any]:
    """Return the row of a trial; `seconds` is the time on the wire of all its answers."""
    return {
        "run_id": run_id,
        "case_id": trial.key.case_id,
        "setting": setting_text(trial.key.setting),
        "repeat": trial.key.repeat,
        "case_digest": trial.case_digest,
        "outcome": trial.outcome.value,
        "score": trial.score,
        "seconds": sum(one.answer.seconds for one in trial.exchanges) if trial.exchanges else None,
        "asked_at": trial.asked_at,
        "transcript": transcript(trial),
    }


def read_key(row: RowMapping) -> TrialKey:
    """Return the key of a trial's row."""
    return TrialKey(row["case_id"], _setting(row["setting"]), row["repeat"])


def read_trial(row: RowMapping) -> Trial:
    """Return the trial of a row; its outcome and score follow from what is kept."""
    kept = row["transcript"]
    return Trial(
        read_key(row), row["case_digest"], read_exchanges(kept), row["asked_at"], kept["error"]
    )


def in_order(trials: list[Trial], suite: Suite) -> tuple[Trial, ...]:
    """Sort trials; those of cases that the suite no longer has come last."""
    place = {case.id: number for number, case in enumerate(suite.cases)}

    def order(trial: Trial) -> tuple[int, TrialKey]:
        return place.get(trial.key.case_id, len(place)), trial.key

    return tuple(sorted(trials, key=order))


def kept_suite(suite: Suite) -> dict[str, Any]:
    """Return a suite as it is kept; one that was read with given digests keeps them."""
    value = suite.model_dump(mode="json")
    if GIVEN in suite.__dict__:
        value["digests"] = {case.id: case.digest for case in suite.cases}
    return value


def read_suite(value: Any) -> Suite:
    """Return the suite of a JSON value, without what a later version has added to suites.

    Where texts of it were blotted out, the digests are those of what was really asked.
    """
    digests = value.get("digests", {}) if isinstance(value, Mapping) else {}
    suite = _parsed({name: each for name, each in value.items() if name != "digests"})
    if digests:
        suite.__dict__[GIVEN] = True
    for case in suite.cases:
        if case.id in digests:
            case.__dict__["digest"] = str(digests[case.id])  # where cached_property keeps it
    return suite


def _parsed(value: Any) -> Suite:
    try:
        return Suite.model_validate(value)
    except ValidationError as failure:
        added = [one["loc"] for one in failure.errors() if one["type"] == "extra_forbidden"]
    for *path, name in added:
        owner = value
        for step in path:
            owner = owner[step]
        del owner[name]
    return Suite.model_validate(value)
