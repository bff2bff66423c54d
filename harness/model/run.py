"""What happened: answers, exchanges, scores, trials and the run that holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from math import fsum
from typing import Any

from .suite import Message, Suite

__all__ = [
    "BOT_CHANGED",
    "GOES_ON_FROM",
    "MERGED_FROM",
    "Answer",
    "BotState",
    "Exchange",
    "Message",
    "Outcome",
    "Run",
    "RunStatus",
    "Score",
    "Setting",
    "TrainingText",
    "Trial",
    "TrialKey",
]

BOT_CHANGED = "bot changed during the run"
"""The provenance entry of a run whose answers come from two versions of the bot."""


GOES_ON_FROM = "goes on from"
"""The provenance entry of a run that took over answers of others: their ids, the nearest first,
with a comma between."""

MERGED_FROM = "merged from"
"""The provenance entry of a run that was put together: shards with their ids, "1/2 ID, 2/2 ID"."""


class Outcome(StrEnum):
    """How a trial ended; errored beats failed."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"


class RunStatus(StrEnum):
    """Whether a run holds all that it was meant to hold."""

    RUNNING = "running"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    STOPPED = "stopped"
    """The bot refused every further question (wrong key, no credits), or was down."""
    INCOMPLETE = "incomplete"
    """It ended in good order before all was asked: a budget was spent, or a shard is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said, and what was really sent to get it."""

    text: str
    seconds: float
    """Time on the wire of the attempt that succeeded; waiting and failed attempts left out."""
    first_chunk_seconds: float | None = None
    """Time until the first piece of a streamed answer came."""
    attempts: int = 1
    sent: Mapping[str, Any] = field(default_factory=dict)
    """The body of the request; never holds the key."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the reply that the API does not promise."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one scorer says of one answer. `value` is 0..1; None means it could not judge."""

    scorer: str
    value: float | None
    passed: bool | None
    reason: str
    threshold: float | None = None
    weight: float = 1.0
    details: Mapping[str, Any] = field(default_factory=dict)
    """Findings by name, e.g. {"kept": ["receipt"], "lost": ["30 days"]}; JSON values only."""
    metric: str = ""
    """A name that several expectations of a suite share, to be averaged by; empty: none."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, its answer, what was said before it, and the scores: all a scorer may see."""

    prompt: str
    answer: Answer
    history: tuple[Message, ...] = ()
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Setting:
    """What the bot is asked with."""

    temperature: float
    model: str = ""
    """Empty: the bot's own model."""
    stream: bool = False

    def __str__(self) -> str:
        parts = [f"temperature {self.temperature:g}"]
        if self.model:
            parts.insert(0, self.model)
        if self.stream:
            parts.append("streamed")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class TrialKey:
    """Names a trial in a run: the unit of resume. `repeat` counts from 0."""

    case_id: str
    setting: Setting
    repeat: int


@dataclass(frozen=True)
class Trial:
    """One play of one case: its exchanges, or the error that ended it.

    Outcome and score are found once and kept: figures, labels and marks ask again and again.
    """

    key: TrialKey
    case_digest: str
    exchanges: tuple[Exchange, ...]
    asked_at: datetime
    error: str | None = None
    """Why there is no (complete) answer, after all attempts."""

    @property
    def scores(self) -> tuple[Score, ...]:
        """All scores of all exchanges, in order."""
        return tuple(score for exchange in self.exchanges for score in exchange.scores)

    @cached_property
    def outcome(self) -> Outcome:
        """Passed when every scorer that counts passed; one that could not judge is an error."""
        if self.error is not None:
            return Outcome.ERRORED
        passed = True
        for exchange in self.exchanges:
            for score in exchange.scores:
                if score.weight > 0:
                    if score.value is None:
                        return Outcome.ERRORED
                    passed = passed and bool(score.passed)
        return Outcome.PASSED if passed else Outcome.FAILED

    @cached_property
    def score(self) -> float | None:
        """The weighted mean of the scores, 0..1; None for an errored trial."""
        if self.outcome is Outcome.ERRORED:
            return None
        pairs = [(s.value, s.weight) for s in self.scores if s.value is not None and s.weight > 0]
        total = fsum(weight for _, weight in pairs)
        return fsum(value * weight for value, weight in pairs) / total if total else None

    @property
    def answer(self) -> Answer | None:
        """The answer to the last question, if the trial came so far."""
        return self.exchanges[-1].answer if self.exchanges and self.error is None else None


@dataclass(frozen=True, slots=True)
class BotState:
    """What the API tells of a bot; None where it does not tell. Compared before and after."""

    chatbot_id: str
    name: str | None = None
    status: str | None = None
    last_trained_at: str | None = None
    updated_at: str | None = None
    characters: int | None = None
    model: str | None = None
    instructions: str | None = None
    answers: Mapping[str, str] | None = field(default=None, hash=False)
    """Digests of answers at temperature 0 by case, where the API tells of no training."""

    @property
    def tells(self) -> bool:
        """Whether a later training would show in it."""
        told = (self.last_trained_at, self.updated_at, self.characters)
        return any(value is not None for value in told)

    def difference(self, later: BotState, *, updates: bool = False) -> str:
        """Say what tells the later state from this one as another version; empty if nothing.

        Only what both tell is compared; `updated_at`, which moves with any setting, only if
        `updates` asks for it.
        """
        told = (
            ("updated", self.updated_at if updates else None, later.updated_at),
            ("last trained", self.last_trained_at, later.last_trained_at),
            ("characters", self.characters, later.characters),
            ("model", self.model, later.model),
            ("instructions", self.instructions, later.instructions),
        )
        return ", ".join(
            f"{name} {old} → {new}"
            for name, old, new in told
            if old is not None and new is not None and old != new
        )


@dataclass(frozen=True, slots=True)
class TrainingText:
    """A text that a bot was trained on, and the name of the file that it came from."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """All trials of one suite against one bot at one time, with provenance."""

    id: str
    label: str
    suite: Suite
    settings: tuple[Setting, ...]
    bot: BotState
    started_at: datetime
    status: RunStatus = RunStatus.RUNNING
    finished_at: datetime | None = None
    trials: tuple[Trial, ...] = ()
    planned: int = 0
    """How many trials the complete run has."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Versions, platform, suite file, digest of the training text …: text by name."""
    training: TrainingText | None = None
    """What the bot knew when it was asked, where that is at hand."""
    shard: str = ""
    """Which part of a divided run this is, as "2/5"; empty for a whole one."""

    @property
    def lineage(self) -> tuple[str, ...]:
        """The ids of the runs whose answers may be in it: its own first."""
        told = (self.provenance.get(name, "") for name in (GOES_ON_FROM, MERGED_FROM))
        ids = (part.split()[-1:] for text in told for part in re.split(r", | \| ", text))
        return tuple(dict.fromkeys((self.id, *(each for found in ids for each in found))))
