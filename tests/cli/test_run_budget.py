from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import Harness

from harness.bots import emulate
from harness.model.run import RunStatus
from harness.store.store import Store

STORE = "sqlite:///.harness/runs.db"


def test_a_dry_run_shows_the_cost_and_sends_nothing(harness: Harness, demo: Path) -> None:
    """It needs no key, and leaves no store."""
    said = harness(
        "run", demo / "shop.suite.yaml", "--chatbot-id", "b", "-t", "0", "--repeats", "2",
        "--model", "claude-opus-4-6", "--max-credits", "10", "--dry-run",
    )  # fmt: skip

    assert (0, "") == (said.code, said.out)
    assert "13 questions × (2 at claude-opus-4-6, temperature 0) = 26 requests" in said.err
    assert "cost: about 130 message credits (5 an answer of claude-opus-4-6)" in said.err
    assert "budget: 10 credits: the run will end incomplete" in said.err
    assert "Dry run: nothing was sent." in said.err
    assert not Path(".harness").exists()


def test_the_users_own_prices_count(harness: Harness, demo: Path, tmp_path: Path) -> None:
    """`[tool.harness.credits]` comes before the built-in table."""
    (tmp_path / "pyproject.toml").write_text("[tool.harness.credits]\ngpt-5 = 0.5\n")
    said = harness(
        "run", demo / "shop.suite.yaml", "--chatbot-id", "b", "-t", "0", "--repeats", "2",
        "--model", "gpt-5", "--dry-run",
    )  # fmt: skip

    assert "cost: about 13 message credits (0.5 an answer of gpt-5)" in said.err


def test_a_spent_budget_is_resumable(harness: Harness, demo: Path, shop: str) -> None:
    """Exit code 3, so many answers kept, and the advice that is printed completes the run."""
    begun = ("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0", "--repeats", "1")
    said = harness(*begun, "--max-requests", "5")

    assert 3 == said.code
    assert "the budget of 5 requests is spent (5 sent)" in said.err
    with Store(STORE) as store:
        run = store.load_run("latest")
    assert (RunStatus.INCOMPLETE, 5) == (run.status, len(run.trials))
    assert f"--resume {run.id}" in said.err

    again = harness(*begun, "--resume", run.id)

    assert 0 == again.code, again.err
    assert "5 of them are kept: 8 requests are left" in again.err
    with Store(STORE) as store:
        whole = store.load_run(run.id)
    assert (RunStatus.COMPLETE, 13) == (whole.status, len(whole.trials))


def test_a_dead_port_is_told_in_seconds(
    harness: Harness, demo: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3 and where to look; nothing was asked."""
    monkeypatch.setenv("CHATBASE_API_KEY", "sk-1")
    monkeypatch.setenv("CHATBASE_BASE_URL", f"http://127.0.0.1:{unused_tcp_port}/api/v1")
    said = harness("run", demo / "shop.suite.yaml", "--chatbot-id", "b")

    assert 3 == said.code
    assert "cannot be reached" in said.err


def test_the_latency_stands_with_the_run(harness: Harness, demo: Path, shop: str) -> None:
    """A run knows how fast it was answered."""
    harness("run", demo / "shop.suite.yaml", "--chatbot-id", shop, "-t", "0", "--repeats", "1")

    with Store(STORE) as store:
        told = store.load_run("latest").provenance
    assert re.fullmatch(r"p50 \d+\.\d\d s, p95 \d+\.\d\d s", told["latency"])


def test_errors_are_asked_once_more_when_that_is_wished(
    harness: Harness, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut off in the first pass gets a second one in the same run."""
    monkeypatch.setenv("HARNESS_ATTEMPTS", "1")
    with emulate(faults={"cut_stream_share": 0.5, "seed": 3}) as running:
        monkeypatch.setenv("CHATBASE_BASE_URL", running.base_url)
        monkeypatch.setenv("CHATBASE_API_KEY", running.api_key)
        made = harness("api", "chatbots", "create", "Shop", "--source", demo / "shop.md")
        bot = made.out.split()[-1]
        said = harness(
            "run", demo / "shop.suite.yaml", "--chatbot-id", bot, "-t", "0", "--repeats", "1",
            "--stream", "--retry-errors",
        )  # fmt: skip

    passes = re.findall(r"(\d+) of (\d+) answered", said.err)
    (first, all_of_them), (second, left) = passes[0], passes[-1]
    assert "13" == all_of_them
    assert int(left) == 13 - int(first)
    assert f"Asking the {left} without an answer once more" in said.err
    assert 0 < int(second)
    with Store(STORE) as store:
        assert int(first) + int(second) == len(store.done(store.resolve("latest")))


def test_a_retrain_can_be_tried_dry(harness: Harness, demo: Path) -> None:
    """The plan of each way to retrain is shown, nothing is asked, and nothing is sent."""
    shop = ("retrain", demo / "shop.suite.yaml", "--chatbot-id", "b", "--source", demo / "shop.md")
    for way in ((), ("--repeats", "2"), ("--candidate",)):
        said = harness(*shop, *way, "--dry-run")
        assert (0, "") == (said.code, said.out), said.err
        assert "Dry run: nothing was sent." in said.err
