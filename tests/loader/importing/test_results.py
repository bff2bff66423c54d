from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.errors import SuiteError
from harness.loader.importing.results import import_results
from harness.model.run import Outcome

EQUALS = [{"type": "equals", "value": "30 days"}]


def result(**changes: Any) -> dict[str, Any]:
    """Return a result as version 3 writes it."""
    return {
        "promptIdx": 0,
        "testIdx": 0,
        "provider": {"id": "openai:x", "label": ""},
        "prompt": {"raw": "How long at {{x}}?", "label": "{{q}}"},
        "vars": {"q": "How long?"},
        "testCase": {"vars": {"q": "How long?"}, "assert": EQUALS, "metadata": {"a": "b"}},
        "response": {"output": "30 days"},
        "success": True,
        "score": 1,
        "latencyMs": 120,
        "failureReason": 0,
        **changes,
    }


def written(tmp_path: Path, *results: dict[str, Any]) -> Path:
    """Return a file of results."""
    path = tmp_path / "results.json"
    inner = {"version": 3, "timestamp": "2026-05-01T10:00:00.000Z", "results": list(results)}
    config = {"providers": [{"id": "openai:x", "config": {"temperature": 0.5}}]}
    path.write_text(json.dumps({"evalId": "e", "results": inner, "config": config}))
    return path


def test_results_become_trials(tmp_path: Path) -> None:
    """Answers are kept and scored here; the same test again is a repeat; time is in seconds."""
    path = written(
        tmp_path, result(), result(response={"output": "14 days"}, error="no", failureReason=1)
    )

    run, _ = import_results(path, "r1", "old")

    assert [(t.key.repeat, t.outcome) for t in run.trials] == [
        (0, Outcome.PASSED),
        (1, Outcome.FAILED),
    ]
    first = run.trials[0]
    assert (first.key.setting.temperature, first.key.setting.model) == (0.5, "openai:x")
    assert first.answer is not None
    assert (first.answer.text, first.answer.seconds) == ("30 days", 0.12)
    assert run.suite.cases[0].prompt == "How long at {{x}}?"
    assert (run.started_at.year, run.planned, run.label) == (2026, 2, "old")


def test_what_has_no_output_is_an_error(tmp_path: Path) -> None:
    """A failed request is an errored trial and never an answer."""
    path = written(tmp_path, result(response=None, error="429", failureReason=2))

    (trial,) = import_results(path, "r1", "")[0].trials

    assert (trial.outcome, trial.error) == (Outcome.ERRORED, "429")


def test_chats_and_objects_are_read(tmp_path: Path) -> None:
    """Messages before the last are history; an output that is no text is its JSON."""
    raw = json.dumps(
        [
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": "Yo"},
            {"role": "user", "content": "And?"},
        ]
    )
    path = written(tmp_path, result(prompt={"raw": raw}, response={"output": {"a": 1}}))

    run, _ = import_results(path, "r1", "")

    assert [message.content for message in run.suite.cases[0].history] == ["Hi", "Yo"]
    assert run.trials[0].exchanges[0].answer.text == '{"a": 1}'


def test_what_needs_a_judge_is_left_out_and_said(tmp_path: Path) -> None:
    """A result that nobody can score here is no passed trial."""
    judged = {"assert": [{"type": "llm-rubric", "value": "x"}]}
    run, account = import_results(
        written(tmp_path, result(), result(testIdx=1, testCase=judged)), "r1", ""
    )

    assert len(run.trials) == 1
    assert "assertion llm-rubric: it needs a judging model" in account.left_out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "no object"),
        ("{}", "no results of promptfoo, version 3"),
        ('{"results": {"version": 2, "results": []}}', "found: 2"),
        ('{"results": {"version": 3, "results": []}}', "no results"),
        ('{"results": {"version": 3, "results": [1]}}', "no result in it can be read"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """Broken, foreign, old and empty files are explained."""
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(SuiteError, match=said):
        import_results(path, "r1", "")
