"""The world of the fault matrix: a bot that was retrained, and real processes that ask it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from faults.ledger import Ledger
from faults.row import Row

import harness
from harness.bots import open_client
from harness.cli.demo import demo_folder
from harness.comparing import compare_runs
from harness.emulator.app import create_app
from harness.emulator.faults import read_faults
from harness.emulator.server import serve
from harness.emulator.state import DEFAULT_KEY, State
from harness.model.run import Outcome, Run, Trial, TrialKey
from harness.settings import load_settings
from harness.store.store import Store

__all__ = ["NEW", "OLD", "SUITE", "Attempt", "World", "environment"]

SUITE = demo_folder() / "shop.suite.yaml"
OLD, NEW = demo_folder() / "shop.md", demo_folder() / "shop-edited.md"
ASK = ("run", str(SUITE), "-t", "0", "--repeats", "4", "--no-progress", "-j", "4")
GIVE_UP_SECONDS = 120


@dataclass
class World:
    """A bot on its edited text, the run before the edit, and what an undisturbed run says."""

    folder: Path
    bot: str = ""
    before: Run = field(init=False)
    verdict: object = field(init=False)

    def __post_init__(self) -> None:
        """Make the bot, ask it before and after the edit, undisturbed."""
        with self.serving() as (ledger, url):
            self.bot = self.create_bot(url)
            self.before = self._undisturbed("before", url)
            asyncio.run(self._retrain(url, NEW.read_text(encoding="utf-8")))
            self.verdict = self.judge(self._undisturbed("after", url))
        assert ledger.answered.total() == 2 * self.before.planned

    @contextmanager
    def serving(
        self, port: int = 0, *, retrain_seconds: float = 0, **faults: Any
    ) -> Iterator[tuple[Ledger, str]]:
        """Serve the bots, with trouble on purpose; yield what sees the requests, and the URL."""
        with State(self.folder / "bots.db") as state:
            trouble = read_faults({"seed": 7, **faults}) if faults else None
            app = create_app(state, retrain_seconds=retrain_seconds, faults=trouble)
            ledger = Ledger(app)
            with serve(ledger, port=port) as url:
                yield ledger, url

    def attempt(self, store: str, url: str, ledger: Ledger, *more: str) -> Attempt:
        """Return a run, not begun yet, that real processes do and trouble befalls."""
        return Attempt(self, store, url, ledger, more)

    def judge(self, run: Run) -> object:
        """Return all that a verdict on a run says, but for ids and times.

        Whether answers were streamed does not matter to it: it is the same bot.
        """
        return self.judge_pair(self.before, _as_if_not_streamed(run))

    def judge_pair(self, before: Run, after: Run) -> object:
        """Return all that a verdict on two runs says, but for ids and times."""
        comparison, verdict = compare_runs(_Two(before, after), "before", "after")
        changes = [(change.case.id, change.kind, change.reason) for change in comparison.changes]
        return verdict.decision, verdict.reasons, changes

    def _undisturbed(self, label: str, url: str) -> Run:
        store = f"sqlite:///{self.folder}/{label}.db"
        command = [sys.executable, "-m", "harness", *ASK, "--chatbot-id", self.bot]
        done = subprocess.run(
            [*command, "--store", store],
            env=environment(url), check=False, capture_output=True, text=True,
            timeout=GIVE_UP_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        with Store(store) as kept:
            return kept.load_run("latest")

    def create_bot(self, url: str) -> str:
        """Return the id of a new bot that knows the text as it was."""
        text = OLD.read_text(encoding="utf-8")
        return asyncio.run(self._create(url, text))

    async def _create(self, url: str, text: str) -> str:
        settings = load_settings({"base_url": url, "api_key": DEFAULT_KEY})
        async with open_client(settings) as client:
            return await client.create_chatbot("Shop", text)

    async def _retrain(self, url: str, text: str) -> None:
        settings = load_settings({"base_url": url, "api_key": DEFAULT_KEY})
        async with open_client(settings) as client:
            await client.update_chatbot_data(self.bot, "Shop", text)


@dataclass
class Attempt:
    """One run that is begun, broken off and gone on with until it is complete."""

    world: World
    store: str
    url: str
    ledger: Ledger
    more: tuple[str, ...] = ()
    times: int = 0
    began: float = field(default_factory=time.monotonic)
    _kept: dict[TrialKey, Trial] = field(default_factory=dict)
    _before: Counter[str] = field(default_factory=Counter)
    _twice: int = 0
    _lost: int = 0
    run_id: str | None = None

    def start(self, *prefix: str, **how: Any) -> subprocess.Popen[str]:
        """Start a process that begins the run, or goes on with it."""
        known = ("--resume", self.run_id) if self.run_id else ()
        command = [*(prefix or (sys.executable, "-m", "harness")), *ASK, *self.more, *known]
        options = ["--chatbot-id", self.world.bot, "--store", self.store]
        given = {"env": environment(self.url), "stderr": subprocess.PIPE, **how}
        return subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True, **given)

    def look(self) -> int:
        """Note what is kept now, and count what was bought again since the last look."""
        with Store(self.store) as kept:
            run = kept.load_run("latest") if kept.runs() else None
        answered = self.ledger.answered - self._before
        self._before = Counter(self.ledger.answered)
        if run is None:
            return 0
        self.run_id = run.id
        repeats = Counter(prompt_of(key, run) for key in self._kept)
        for prompt, count in answered.items():
            self._twice += max(0, count - (4 - repeats[prompt]))
        now = {t.key: t for t in run.trials if t.outcome is not Outcome.ERRORED}
        self._lost += sum(now.get(key) != trial for key, trial in self._kept.items())
        self._kept = now
        return len(now)

    def finish(self, fault: str, *, graceful: bool = True) -> Row:
        """Return the row of a run that is complete now.

        Args:
            fault: what befell it.
            graceful: no answer that the server sent may be missing, not even those in flight.
        """
        self.look()
        with Store(self.store) as kept:
            run = kept.load_run("latest")
        assert len(run.trials) == run.planned == len({trial.key for trial in run.trials})
        dropped = self.ledger.answered.total() - run.planned - self._twice
        return Row(
            fault,
            run.planned,
            self.times,
            self._lost + (dropped if graceful else 0),
            self._twice,
            0 if graceful else dropped,
            self.world.judge(run) == self.world.verdict,
            time.monotonic() - self.began,
        )

    def wait_for(self, count: int, process: subprocess.Popen[str]) -> None:
        """Wait until so many answers were sent over all, or the process has ended."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while self.ledger.answered.total() < count and process.poll() is None:
            assert time.monotonic() < deadline, "the run hangs"
            time.sleep(0.002)

    def complete(self, *, code: int = 0) -> str:
        """Go on with the run to its end; return what was said."""
        with self.start() as process:
            _, said = process.communicate(timeout=GIVE_UP_SECONDS)
        assert process.returncode == code, said
        return said


@dataclass(frozen=True)
class _Two:
    before: Run
    after: Run

    def load_run(self, ref: str) -> Run:
        """Return one of the two."""
        return self.before if ref == "before" else self.after


def _as_if_not_streamed(run: Run) -> Run:
    plain = replace(run.trials[0].key.setting, stream=False)
    trials = tuple(replace(t, key=replace(t.key, setting=plain)) for t in run.trials)
    return replace(run, settings=(plain,), trials=trials)


def prompt_of(key: TrialKey, run: Run) -> str:
    """Return the question of a trial."""
    return run.suite.by_id[key.case_id].prompt


def environment(url: str) -> Mapping[str, str]:
    """Return the environment of a process: the same code, the key, and the bot's address."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(harness.__file__).parents[1]),
        "CHATBASE_API_KEY": DEFAULT_KEY,
        "CHATBASE_BASE_URL": url,
    }
