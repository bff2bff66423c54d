from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from harness.authored import allow_authored
from harness.cli.main import cli
from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import bind
from harness.scorers.python_code import forbid_code

CHECKS = """
from dataclasses import dataclass

@dataclass
class Limit:
    words: int

def is_short(answer, known):
    limit = Limit(int(known["parameters"].get("words", 3)))
    return {"value": len(answer.split()) <= limit.words, "reason": "counted"}
"""
SUITE = "cases: [{id: a, prompt: Hi?, expect: {python: 'checks.py:is_short'}}]\n"


@pytest.fixture(autouse=True)
def checks(tmp_path: Path) -> Iterator[Path]:
    """Write a file of functions and a suite beside it; forbid code afterwards."""
    (tmp_path / "checks.py").write_text(CHECKS, encoding="utf-8")
    (tmp_path / "broken.py").write_text("raise OSError('no disk')", encoding="utf-8")
    (tmp_path / "leaves.py").write_text("raise SystemExit(0)", encoding="utf-8")
    (tmp_path / "a.suite.yaml").write_text(SUITE, encoding="utf-8")
    yield tmp_path
    forbid_code()


def expectation(function: str) -> Expectation:
    """Return an expectation by a function of a file."""
    return Expectation(scorer="python", parameters={"function": function})


def test_a_function_beside_the_suite_judges(checks: Path) -> None:
    """It gets the answer and its parameters, and says why."""
    allow_authored(lambda: [checks])
    score = bind(expectation("checks.py:is_short")).judge(Exchange("?", Answer("so it is", 0)))
    assert (score.value, score.reason) == (1, "counted")


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        ("checks.py:is_shot", "did you mean 'is_short'"),
        ("other.py:f", "there is no file other.py"),
        ("checks.py", "must be a file and a function"),
        ("broken.py:f", "cannot be run: OSError: no disk"),
        ("leaves.py:f", "cannot be run: SystemExit: 0"),
    ],
)
def test_what_cannot_be_called_is_told_when_the_suite_is_read(
    checks: Path, function: str, problem: str
) -> None:
    """File, function and failure stand in the message."""
    allow_authored(lambda: [checks])
    with pytest.raises(ValidationError, match=problem):
        bind(expectation(function))


def test_the_command_line_must_allow_code(checks: Path) -> None:
    """Without --allow-code the suite is refused; with it, it is checked; and then again refused."""
    runner, suite = CliRunner(), str(checks / "a.suite.yaml")
    refused = runner.invoke(cli, ["check", suite], catch_exceptions=True)
    assert refused.exit_code != 0
    assert 0 == runner.invoke(cli, ["check", "--allow-code", suite]).exit_code
    assert runner.invoke(cli, ["check", suite]).exit_code != 0
