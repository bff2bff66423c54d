from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.model.run import Answer, Exchange, Score
from harness.model.suite import Expectation
from harness.scorers import bind

Judge = Callable[..., Score]


@pytest.fixture
def judge() -> Judge:
    """Score an answer by a scorer's name and parameters."""

    def judge(scorer: str, answer: str, question: str = "Why?", **parameters: Any) -> Score:
        expectation = Expectation(scorer=scorer, parameters=parameters)
        return bind(expectation).score(Exchange(question, Answer(answer, seconds=0)))

    return judge
