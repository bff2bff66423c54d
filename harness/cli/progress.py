"""Showing how a run goes on: a bar on a terminal, quiet lines elsewhere."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from harness.errors import HarnessError
from harness.model.run import Outcome, Run, RunStatus, Trial

from .console import say
from .exits import INTERRUPTED

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = ["Progress", "attend"]

T = TypeVar("T")
QUIET_SECONDS = 15
"""Without a terminal, a line at most so often."""


class Progress:
    """Watches runs; after an interruption it knows which one can be gone on with."""

    def __init__(self, *, bar: bool) -> None:
        """Show a bar where stderr is a terminal and `bar` allows it."""
        self._wants_bar = bar and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._total = self._done = self._errors = 0
        self._said = 0.0
        self.first_error = ""
        """Why the first of all questions that got no answer got none."""
        self.begun: list[Run] = []
        """Every run begun so far, oldest first."""
        self.unfinished: Run | None = None
        """The run that is going on, or was cut off."""
        self.retraining = False
        """The new text may have been sent to the bot."""

    def stage(self, sentence: str) -> None:
        """Say what happens now."""
        say(sentence, err=True)

    def retrain_begins(self, sentence: str) -> None:
        """Remember that the bot is no longer surely the old one."""
        self.retraining = True
        self.stage(sentence)

    def begin(self, run: Run, todo: int) -> None:
        """Start the bar of a run."""
        self.begun.append(run)
        self.unfinished = run
        self._total, self._done, self._errors = todo, 0, 0
        self._said = time.monotonic()
        kept = run.planned - todo
        more = f", {kept} kept from before" if kept > 0 else ""
        name = f"{run.label}: " if run.label else ""
        self.stage(f"{name}asking {todo} times{more} (run {run.id})")
        if self._wants_bar:
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task(run.label or "asking", total=todo, errors=0)

    def trial(self, trial: Trial) -> None:
        """Count a trial."""
        self._done += 1
        if trial.outcome is Outcome.ERRORED:
            self._errors += 1
            self.first_error = self.first_error or _why(trial)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self._done, errors=self._errors)
        elif time.monotonic() - self._said >= QUIET_SECONDS:
            self._said = time.monotonic()
            self.stage(f"  {self._count()}")

    def end(self, run_id: str, status: RunStatus) -> None:
        """Stop the bar; a complete run needs no going on."""
        if self._bar:
            self._bar.stop()
            self._bar = None
        if status is RunStatus.COMPLETE:
            self.unfinished = None
        word = "" if status is RunStatus.COMPLETE else f"{status.value}: "
        self.stage(f"  {word}{self._count()}")

    def _count(self) -> str:
        good = self._done - self._errors
        return f"{good} of {self._total} answered, {self._errors} errors"


def _why(trial: Trial) -> str:
    unjudged = (score.reason for score in trial.scores if score.value is None)
    return trial.error or next(unjudged, "")


def attend(job: Coroutine[Any, Any, T], advice: Callable[[], list[str]]) -> T:
    """Run a job to its end; when it is cut off, say what is kept and how to go on.

    Args:
        job: what to run.
        advice: called after an error or an interruption; returns the lines to say.
    """
    gc.freeze()  # the suite lives as long as the process: do not look through it again and again
    try:
        return asyncio.run(_stoppable(job))
    except (KeyboardInterrupt, asyncio.CancelledError):
        say("Interrupted.", err=True)
        for line in advice():
            say(line, err=True)
        sys.exit(INTERRUPTED)
    except HarnessError as error:
        for line in advice():
            error.add_note(line)
        raise


async def _stoppable(job: Coroutine[Any, Any, T]) -> T:
    """Let SIGTERM, which CI sends to a job that is cancelled, end it as Ctrl+C does."""
    me = asyncio.current_task()
    if me is not None:
        # Windows has no such signals, and a thread may not set them.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    return await job


def _bar() -> Bar:
    from rich import progress
    from rich.console import Console

    return progress.Progress(
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[errors]} errors", markup=False),
        progress.TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
