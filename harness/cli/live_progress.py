"""Showing how a live comparison goes on: what was asked, and how strong the evidence is."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from harness.model.run import Outcome, Run, RunStatus, Trial

from .console import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from harness.compare.policy import Policy

__all__ = ["LiveProgress"]

QUIET_SECONDS = 15
"""Without a terminal, a line at most so often."""


class LiveProgress:
    """Watches a live comparison; after an interruption it knows what can be gone on with."""

    def __init__(self, *, bar: bool) -> None:
        """Show a bar where stderr is a terminal and `bar` allows it."""
        self._wants_bar = bar and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._answers = self._errors = 0
        self._said = time.monotonic()
        self.begun: tuple[Run, Run] | None = None
        """The runs of both sides, once they have begun."""
        self.ended = False

    def stage(self, sentence: str) -> None:
        """Say what happens now."""
        say(sentence, err=True)

    def retrain_begins(self, sentence: str) -> None:
        """Say that a new text is about to be sent."""
        self.stage(sentence)

    def begin(self, before: Run, after: Run, kept: int) -> None:
        """Start the bar."""
        self.begun = (before, after)
        more = f", {kept} answers kept from before" if kept else ""
        over = before.status is RunStatus.COMPLETE
        what = "as the evidence needs" if over else f"and {before.label} in turn"
        self.stage(f"Asking {after.label} {what}{more}")
        if self._wants_bar:
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task("asking", total=None, evidence="")

    def answered(self, side: str, trial: Trial) -> None:
        """Count a trial."""
        self._answers += 1
        self._errors += trial.outcome is Outcome.ERRORED
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self._answers)

    def progress(self, policy: Policy) -> None:
        """Show the evidence."""
        words = _evidence(policy)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], evidence=words)
        elif time.monotonic() - self._said >= QUIET_SECONDS:
            self._said = time.monotonic()
            self.stage(f"  {self._answers} answers, {self._errors} errors; {words}")

    def end(self, status: RunStatus) -> None:
        """Stop the bar."""
        self.ended = True
        if self._bar:
            self._bar.stop()
            self._bar = None
        word = "" if status is RunStatus.COMPLETE else f"{status.value}: "
        self.stage(f"  {word}{self._answers} answers, {self._errors} errors")


def _evidence(policy: Policy) -> str:
    tally = policy.tally
    worst = max(tally.worse)
    return (
        f"round {policy.rounds + 1}; odds that the worst question is broken {worst:,.0f}:1, "
        f"that the whole is lower {policy.course.odds_drop:,.1f}:1"
    )


def _bar() -> Bar:
    from rich import progress
    from rich.console import Console

    return progress.Progress(
        progress.SpinnerColumn(),
        progress.TextColumn("{task.completed} answers", markup=False),
        progress.TextColumn("{task.fields[evidence]}", markup=False),
        progress.TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
