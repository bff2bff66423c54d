from __future__ import annotations

from harness.model.run import Answer, Exchange
from harness.model.suite import Expectation
from harness.scorers import bind


def test_an_answer_must_come_in_time() -> None:
    """The value falls with the time that is too long."""
    latency = bind(Expectation(scorer="latency", parameters={"max_seconds": "2"}))
    assert latency.judge(Exchange("?", Answer("x", 2.0))).passed
    late = latency.judge(Exchange("?", Answer("x", 4.0)))
    assert (late.value, late.passed) == (0.5, False)
    assert late.reason == "answered after 4 s, at most 2 s are allowed"


def test_the_first_piece_must_come_in_time() -> None:
    """It counts for streamed answers; of others nobody knows."""
    chunk = bind(Expectation(scorer="first_chunk", parameters={"max_seconds": 1}))
    assert chunk.judge(Exchange("?", Answer("x", 9.0, first_chunk_seconds=0.5))).passed
    unknown = chunk.judge(Exchange("?", Answer("x", 0.1)))
    assert (unknown.value, unknown.passed) == (None, None)
