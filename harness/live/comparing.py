"""Comparing two bots live: both asked in turn until it is decided, every answer kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Protocol

from harness.compare.policy import Policy
from harness.errors import BotError, BudgetReached, SettingsError
from harness.model.run import BotState, Run, RunStatus, TrainingText, Trial
from harness.model.suite import Gate, Suite
from harness.provenance import text_provenance
from harness.runner.budget import Budget
from harness.runner.conversation import ToldBot
from harness.runner.plan import settings_of
from harness.store.comparisons import KeptComparison
from harness.store.store import Store

from .asking import SIDES, Asker, Wanted
from .edited import meant_by_the_edit, near_the_edit
from .finding import Finding
from .gathering import gather
from .keeping import decided
from .ledger import Ledger
from .question import questions_of
from .terms import Terms
from .versions import pair_of, started_before, version_of

__all__ = ["LiveJob", "LiveWatcher", "compare_live"]


class LiveWatcher(Protocol):
    """Someone who looks on; all methods are called in the event loop and must be quick."""

    def stage(self, sentence: str) -> None:
        """Note what happens next or has just been found."""

    def begin(self, before: Run, after: Run, kept: int) -> None:
        """Note that the two runs begin, with so many answers kept from before."""

    def answered(self, side: str, trial: Trial) -> None:
        """Note a trial that has been scored and kept."""

    def progress(self, policy: Policy) -> None:
        """Look at the evidence after another batch."""

    def end(self, status: RunStatus) -> None:
        """Note that asking is over."""


@dataclass(frozen=True, slots=True)
class LiveJob:
    """All that a live comparison needs."""

    suite: Suite
    old: ToldBot
    new: ToldBot
    store: Store
    watcher: LiveWatcher
    terms: Terms = field(default_factory=Terms)
    concurrency: int = 8
    budget: Budget = field(default_factory=Budget)
    provenance: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, str] = ("old", "new")
    trainings: tuple[TrainingText | None, TrainingText | None] = (None, None)
    """The texts that the two bots know, where they are at hand."""
    identity: str = ""
    """What stands for the new version where its bot is made anew each time."""
    more: KeptComparison | None = None
    """A kept comparison to go on with; its answers count as if there had been no pause."""
    closed: Run | None = None
    """The run of the old version, where a retrain has overwritten it: `old` is not asked then."""
    usual: Gate = field(default_factory=Gate)
    """Release rules for what the suite's gate leaves open."""


async def compare_live(job: LiveJob) -> Finding:
    """Ask two bots the questions of a suite, as few as decide; return what was found.

    Raises:
        BotError: a bot could not be asked at all, or answers no further question. What was
            answered is kept, and can be gone on with.
        SettingsError: the comparison to go on with is of other bots, versions or questions.
        StoreError: the answers cannot be kept.
    """
    states = (job.closed.bot if job.closed else await job.old.state(), await job.new.state())
    kept = job.more or _new(job, states)
    ledgers = _ledgers(job, kept, states)
    job.store.comparisons.keep(kept)
    apart = _apart(job, kept)
    questions = [each for each in questions_of(job.suite) if each.case_id not in apart]
    before, after = (ledgers[side].run for side in ("before", "after"))
    job.watcher.begin(before, after, len(before.trials) + len(after.trials))
    status, evidence = RunStatus.INTERRUPTED, None
    asker = Asker(ledgers, job.concurrency, Random(), job.watcher, job.budget)
    try:
        with asker:
            _announce(kept, job.watcher)
            near = near_the_edit(job.suite.cases, before.training, after.training)
            evidence = await gather(asker, questions, job.terms, job.watcher, first=near)
            await _ask_once(asker, job.suite, apart)
        status = RunStatus.INCOMPLETE if evidence.cut_short else RunStatus.COMPLETE
    except BotError:
        status = RunStatus.STOPPED
        raise
    finally:
        runs = [await ledger.finish(status, {}) for ledger in ledgers.values()]
        job.watcher.end(status)
    finding = Finding(
        kept.id,
        runs[0],
        runs[1],
        evidence,
        job.terms,
        asker.asked,
        kept.restarts,
        over=job.closed is not None,
    )
    job.store.comparisons.keep(decided(kept, finding))
    return finding


def _apart(job: LiveJob, kept: KeptComparison) -> frozenset[str]:
    """Return the ids of cases that are asked once and decide nothing.

    That are those which are known to fail, and the intended ones as they were at the beginning.
    """
    failing = {case.id for case in job.suite.cases if case.expected_failure is not None}
    return frozenset({*failing, *kept.evidence.get("intended", ())})


def _announce(kept: KeptComparison, watcher: LiveWatcher) -> None:
    if number := len(kept.evidence.get("intended", ())):
        speak = "1 case speaks" if number == 1 else f"{number} cases speak"
        watcher.stage(
            f"{speak} of an edited passage: asked once of each version and shown, to decide nothing"
        )


async def _ask_once(asker: Asker, suite: Suite, apart: frozenset[str]) -> None:
    """Ask what decides nothing once of each, to show it: a known failure may pass by now."""
    questions = [each for each in questions_of(suite) if each.case_id in apart]
    with suppress(BudgetReached):
        await asker.get([Wanted(side, each, 0) for each in questions for side in SIDES])


def _new(job: LiveJob, states: tuple[BotState, BotState]) -> KeptComparison:
    """Begin a comparison under ids of its own."""
    started = datetime.now(UTC)
    stamp = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    old = job.closed.training if job.closed else job.trainings[0]
    gate = job.suite.gate.over(job.usual)
    intended = meant_by_the_edit(job.suite.cases, old, job.trainings[1], gate)
    pair = pair_of(job.suite, version_of(states[0]), job.identity or version_of(states[1]))
    return KeptComparison(
        id=stamp,
        before_id=job.closed.id if job.closed else f"{stamp}-old",
        after_id=f"{stamp}-new",
        created_at=started,
        method=job.terms.method.as_dict(),
        evidence={
            "live": True,
            "over": job.closed is not None,
            "pair": pair,
            "seed": job.terms.seed,
            "preset": job.terms.preset,
            "intended": sorted(intended),
        },
        restarts=started_before(pair, job.store.comparisons.between()),
    )


def _ledgers(
    job: LiveJob, kept: KeptComparison, states: tuple[BotState, BotState]
) -> dict[str, Ledger]:
    """Begin the two runs, or go on with them; what is over is only read."""
    if job.closed is not None:
        old = Ledger.closed(job.store, job.closed, job.old)
    else:
        old = _ledger(job, 0, kept, states[0])
    return {"before": old, "after": _ledger(job, 1, kept, states[1])}


def _ledger(job: LiveJob, number: int, kept: KeptComparison, state: BotState) -> Ledger:
    bot = (job.old, job.new)[number]
    if job.more is None:
        return Ledger.begin(job.store, _run(job, number, kept, state), bot)
    run = job.store.load_run((kept.before_id, kept.after_id)[number])
    _check(run, state, job.suite)
    return Ledger.reopen(job.store, run, bot)


def _run(job: LiveJob, number: int, kept: KeptComparison, state: BotState) -> Run:
    ids, training = (kept.before_id, kept.after_id), job.trainings[number]
    return Run(
        id=ids[number],
        label=job.labels[number],
        suite=job.suite,
        settings=settings_of(job.suite),
        bot=state,
        started_at=kept.created_at,
        provenance={
            **job.provenance,
            "asked": "as often as the evidence needed, in turn with the other version"
            if job.closed is None
            else "as often as the evidence needed",
            "compared with": ids[1 - number],
            **(text_provenance(training.text, training.name) if training else {}),
        },
        training=training,
    )


def _check(run: Run, state: BotState, suite: Suite) -> None:
    """Refuse to mix answers of two bots, two versions or two suites."""
    if run.bot.chatbot_id != state.chatbot_id:
        raise SettingsError(f"run {run.id} asked another bot ({run.bot.chatbot_id})")
    if run.suite.digest != suite.digest:
        raise SettingsError(f"the suite has changed since run {run.id} began: compare anew")
    if changed := run.bot.difference(state, updates=True):
        raise SettingsError(
            f"the bot has changed since run {run.id} began ({changed}): compare anew"
        )
