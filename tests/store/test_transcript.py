from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.model.run import Answer, Exchange, Message, Run, Score, Setting, Trial, TrialKey
from harness.store.texts import dump, load
from harness.store.transcript import (
    TOO_DEEP,
    read_exchanges,
    read_setting,
    setting_text,
    transcript,
)

TEXT = st.text(st.characters(exclude_categories=()))
SECONDS = st.floats(0, 1e6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=5,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=3)
ANSWERS = st.builds(
    Answer, TEXT, SECONDS, st.none() | SECONDS, st.integers(1, 9), sent=OBJECTS, extra=OBJECTS
)
SCORES = st.builds(
    Score,
    TEXT,
    st.none() | st.floats(0, 1),
    st.none() | st.booleans(),
    TEXT,
    st.none() | st.floats(0, 1),
    st.floats(0, 100),
    OBJECTS,
)
EXCHANGES = st.builds(
    Exchange,
    TEXT,
    ANSWERS,
    st.lists(st.builds(Message, TEXT, TEXT), max_size=2).map(tuple),
    st.lists(SCORES, max_size=2).map(tuple),
)


def trial(*exchanges: Exchange, error: str | None = None) -> Trial:
    """Return a trial of these exchanges."""
    return Trial(TrialKey("a", Setting(0.0), 0), "d", exchanges, datetime.now(UTC), error)


@given(st.lists(EXCHANGES, max_size=2), st.none() | TEXT)
def test_every_exchange_comes_back(exchanges: list[Exchange], error: str | None) -> None:
    """Whatever was said, sent, scored and found is read back equal, and so is the error."""
    kept = load(dump(transcript(trial(*exchanges, error=error))))
    assert read_exchanges(kept) == tuple(exchanges)
    assert kept["error"] == error


def test_what_a_later_version_added_is_passed_over(full_run: Run) -> None:
    """Unknown fields at any depth do not keep an older harness from reading."""
    kept = transcript(full_run.trials[0])
    kept["new"] = 1
    for exchange in kept["exchanges"]:
        for owner in (exchange, exchange["answer"], *exchange["history"], *exchange["scores"]):
            owner["new"] = {"anything": []}
    assert read_exchanges(kept) == full_run.trials[0].exchanges
    assert read_setting('{"temperature":0.5,"new":1}') == Setting(0.5)


def test_what_an_earlier_version_lacked_has_its_default() -> None:
    """A transcript with only what was always there can be read."""
    least = {"exchanges": [{"prompt": "?", "answer": {"text": "!", "seconds": 1.0}}]}
    assert read_exchanges(least) == (Exchange("?", Answer("!", 1.0)),)


@given(st.builds(Setting, st.floats(0, 1), TEXT, st.booleans()))
def test_every_setting_comes_back(setting: Setting) -> None:
    """A setting's text means that setting."""
    assert read_setting(setting_text(setting)) == setting


def test_equal_settings_have_one_text() -> None:
    """0, 0.0 and -0.0 are one temperature, so they are one key of a trial."""
    texts = {setting_text(Setting(zero)) for zero in (0, 0.0, -0.0)}
    assert texts == {'{"model":"","stream":false,"temperature":0.0}'}


def test_a_bottomless_reply_does_not_spoil_the_run() -> None:
    """A field of a reply that nests too deep to be read back is left out, and says so."""
    deep: Any = json.loads("[" * 900 + "]" * 900)
    wide = [[[1, {"a": [2]}]]]
    exchange = Exchange("?", Answer("!", 1.0, extra={"deep": deep, "wide": wide, "text": "x"}))
    (back,) = read_exchanges(load(dump(transcript(trial(exchange)))))
    assert back.answer.extra == {"deep": TOO_DEEP, "wide": wide, "text": "x"}
