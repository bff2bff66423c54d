from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import ValidationError

from harness.client.completions import Completions
from harness.judging import judge as judging
from harness.judging.judge import Judge
from harness.model.run import Answer, Exchange, Score


class StandIn(BaseHTTPRequestHandler):
    """A model on this machine: says what the test wants, and remembers what it was asked."""

    replies: list[tuple[int, Any]]
    asked: list[tuple[str, str | None, Any]]

    def do_POST(self) -> None:
        """Answer the next reply; the last one for ever."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], body))
        status, reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        text = json.dumps(reply).encode() if reply is not None else b"no JSON"
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[StandIn]]:
    """Run a judge on a free port for the time of a test; nobody waits between attempts."""
    handler = type("Handler", (StandIn,), {"replies": [], "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("HARNESS_JUDGE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("HARNESS_JUDGE_KEY", "sk-very-secret")
    monkeypatch.setenv("HARNESS_JUDGE_MODEL", "judge-1")

    def at_once(url: str, key: Any) -> Completions:
        return Completions(url, key, timeout_seconds=2, first_wait_seconds=0)

    monkeypatch.setattr(judging, "Completions", at_once)
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def completion(text: str) -> dict[str, Any]:
    """Return a reply of an OpenAI-compatible endpoint."""
    return {"choices": [{"message": {"role": "assistant", "content": text}}]}


def judged(**parameters: str) -> Score:
    """Judge an answer by a rubric."""
    scorer = Judge.model_validate({"rubric": "Be polite", **parameters}, context={"name": "judge"})
    return scorer.judge(Exchange("Why?", Answer("Because, dear customer.", 0)))


def test_a_model_judges(stand_in: type[StandIn]) -> None:
    """The verdict is the score; the question goes out at temperature 0, with the key."""
    stand_in.replies.append((200, completion('{"score": 0.75, "reason": "polite"}')))
    score = judged()
    assert (score.value, score.passed, score.reason) == (0.75, True, "the judge says: polite")
    path, key, body = stand_in.asked[0]
    assert (path, key) == ("/v1/chat/completions", "Bearer sk-very-secret")
    assert (body["model"], body["temperature"]) == ("judge-1", 0)


def test_a_chatbot_judges(stand_in: type[StandIn]) -> None:
    """A chat endpoint of the API can be the judge, too."""
    stand_in.replies.append((200, {"text": '{"score": 0, "reason": "rude"}'}))
    score = judged(chatbot_id="bot-7")
    assert (score.value, score.passed) == (0, False)
    path, _, body = stand_in.asked[0]
    assert (path, body["chatbotId"]) == ("/v1/chat", "bot-7")


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ([(500, {})], "the judge is not available: status 500"),
        ([(401, {})], "the judge refused the question: status 401"),
        ([(200, None)], "the reply of the judge is no JSON"),
        ([(200, {"choices": []})], "the reply of the judge has no text"),
        ([(200, completion("It is fine."))], "the judge gave no verdict"),
    ],
)
def test_no_verdict_is_no_wrong_answer(
    stand_in: type[StandIn], replies: list[tuple[int, Any]], reason: str
) -> None:
    """What goes wrong with the judge leaves the answer not judged; no key stands in the reason."""
    stand_in.replies.extend(replies)
    score = judged()
    assert (score.value, score.passed) == (None, None)
    assert score.reason.startswith(reason)
    assert "secret" not in score.reason


def test_a_judge_that_is_not_there_cannot_judge(
    stand_in: type[StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens: the answer is not judged."""
    monkeypatch.setenv("HARNESS_JUDGE_URL", "http://127.0.0.1:9/v1")
    assert judged().value is None


def test_a_judge_that_is_busy_is_asked_again(stand_in: type[StandIn]) -> None:
    """Too many requests, and a moment later a verdict."""
    stand_in.replies.extend([(429, {}), (200, completion('{"score": 1, "reason": ""}'))])
    assert judged().value == 1
    assert 2 == len(stand_in.asked)


@pytest.mark.parametrize("missing", ["HARNESS_JUDGE_URL", "HARNESS_JUDGE_MODEL"])
def test_a_suite_cannot_be_judged_without_settings(
    stand_in: type[StandIn], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """What is missing is told when the suite is read."""
    monkeypatch.delenv(missing)
    with pytest.raises(ValidationError, match=missing):
        judged()


def test_a_suite_cannot_send_keys_elsewhere(stand_in: type[StandIn]) -> None:
    """The address of the judge is no parameter."""
    with pytest.raises(ValidationError, match="Extra inputs"):
        judged(url="http://evil.example")
