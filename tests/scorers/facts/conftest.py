from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.scorers.facts.facts import ExpectedFacts, Finding
from harness.scorers.facts.said import Said
from harness.scorers.language import language

Compare = Callable[..., Finding]


@pytest.fixture
def compare() -> Compare:
    """Hold an answer against the facts of an expected text."""

    def compare(expected: str, answer: str, spoken: str = "english") -> Finding:
        said = Said(answer, language(spoken))
        facts = ExpectedFacts(expected, said.language)
        return facts.compare(said)

    return compare
