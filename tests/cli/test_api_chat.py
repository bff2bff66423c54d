from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Harness
from hypothesis import example, given
from hypothesis import strategies as st

from harness.bots import emulate
from harness.cli.api_chat import CleanStream
from harness.report.clean import clean_lines

hostile = st.text(alphabet="ab#[ ]\r\n\x1b\u200d\u200c\u202e\U0001f468é") | st.text()


@pytest.fixture(params=["seed", "vendor", "live"])
def bot(request: pytest.FixtureRequest, harness: Harness, shop_text: Path) -> Iterator[str]:
    """Return the id of a bot that knows when a shop opens, in each dialect."""
    with (
        emulate(retrain_seconds=0, dialect=request.param) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("CHATBASE_BASE_URL", running.base_url)
        patch.setenv("CHATBASE_API_KEY", running.api_key)
        yield harness("api", "chatbots", "create", "Shop", "--source", shop_text).out.strip()


@pytest.fixture
def shop_text(tmp_path: Path) -> Path:
    """Return a file with what the bot knows."""
    path = tmp_path / "shop.md"
    path.write_text("# Shop\n\nWe open at nine in the morning.\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("how", [(), ("--stream",)])
def test_a_question(harness: Harness, bot: str, how: tuple[str, ...]) -> None:
    """The answer is printed, whole or as it comes."""
    said = harness("api", "chat", "--chatbot-id", bot, "When do you open?", *how)
    assert (0, "We open at nine in the morning.\n") == (said.code, said.out), said.err


def test_an_answer_for_scripts(harness: Harness, bot: str) -> None:
    """One JSON document holds the text and its times; streamed, also the first piece's."""
    said = harness("api", "chat", "--chatbot-id", bot, "When do you open?", "--stream", "--json")
    answer = json.loads(said.out)
    assert answer["text"] == "We open at nine in the morning."
    assert answer["first_chunk_seconds"] <= answer["seconds"]


def test_a_question_from_the_input_with_a_history(
    harness: Harness, bot: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said before comes from a file, the question from the input."""
    history = tmp_path / "said.json"
    history.write_text('[{"role": "user", "content": "Hello"}]', encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("When do you open?\n"))
    said = harness("api", "chat", "--chatbot-id", bot, "-", "--history", history)
    assert "nine" in said.out, said.err


@pytest.mark.parametrize("text", ['{"role": "user"}', '[{"role": "bot", "content": "x"}]', "[", ""])
def test_a_history_that_is_none(
    harness: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """It is refused with the file's name, before anything is sent."""
    monkeypatch.setenv("CHATBASE_API_KEY", "k")
    monkeypatch.setenv("CHATBASE_BASE_URL", "http://127.0.0.1:9")
    history = tmp_path / "said.json"
    history.write_text(text, encoding="utf-8")
    said = harness("api", "chat", "--chatbot-id", "b1", "Hi", "--history", history)
    assert said.code == 2
    assert "said.json" in said.err


@given(st.lists(hostile, max_size=8))
@example(["\x1b"] * 4)
@example(["e" + "\u0301" * 5, "\u0301" * 5, "x"])
@example(["\U0001f468", "\u200d", "\u200d", "a"])
def test_pieces_are_shown_as_the_whole_would_be(pieces: list[str]) -> None:
    """However a text is cut, no piece smuggles a control character past, and nothing is lost."""
    stream = CleanStream()
    shown = "".join([*(stream.feed(piece) for piece in pieces), stream.finish()])
    assert shown == "\n".join(clean_lines("".join(pieces)))


def test_a_piece_is_shown_at_once() -> None:
    """Plain words are not held back for those that follow."""
    assert CleanStream().feed("We open ") == "We open "
