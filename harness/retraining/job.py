"""The main job in its order: before, retrain, wait until it took, after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from harness.errors import RetrainError, SettingsError
from harness.evaluation import Watcher, evaluate
from harness.model.run import BotState, Outcome, Run, RunStatus, TrainingText
from harness.model.suite import Gate, Suite
from harness.provenance import text_provenance
from harness.runner.budget import Budget
from harness.runner.conversation import ToldBot
from harness.runner.paying import PayingBot
from harness.store.store import Store

from .canary import Probe, probes_between, probes_of
from .waiting import Patience, usable_probes, wait_until_ready, wait_until_taken

__all__ = [
    "Job",
    "RetrainWatcher",
    "TrainableBot",
    "Training",
    "probes_for",
    "retrain",
    "until_taken",
]


class TrainableBot(ToldBot, Protocol):
    """A bot that can be given another text."""

    async def retrain(self, source_text: str) -> None:
        """Replace the bot's whole text; returns before the training is done."""
        ...


class RetrainWatcher(Watcher, Protocol):
    """Someone who looks on, and is told of the stages too."""

    def retrain_begins(self, sentence: str) -> None:
        """Note that the new text is about to be sent: the old bot may be gone from here on."""


@dataclass(frozen=True, slots=True)
class Training:
    """The text to train the bot on, the text it knows now if that is at hand, and their names."""

    text: str
    name: str
    previous_text: str | None = None
    previous_name: str = ""

    @property
    def new(self) -> TrainingText:
        """The text to train the bot on."""
        return TrainingText(self.name, self.text)

    @property
    def previous(self) -> TrainingText | None:
        """The text that the bot knows now, if it is at hand."""
        if self.previous_text is None:
            return None
        return TrainingText(self.previous_name, self.previous_text)


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
    retrained: bool = False
    """The bot has been given the new text already: wait until it took, and ask again."""
    after: str | None = None
    """A kept run of the retrained bot to be completed."""
    budget: Budget | None = None
    """What both runs and the canary questions together may spend."""
    usual: Gate = field(default_factory=Gate)
    """Release rules for what the suite's gate leaves open."""


async def retrain(job: Job) -> tuple[Run, Run]:
    """Ask, retrain, wait until it took, ask again; return the two runs.

    Raises:
        SettingsError: nothing could show that the retrain took; said before anything is spent.
        RetrainError: the training failed or did not take before the deadline, or there are no
            answers before to compare with; then the bot was not retrained.
        BotError: the bot could not be asked, retrained, or refuses every further question.
        BudgetReached: the budget is spent; what was answered is kept.
    """
    before, known = await until_taken(job)
    return before, await _after(job, before, known)


async def until_taken(job: Job) -> tuple[Run, str]:
    """Ask, retrain, and wait until it took; return the run before, and how it is known.

    Raises:
        HarnessError: as `retrain` does.
    """
    state = await wait_until_ready(job.bot, job.patience)
    if job.retrained:
        return await _taken_already(job)
    probes = probes_for(job.suite, job.training)
    _need_a_witness(job, state, probes, "give --previous-source, or canaries in the suite")
    usable = await usable_probes(_paying(job, state), probes)
    _need_a_witness(job, state, usable, "add canaries to the suite that the bot answers")
    before = await _before(job)
    _need_answers(before, job.usual)
    name = state.name or state.chatbot_id
    job.watcher.retrain_begins(f"Retraining {name} on {job.training.name}")
    await job.bot.retrain(job.training.text)
    return before, await _wait(job, state, usable)


async def _taken_already(job: Job) -> tuple[Run, str]:
    """Take up a job whose bot has been retrained already."""
    if job.before is None:
        raise SettingsError("the run before is needed: give --before RUN")
    before = job.store.load_run(job.before)
    if before.status is not RunStatus.COMPLETE:
        raise SettingsError(f"the run before ({before.id}) is not complete: {before.status}")
    probes = probes_for(job.suite, job.training)
    _need_a_witness(job, before.bot, probes, "give --previous-source, or canaries in the suite")
    return before, await _wait(job, before.bot, probes)


async def _wait(job: Job, state: BotState, probes: tuple[Probe, ...]) -> str:
    if not probes and not _tells(state):
        return "the new text is the previous one"
    job.watcher.stage("Waiting until the retrain took")
    known = await wait_until_taken(_paying(job, state), state, probes, job.patience)
    job.watcher.stage(f"The retrain took: {known}")
    return known


def _need_a_witness(job: Job, state: BotState, probes: tuple[Probe, ...], mend: str) -> None:
    """Refuse to begin what could end in asking the old bot twice."""
    if probes or _tells(state) or job.training.text == job.training.previous_text:
        return
    raise SettingsError(
        "nothing could show that the retrain took: this API tells neither status nor time of "
        f"training, and no canary question tells the two texts apart; {mend}"
    )


def _need_answers(before: Run, usual: Gate) -> None:
    """Refuse to retrain a bot whose old answers could not be had: they are gone afterwards."""
    good = {t.key: t.key.case_id for t in before.trials if t.outcome is not Outcome.ERRORED}
    gate = before.suite.gate.over(usual)
    asked = [case for case in before.suite.cases if case.skip is None]
    silent = len(asked) - len(set(good.values()))
    missing = 1 - len(good) / max(before.planned, 1)
    if missing > gate.max_errors or silent > gate.max_unanswered:
        raise RetrainError(
            f"{before.planned - len(good)} of {before.planned} answers before are missing; "
            "the bot was not retrained"
        )


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
        training=job.training.previous,
        budget=job.budget,
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
        resume=job.after,
        training=job.training.new,
        budget=job.budget,
    )


def probes_for(suite: Suite, training: Training) -> tuple[Probe, ...]:
    """Return questions that show which text a bot knows: the suite's, or made from both texts."""
    asked_for = probes_of(suite.canaries)
    if asked_for or training.previous_text is None:
        return asked_for
    return probes_between(training.previous_text, training.text)


def _paying(job: Job, state: BotState) -> PayingBot:
    """Return the bot whose answers to canary questions come off the budget."""
    return PayingBot(job.bot, job.budget or Budget(), state.model or "")


def _tells(state: BotState) -> bool:
    """Tell whether the API shows trainings at all."""
    return state.status is not None or state.last_trained_at is not None
