"""Two scripted bots and an asker of both, for the tests that compare them live."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from fakes import ScriptedBot, run

from harness.compare.policy import Policy
from harness.live.asking import Asker, Wanted
from harness.live.finding import Finding
from harness.live.ledger import Ledger
from harness.live.question import Question
from harness.model.run import Run, RunStatus, Trial
from harness.model.suite import Suite
from harness.runner.budget import Budget
from harness.store.store import Store

__all__ = ["Onlooker", "both", "two_bots"]


def two_bots(
    store: Store,
    of: Suite,
    old: ScriptedBot,
    new: ScriptedBot,
    *,
    max_requests: int | None = None,
) -> Asker:
    """Return an asker of two bots whose runs `before` and `after` have begun."""
    ledgers = {
        side: Ledger.begin(store, run(side, of, ()), bot)
        for side, bot in (("before", old), ("after", new))
    }
    return Asker(ledgers, 4, Random(1), budget=Budget(max_requests))


def both(questions: Sequence[Question], number: int = 0) -> list[Wanted]:
    """Want one answer of each side to each question."""
    return [Wanted(side, each, number) for each in questions for side in ("before", "after")]


@dataclass
class Onlooker:
    """A watcher that remembers what it was told."""

    stages: list[str] = field(default_factory=list)
    ended: list[RunStatus] = field(default_factory=list)
    answers: int = 0
    stop_after: int | None = None
    job: asyncio.Task[Finding] | None = None
    """What is cancelled after so many answers."""

    def stage(self, sentence: str) -> None:
        """Remember the sentence."""
        self.stages.append(sentence)

    def begin(self, before: Run, after: Run, kept: int) -> None:
        """Remember how many answers are kept."""
        self.stages.append(f"kept {kept}")

    def answered(self, side: str, trial: Trial) -> None:
        """Count; interrupt where the test wants it."""
        self.answers += 1
        if self.answers == self.stop_after and self.job:
            self.job.cancel()

    def progress(self, policy: Policy) -> None:
        """Look on."""

    def end(self, status: RunStatus) -> None:
        """Remember how it ended."""
        self.ended.append(status)
