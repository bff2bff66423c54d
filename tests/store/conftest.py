"""Stores on both databases, and runs and trials to keep in them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url

from harness.model.run import (
    Answer,
    BotState,
    Exchange,
    Message,
    Run,
    RunStatus,
    Score,
    Setting,
    Trial,
    TrialKey,
)
from harness.model.suite import Case, Expectation, Suite, Turn
from harness.store.store import Store

START = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
POSTGRES = "HARNESS_TEST_POSTGRES"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty store; PostgreSQL only where one is named to us."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'runs.db'}"
        return
    if POSTGRES not in os.environ:
        pytest.skip(f"{POSTGRES} names no PostgreSQL")
    server = make_url(os.environ[POSTGRES]).set(drivername="postgresql+psycopg")
    schema = f"test_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        own = server.update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Return an empty store."""
    with Store(url) as opened:
        yield opened


@pytest.fixture
def make_trial() -> Callable[..., Trial]:
    """Return a function that makes trials of one exchange."""

    def make(
        case_id: str = "refund",
        repeat: int = 0,
        *,
        value: float | None = 1.0,
        error: str | None = None,
        text: str = "Within 30 days.",
        digest: str = "0123456789abcdef",
        setting: Setting = Setting(0.0),  # noqa: B008 (frozen)
    ) -> Trial:
        score = Score("keyword", value, None if value is None else value >= 0.5, "as it is")
        exchange = Exchange("How long?", Answer(text, 0.25), (), (score,))
        asked_at = START + timedelta(seconds=repeat)
        key = TrialKey(case_id, setting, repeat)
        return Trial(key, digest, () if error else (exchange,), asked_at, error)

    return make


@pytest.fixture
def make_run() -> Callable[..., Run]:
    """Return a function that makes runs; `minutes` after a fixed moment."""

    def make(run_id: str = "run-1", label: str = "", minutes: int = 0, **more: Any) -> Run:
        cases = [Case(id=name, turns=[Turn(user="How long?")]) for name in ("refund", "price")]
        given: dict[str, Any] = {
            "suite": Suite(name="shop", cases=cases),
            "settings": (Setting(0.0),),
            "bot": BotState("bot-1"),
            "planned": 2,
            **more,
        }
        return Run(run_id, label, started_at=START + timedelta(minutes=minutes), **given)

    return make


@pytest.fixture
def full_run() -> Run:
    """Return a run in which every field of every noun says something."""
    suite = Suite(
        name="Shop – Größe",
        description="A suite with\nlines",
        temperatures=(0.0, 0.7),
        repeats={0.0: 1, 0.7: 2},
        model="small-1",
        stream=True,
        cases=(
            Case(
                id="refund",
                turns=(
                    Turn(user="Hi"),
                    Turn(
                        user="How long?",
                        expect=(Expectation(scorer="keyword", parameters={"all": ["30", "days"]}),),
                    ),
                ),
                tags=("money", "law"),
                must_not_break=True,
                threshold=0.8,
                conversation_id="log-1",
            ),
            Case(id="a-first-by-name", turns=(Turn(user="Where?"),)),
        ),
    )
    cold, warm = Setting(0.0, "small-1", stream=True), Setting(0.7, "small-1", stream=True)
    first = Exchange("Hi", Answer("Hello\x00 \ud83d\ude00 \ud83d 😀 \\u0000 \\", 0.1))
    second = Exchange(
        "How long?",
        Answer(
            "30 days",
            1 / 3,
            first_chunk_seconds=0.1 + 0.2,
            attempts=3,
            sent={"messages": [{"role": "user", "content": "Hi"}], "temperature": 0.7},
            extra={"id": 7, "sources": [None, True, {"ü": "\udfff"}]},
        ),
        (Message("user", "Hi"), Message("assistant", first.answer.text)),
        (
            Score("keyword", 0.5, passed=False, reason="lost 'days'", threshold=0.8, weight=2.0,
                  details={"lost": ["days"]}),
            Score("semantic", None, None, "no model"),
        ),
    )  # fmt: skip
    digest = suite.cases[0].digest
    judged = Exchange("Where?", Answer("Here", 2.0), (), (Score("exact", 1.0, True, "same"),))
    return Run(
        id="20260301-120000-ab12",
        label="before",
        suite=suite,
        settings=(cold, warm),
        bot=BotState("bot-1", "Shop", "trained", "2026-02-01", "2026-02-02", 12, "small-1", "Be"),
        started_at=START,
        status=RunStatus.COMPLETE,
        finished_at=START + timedelta(hours=1),
        trials=(
            Trial(TrialKey("refund", cold, 0), digest, (first, second), START),
            Trial(TrialKey("refund", warm, 0), digest, (first,), START, "BotUnreachable: cut off"),
            Trial(TrialKey("refund", warm, 1), digest, (), START, "BotUnreachable: no answer"),
            Trial(TrialKey("a-first-by-name", cold, 0), suite.cases[1].digest, (judged,), START),
        ),
        planned=6,
        provenance={"harness": "1.0", "suite file": "shop\udcff.suite.yaml"},
    )
