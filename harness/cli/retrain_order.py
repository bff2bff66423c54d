"""What a retrain was ordered with, what an earlier try has left behind, and how to go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .options import typed_again
from .planning import agree, end_dry_run

if TYPE_CHECKING:
    from harness.model.suite import Suite
    from harness.retraining.job import Training
    from harness.settings import Settings

    from .progress import Progress

__all__ = ["Kept", "Order", "retrain_advice"]


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed: which suite, which bot, which text, and where the reports go."""

    path: Path
    suite: Suite
    settings: Settings
    chatbot_id: str
    training: Training
    reports: tuple[Path, ...] = ()
    yes: bool = field(default=False, kw_only=True)
    bar: bool = field(default=True, kw_only=True)
    dry_run: bool = field(default=False, kw_only=True)

    def end_if_dry(self) -> None:
        """Leave, now that the plan has been shown, if that was all that was wished for."""
        if self.dry_run:
            end_dry_run()

    def agree(self) -> None:
        """Ask for confirmation that the bot's text may be replaced."""
        size = f"{len(self.training.text):,} characters"
        agree(f"Retrain {self.chatbot_id} on {self.training.name} ({size})?", yes=self.yes)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier try of the same job has left behind."""

    before: str | None = None
    after: str | None = None
    retrained: bool = False


def retrain_advice(progress: Progress, kept: Kept, after: str | None = None) -> list[str]:
    """Say how to go on, by how far the job came; each line works as it stands.

    Args:
        progress: what it saw of the runs.
        kept: what an earlier try had left behind.
        after: the run after, if it has begun and `progress` did not see it.
    """
    begun = [run.id for run in progress.begun]
    # The run that was asked before may be a successor of the one that was named.
    before = kept.before if kept.retrained or not begun else begun[0]
    if before is None:
        return []
    if not progress.retraining and not kept.retrained:
        return [
            f"The bot was not retrained. What was answered is kept in run {before}. Go on with:",
            _again("--before", before),
        ]
    unfinished = progress.unfinished.id if progress.unfinished else after or kept.after
    if unfinished:
        kept_runs = f"{before} and {unfinished}"
        return [
            f"The bot was retrained. What was answered is kept in {kept_runs}. Go on with:",
            _again("--before", before, "--after", unfinished),
        ]
    return [
        f"The answers before are kept in run {before}; the bot was given its new text. Go on with:",
        _again("--before", before, "--retrained"),
    ]


def _again(*added: str) -> str:
    return "  " + typed_again(*added, without=("--before", "--after"), drop={"--retrained"})
