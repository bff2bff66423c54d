"""The main job in its order: before, retrain, wait until it took, after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from harness.errors import SettingsError
from harness.evaluation import KnownBot, Watcher, evaluate
from harness.model.run import BotState, Run, RunStatus
from harness.model.suite import Suite
from harness.provenance import text_provenance
from harness.store.store import Store

from .canary import Probe, probes_between, probes_of
from .waiting import Patience, usable_probes, wait_until_ready, wait_until_taken

__all__ = ["Job", "RetrainWatcher", "TrainableBot", "Training", "retrain"]


class TrainableBot(KnownBot, Protocol):
    """A bot that can be given another text."""

    async def retrain(self, source_text: str) -> None:
        """Replace the bot's whole text; returns before the training is done."""
        ...


class RetrainWatcher(Watcher, Protocol):
    """Someone who looks on, and is told of the stages too."""

    def stage(self, sentence: str) -> None:
        """Note what happens next or has just happened."""


@dataclass(frozen=True, slots=True)
class Training:
    """The text to train the bot on, the text it knows now if that is at hand, and their names."""

    text: str
    name: str
    previous_text: str | None = None
    previous_name: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a retrain with questions before and after needs."""

    suite: Suite
    bot: TrainableBot
    store: Store
    training: Training
    watcher: RetrainWatcher
    concurrency: int = 8
    patience: Patience = field(default_factory=Patience)
    provenance: Mapping[str, str] = field(default_factory=dict)
    before: str | None = None
    """A kept run of the bot as it is now, to be used (and completed) instead of a new one."""


async def retrain(job: Job) -> tuple[Run, Run]:
    """Ask, retrain, wait until it took, ask again; return the two runs.

    Raises:
        SettingsError: nothing could show that the retrain took; said before anything is spent.
        RetrainError: the training failed or did not take before the deadline.
        BotError: the bot could not be asked, retrained, or refuses every further question.
    """
    state = await wait_until_ready(job.bot, job.patience)
    probes = _probes(job)
    if not probes and not _tells(state):
        raise SettingsError(
            "nothing could show that the retrain took: this API tells neither status nor time of "
            "training; give --previous-source, or canaries in the suite"
        )
    before = await _before(job)
    if before.status is not RunStatus.COMPLETE:
        raise SettingsError(f"the run before ({before.id}) is not complete: {before.status}")
    usable = await usable_probes(job.bot, probes)
    if not usable and not _tells(state):
        raise SettingsError(
            "nothing could show that the retrain took: no canary question reaches what differs "
            "between the texts; add canaries to the suite (the bot was not retrained)"
        )
    job.watcher.stage(f"Retraining {state.name or state.chatbot_id} on {job.training.name}")
    await job.bot.retrain(job.training.text)
    job.watcher.stage("Waiting until the retrain took")
    known = await wait_until_taken(job.bot, state, usable, job.patience)
    job.watcher.stage(f"The retrain took: {known}")
    return before, await _after(job, before, known)


async def _before(job: Job) -> Run:
    told = (
        text_provenance(job.training.previous_text, job.training.previous_name)
        if job.training.previous_text is not None
        else {}
    )
    return await evaluate(
        job.suite,
        job.bot,
        job.store,
        label="before",
        concurrency=job.concurrency,
        provenance={**job.provenance, **told},
        watcher=job.watcher,
        resume=job.before,
    )


async def _after(job: Job, before: Run, known: str) -> Run:
    return await evaluate(
        job.suite,
        job.bot,
        job.store,
        label="after",
        concurrency=job.concurrency,
        provenance={
            **job.provenance,
            **text_provenance(job.training.text, job.training.name),
            "retrain": known,
            "compared with": before.id,
        },
        watcher=job.watcher,
    )


def _probes(job: Job) -> tuple[Probe, ...]:
    asked_for = probes_of(job.suite.canaries)
    if asked_for or job.training.previous_text is None:
        return asked_for
    return probes_between(job.training.previous_text, job.training.text)


def _tells(state: BotState) -> bool:
    """Tell whether the API shows trainings at all."""
    return state.status is not None or state.last_trained_at is not None
