from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster
from fakes import COLD, case, suite
from slowbot import SlowBot, slow_bot

from harness.cluster import cluster as clusters
from harness.cluster import remote
from harness.cluster.bot import open_cluster_bot
from harness.cluster.remote import Order
from harness.errors import BudgetReached, ClusterLost, SettingsError
from harness.evaluation import evaluate
from harness.model.run import Outcome, RunStatus
from harness.model.suite import Suite
from harness.runner.budget import Budget
from harness.runner.plan import plan
from harness.settings import Settings
from harness.store.store import Store
from harness.wire.chat import ChatMessage, ChatRequest

ORDER = Order("one", "http://127.0.0.1:1", 5, 2, None)
QUESTION = ChatRequest(chatbotId="b1", messages=(ChatMessage(role="user", content="refund?"),))
QUESTIONS = suite(*(case(f"q{number}", expect="answer") for number in range(30)), repeats={0.0: 2})


@asynccontextmanager
async def workers(key: str = "some-key") -> AsyncIterator[LocalCluster]:
    """Run a scheduler and two workers in processes of their own."""
    async with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        asynchronous=True,
        env={remote.KEY: key},
    ) as cluster:
        yield cluster


def settings_of(bot: SlowBot, concurrency: int = 10) -> Settings:
    """Return settings that lead to a slow bot."""
    return Settings(api_key="some-key", base_url=bot.url, concurrency=concurrency)


async def ask_through(
    address: str | None, settings: Settings, asked: Suite, store: Store, **wishes: str
) -> None:
    """Ask a suite through the cluster at an address."""
    async with open_cluster_bot(settings, "b1", address) as bot:
        await evaluate(asked, bot, store, concurrency=settings.concurrency, **wishes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store in a file."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as empty:
        yield empty


async def test_a_local_cluster_asks_what_this_process_would(store: Store) -> None:
    """Same keys in the same order, each asked once, and the semaphore holds the number at once."""
    async with slow_bot(0.05) as bot:
        await ask_through(None, settings_of(bot, 5), QUESTIONS, store, label="there")

    run = store.load_run("there")
    assert RunStatus.COMPLETE is run.status
    wanted = sorted(task.key for task in plan(QUESTIONS))
    assert wanted == sorted(trial.key for trial in run.trials)
    assert {Outcome.PASSED} == {trial.outcome for trial in run.trials}
    assert {2} == set(bot.asked.values())
    assert 1 < bot.most <= 5
    assert "p50" in run.provenance["latency"]


async def test_the_death_of_a_worker_loses_nothing(store: Store) -> None:
    """Killed in the middle: every trial is there, and only what was under way is asked twice."""
    async with slow_bot(0.3) as bot, workers() as cluster:

        async def kill() -> None:
            await bot.asked_times(15)
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

        killing = asyncio.create_task(kill())
        settings = settings_of(bot)
        await ask_through(cluster.scheduler_address, settings, QUESTIONS, store, label="killed")
        await killing

    run = store.load_run("killed")
    assert RunStatus.COMPLETE is run.status
    assert {Outcome.PASSED} == {trial.outcome for trial in run.trials}
    assert 60 <= sum(bot.asked.values()) <= 70


async def test_what_a_dead_worker_had_under_way_comes_off_the_budget(store: Store) -> None:
    """Dask would run its tasks anew on its own: no more is sent than was allowed."""
    budget = Budget(max_requests=40)
    async with slow_bot(0.5) as bot, workers() as cluster:
        address = cluster.scheduler_address

        async def kill() -> None:
            await bot.asked_times(10)
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

        killing = asyncio.create_task(kill())
        settings = settings_of(bot)
        async with open_cluster_bot(settings, "b1", address, budget) as asked:
            with pytest.raises(BudgetReached):
                await evaluate(QUESTIONS, asked, store, concurrency=10, budget=budget)
        await killing

    assert 40 == budget.requests_spent == bot.asked.total()
    assert len(store.load_run("latest").trials) < 40


async def test_a_scheduler_that_dies_keeps_what_was_answered(store: Store) -> None:
    """The run stops, and another one can go on with it: nothing that is kept is asked again."""
    async with slow_bot(0.1) as bot:
        async with workers() as cluster:

            async def stop() -> None:
                await bot.asked_times(30)
                await cluster.close()

            stopping = asyncio.create_task(stop())
            with pytest.raises(ClusterLost):
                await ask_through(
                    cluster.scheduler_address, settings_of(bot), QUESTIONS, store, label="lost"
                )
            await stopping
        kept = store.load_run("lost")
        assert RunStatus.STOPPED is kept.status
        assert 20 <= len(kept.trials) < 60
        again = dict.fromkeys(f"{trial.key.case_id}?" for trial in kept.trials)
        before = {question: bot.asked[question] for question in again}
        await ask_through(None, settings_of(bot), QUESTIONS, store, resume=kept.id)

    run = store.load_run("lost")
    assert RunStatus.COMPLETE is run.status
    assert 60 == len(run.trials)
    assert all(bot.asked[question] <= 3 for question in before)


async def test_workers_without_a_key_are_told_of_before_anything_is_asked(store: Store) -> None:
    """The key is sent to nobody, so each worker must have it."""
    async with slow_bot(0) as bot, workers(key="") as cluster:
        with pytest.raises(SettingsError, match="no API key: set CHATBASE_API_KEY"):
            await ask_through(cluster.scheduler_address, settings_of(bot), QUESTIONS, store)

    assert not bot.asked
    assert () == store.runs()


async def test_another_number_at_once_is_refused_while_somebody_asks(store: Store) -> None:
    """The semaphore is one for all commands: two limits cannot both hold; later they may differ."""
    async with slow_bot(0.05) as bot, workers() as cluster:
        address = cluster.scheduler_address
        async with open_cluster_bot(settings_of(bot, 4), "b1", address) as first:
            await first.converse(COLD).ask("q?")
            holding = asyncio.create_task(first.converse(COLD).ask("q?"))
            await bot.asked_times(2)
            with pytest.raises(SettingsError, match="with another --concurrency than 3"):
                async with open_cluster_bot(settings_of(bot, 3), "b1", address):
                    pass
            await holding
        async with open_cluster_bot(settings_of(bot, 3), "b1", address) as second:
            answer = await second.converse(COLD).ask("q?")

    assert "The answer is q?" == answer.text


async def test_nothing_at_the_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that is not there ends the command, and does not hang it."""
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    async with slow_bot(0) as bot:
        with pytest.raises(ClusterLost, match="no Dask scheduler answers"):
            async with open_cluster_bot(settings_of(bot), "b1", "tcp://127.0.0.1:9"):
                pass


@pytest.mark.parametrize("address", ["", "somewhere", "http://host:80", "tcp://host", "a b:1"])
async def test_what_is_no_address_is_refused(address: str) -> None:
    """Before Dask stumbles over it."""
    settings = Settings(api_key="some-key", base_url="http://127.0.0.1:1")
    with pytest.raises(SettingsError, match="is no address: write tcp://host:8786"):
        async with open_cluster_bot(settings, "b1", address):
            pass


async def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no part of the usual installation."""
    monkeypatch.setattr(clusters, "find_spec", lambda name: None)
    settings = Settings(api_key="some-key", base_url="http://127.0.0.1:1")
    with pytest.raises(SettingsError, match=r"pip install 'chatbot-harness\[dask\]'"):
        async with open_cluster_bot(settings, "b1", None):
            pass


class Silent:
    """A scheduler, its client and a semaphore at once, with neither a lease nor a worker."""

    def __init__(self, trouble: type[Exception] | None = None) -> None:
        self.scheduler = self
        self._trouble = trouble

    async def identity(self, n_workers: int) -> dict[str, int]:
        """Tell of as many workers as are asked for: none."""
        return {"total_threads": n_workers}

    async def acquire(self) -> None:
        """Fail, or never come back."""
        if self._trouble is not None:
            raise self._trouble
        await asyncio.Event().wait()


@pytest.mark.parametrize("trouble", [OSError, RuntimeError])
async def test_a_scheduler_without_the_semaphore_is_a_lost_cluster(
    trouble: type[Exception],
) -> None:
    """One that hung up, and one that was started anew and knows nothing."""
    silent: Any = Silent(trouble)
    with pytest.raises(ClusterLost):
        await clusters.Cluster(silent, silent, ORDER).ask(QUESTION)


async def test_a_scheduler_that_is_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It neither answers nor hangs up; nobody waits for it for ever."""
    monkeypatch.setattr(clusters, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(clusters, "ALONE_SECONDS", 0.05)
    silent: Any = Silent()
    cluster = clusters.Cluster(silent, silent, ORDER)
    watching = asyncio.create_task(cluster.watch())

    for _ in range(2):  # it goes on looking
        with pytest.raises(ClusterLost):
            await cluster.ask(QUESTION)
    watching.cancel()


def test_dask_says_nothing_on_the_terminal() -> None:
    """A lost scheduler would bring a hundred tracebacks, and one sentence says it."""
    code = """
import logging
from harness.cluster.cluster import _quiet
with _quiet():
    import distributed
    for name in ("distributed", "distributed.client", "distributed.semaphore", "tornado"):
        logging.getLogger(name).error("noise")
logging.getLogger("distributed.client").error("heard again")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "noise" not in ended.stderr
    assert "heard again" in ended.stderr


async def test_another_server_is_no_scheduler(store: Store) -> None:
    """It is said as of an address where nobody answers, and not as a bug."""
    async with slow_bot(0) as bot:
        address = f"tcp://{bot.url.removeprefix('http://').removesuffix('/api/v1')}"
        with pytest.raises(ClusterLost, match="no Dask scheduler answers"):
            await ask_through(address, settings_of(bot), QUESTIONS, store)


async def test_tls_without_certificates_is_a_matter_of_the_settings(store: Store) -> None:
    """Dask reads them from its own settings, which are named."""
    async with slow_bot(0) as bot:
        with pytest.raises(SettingsError, match="needs certificates"):
            await ask_through("tls://127.0.0.1:9", settings_of(bot), QUESTIONS, store)
