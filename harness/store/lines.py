"""Runs and trials as lines of JSON, and back; strangers may have written the lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from harness.errors import SettingsError
from harness.model.run import Exchange, Run, RunStatus, Setting, TrainingText, Trial
from harness.runner.plan import read_shard

from .records import read_suite, run_row, trial_row
from .texts import dump, load

__all__ = ["read_head", "read_line", "read_trial", "run_line", "trial_line"]

T = TypeVar("T")
MOST = 2**31 - 1
"""The largest number that every database takes for a count."""
MOMENTS = ("started_at", "finished_at", "asked_at")


def run_line(run: Run, **more: Any) -> str:
    """Return a run without its trials, and what else the line should say, as one line."""
    row = {**run_row(run), **more}
    row["training"] = run.training and {"name": run.training.name, "text": run.training.text}
    return dump(_with_moments(row))


def trial_line(trial: Trial) -> str:
    """Return a trial as one line."""
    row = _with_moments(trial_row("", trial))
    del row["run_id"]
    return dump(row)


def read_line(text: str) -> Mapping[str, Any]:
    """Return the object of a line.

    Raises:
        ValueError: it is none, or holds what JSON has not (NaN, endless nesting).
    """
    try:
        json.loads(text, parse_constant=_refuse)
        value = load(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as failure:
        raise ValueError(f"it is no JSON (column {failure.colno}: {failure.msg})") from None
    if not isinstance(value, Mapping):
        raise ValueError("it is no object")  # noqa: TRY004 (the text is wrong, not a type of ours)
    return value


def read_head(value: Mapping[str, Any]) -> Run:
    """Return the run of a line, without trials.

    Raises:
        ValueError: something is missing or of the wrong kind.
    """
    training = value.get("training")
    _check_shard(value.get("shard", ""))
    plain = {
        **{name: value.get(name) for name in ("id", "label", "settings", "bot", "planned")},
        "status": RunStatus(str(value.get("status"))),
        "started_at": _moment(value.get("started_at")),
        "finished_at": value.get("finished_at") and _moment(value.get("finished_at")),
        "provenance": value.get("provenance"),
        "shard": value.get("shard", ""),
        "suite": _suite(value.get("suite")),
        "training": training and TrainingText(str(training["name"]), str(training["text"])),
    }
    run = _checked(_runs(), plain)
    if not run.id:
        raise ValueError("its id is empty")
    if len(run.suite.by_id) < len(run.suite.cases):
        raise ValueError("a case of its suite is there twice")
    if not 0 <= run.planned <= MOST:
        raise ValueError(f"it cannot have {run.planned:.3g} planned trials")
    _check_settings(*run.settings)
    return run


def read_trial(value: Mapping[str, Any]) -> Trial:
    """Return the trial of a line.

    Raises:
        ValueError: something is missing or of the wrong kind.
    """
    transcript = value.get("transcript")
    if not isinstance(transcript, Mapping):
        raise ValueError("it has no transcript")  # noqa: TRY004 (the same)
    plain = {
        "key": {
            "case_id": value.get("case_id"),
            "setting": read_line(str(value.get("setting"))),
            "repeat": value.get("repeat"),
        },
        "case_digest": value.get("case_digest"),
        "exchanges": transcript.get("exchanges"),
        "asked_at": _moment(value.get("asked_at")),
        "error": transcript.get("error"),
    }
    trial = _checked(_trials(), plain)
    _check_settings(trial.key.setting)
    if not 0 <= trial.key.repeat <= MOST:
        raise ValueError(f"there is no repeat {trial.key.repeat:.3g}")
    if trial.error is None and not trial.exchanges:
        raise ValueError("it has neither an answer nor an error")
    for exchange in trial.exchanges:
        if not 0 <= exchange.answer.seconds < float("inf"):
            raise ValueError(f"an answer cannot take {exchange.answer.seconds:g} s")
    _check_scores(trial.exchanges)
    return trial


@cache
def _runs() -> TypeAdapter[Run]:
    return TypeAdapter(Run)


@cache
def _trials() -> TypeAdapter[Trial]:
    return TypeAdapter(Trial)


def _checked(kind: TypeAdapter[T], plain: Mapping[str, Any]) -> T:
    try:
        checked = kind.validate_python(plain)
    except ValidationError as failure:
        first = failure.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"'{where}' cannot be so: {first['msg']}") from None
    return checked


def _check_shard(value: object) -> None:
    try:
        read_shard(str(value))
    except SettingsError as failure:
        raise ValueError(str(failure)) from None


def _check_settings(*settings: Setting) -> None:
    for setting in settings:
        if not 0 <= setting.temperature <= 1:
            raise ValueError(f"a temperature is {setting.temperature:g}, not from 0 to 1")


def _check_scores(exchanges: tuple[Exchange, ...]) -> None:
    for exchange in exchanges:
        for score in exchange.scores:
            if score.value is not None and not 0 <= score.value <= 1:
                raise ValueError(f"a score of '{score.scorer}' is {score.value}, not from 0 to 1")
            if (score.value is None) != (score.passed is None) or not score.weight >= 0:
                raise ValueError(f"a score of '{score.scorer}' contradicts itself")


def _suite(value: Any) -> Any:
    try:
        return read_suite(value)
    except ValidationError as failure:
        first = failure.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"its suite cannot be so: {first['msg']}") from None


def _with_moments(row: dict[str, Any]) -> dict[str, Any]:
    moments = {name: row[name].isoformat() for name in MOMENTS if row.get(name) is not None}
    return {**row, **moments}


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.utcoffset() is None:
        raise ValueError(f"the time {value!r} has no zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"the time {value!r} is none that a calendar has") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"it holds {constant}")
