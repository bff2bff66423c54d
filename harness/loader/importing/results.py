"""The results of an evaluation by promptfoo, version 3, as a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from harness.errors import Problem, SuiteError
from harness.loader.problems import Problems
from harness.loader.source import read_text, shown
from harness.model.run import Answer, BotState, Exchange, Run, RunStatus, Setting, Trial, TrialKey
from harness.model.suite import Case, Message, Suite, Turn
from harness.scorers import score_trial

from .account import Account
from .cases import make_cases
from .prompts import Prompt, read_text_prompt
from .writing import meant
from .written import read_expectations

__all__ = ["import_results"]

_VERSION = 3
_ERROR = 2
"""What `failureReason` says of a result that has no answer to judge."""


def import_results(path: Path, run_id: str, label: str) -> tuple[Run, Account]:
    """Return the answers of a file of results as a run, scored by what its assertions mean here.

    A case is a test with a prompt, by the id that `import_promptfoo` gives it; a provider is a
    model; further results of both are repeats. A result without an output is an errored trial.

    Raises:
        SuiteError: the file is no such file, or holds no result that can be read.
    """
    account = Account()
    data = _load(path)
    results = _results(data, path)
    reader = _Reader(data, account)
    for result in results:
        reader.take(result)
    if not reader.trials:
        _refuse(path, "no result in it can be read")
    suite = Suite(
        name=path.stem,
        temperatures=tuple(sorted({trial.key.setting.temperature for trial in reader.trials})),
        repeats={},
        cases=tuple(reader.cases.values()),
    )
    trials = tuple(score_trial(suite.by_id[trial.key.case_id], trial) for trial in reader.trials)
    settings = tuple(dict.fromkeys(trial.key.setting for trial in trials))
    run = Run(
        id=run_id,
        label=label,
        suite=suite,
        settings=settings,
        bot=BotState("promptfoo", ", ".join(dict.fromkeys(one.model for one in settings))),
        started_at=reader.time,
        finished_at=reader.time,
        status=RunStatus.COMPLETE,
        trials=trials,
        planned=len(trials),
        provenance={"imported from": f"promptfoo: {shown(path.name)}"},
    )
    account.translate(f"{len(trials)} results as trials of {len(suite.cases)} cases")
    return run, account


def _refuse(path: Path, message: str, line: int = 1, column: int = 1) -> NoReturn:
    raise SuiteError([Problem(shown(path), line, column, message)])


def _load(path: Path) -> Mapping[str, Any]:
    text = read_text(path, Problems(shown(path)))
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        _refuse(path, f"no JSON: {error.msg}", error.lineno, error.colno)
    except (RecursionError, ValueError):
        _refuse(path, "no JSON that can be read: nested too deeply, or with endless numbers")
    if not isinstance(data, dict):
        _refuse(path, "this is no file of results: no object")
    return data


def _results(data: Mapping[str, Any], path: Path) -> list[Any]:
    inner = data.get("results")
    if not isinstance(inner, dict) or inner.get("version") != _VERSION:
        found = inner.get("version") if isinstance(inner, dict) else None
        _refuse(path, f"these are no results of promptfoo, version {_VERSION} (found: {found})")
    results = inner.get("results")
    if not isinstance(results, list) or not results:
        _refuse(path, "the file holds no results")
    return results


class _Reader:
    def __init__(self, data: Mapping[str, Any], account: Account) -> None:
        self.cases: dict[tuple[int, int], Case] = {}
        self.trials: list[Trial] = []
        self.time = _time(data["results"].get("timestamp"))
        self._account = account
        self._temperatures = _temperatures(data.get("config"))
        self._repeats: Counter[tuple[str, Setting]] = Counter()
        self._ids: set[str] = set()

    def take(self, result: Any) -> None:
        """Read one result; what cannot be read is left out with a note."""
        if not isinstance(result, dict):
            self._account.leave_out("a result that is no object")
            return
        case = self._case(result)
        if case is None:
            return
        provider = _mapping(result.get("provider"))
        name = str(provider.get("label") or provider.get("id") or "")
        setting = Setting(self._temperatures.get(str(provider.get("id")), 0.0), name)
        key = TrialKey(case.id, setting, self._repeats[case.id, setting])
        self._repeats[case.id, setting] += 1
        answer, error = _answer(result)
        exchanges = () if answer is None else (Exchange(case.prompt, answer, case.history),)
        self.trials.append(Trial(key, case.digest, exchanges, self.time, error))

    def _case(self, result: Mapping[str, Any]) -> Case | None:
        """Return the case of a result; results of one test and prompt share it."""
        place = (_whole(result.get("testIdx")), _whole(result.get("promptIdx")))
        if place in self.cases:
            return self.cases[place]
        test, prompt = _mapping(result.get("testCase")), _mapping(result.get("prompt"))
        sent = read_text_prompt(str(prompt.get("raw") or ""), self._account)
        metadata = {
            k: v for k, v in _mapping(test.get("metadata")).items() if k != "conversationId"
        }
        whole = {
            "vars": {**_mapping(test.get("vars")), "__message": sent.text},
            "assert": [one for one in test.get("assert") or [] if isinstance(one, dict)],
            "metadata": metadata,
            "options": {},
            "description": test.get("description"),
            "threshold": test.get("threshold"),
        }
        asked = Prompt("{{ __message }}", sent.label, sent.before)
        made = make_cases([whole], [asked], self._account)
        if not made or "skip" in made[0]:
            return None  # the account says why
        case = _as_case(meant(made[0]), self._ids)
        self.cases[place] = case
        return case


def _as_case(written: Mapping[str, Any], ids: set[str]) -> Case:
    """Return a written case as the noun, under an id of its own."""
    name, number = str(written["id"]), 2
    while name in ids:
        name, number = f"{written['id']}-{number}", number + 1
    ids.add(name)
    expect = read_expectations(written.get("expect"))
    history = tuple(
        Message(role, text) for said in written.get("history", ()) for role, text in said.items()
    )
    return Case(
        id=name[:200],
        turns=(Turn(user=written["prompt"], expect=expect),),
        description=written.get("description", ""),
        metadata=written.get("metadata", {}),
        history=history,
    )


def _answer(result: Mapping[str, Any]) -> tuple[Answer | None, str | None]:
    """Return what came back, or why nothing did."""
    response = _mapping(result.get("response"))
    output = response.get("output")
    if output is None or result.get("failureReason") == _ERROR:
        return None, str(result.get("error") or response.get("error") or "the file has no output")
    text = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
    milliseconds = result.get("latencyMs")
    seconds = milliseconds / 1000 if isinstance(milliseconds, int | float) else 0.0
    return Answer(text, max(seconds, 0.0)), None


def _temperatures(config: Any) -> dict[str, float]:
    found = {}
    for one in _mapping(config).get("providers") or []:
        settings = _mapping(_mapping(one).get("config"))
        value = settings.get("temperature")
        if isinstance(value, int | float) and 0 <= value <= 1:
            found[str(_mapping(one).get("id"))] = float(value)
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _time(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.now(UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
