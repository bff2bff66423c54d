"""A run in one line, without its transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from harness.model.run import RunStatus

__all__ = ["RunSummary"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a list of runs shows of one."""

    id: str
    label: str
    suite_name: str
    chatbot_id: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None
    planned: int
    passed: int
    failed: int
    errored: int
    mean_score: float | None
    """Mean score of the trials that did not error, 0..1; None where there is none."""
    shard: str = ""
    """Which part of a divided run this is, as "2/5"; empty for a whole one."""
