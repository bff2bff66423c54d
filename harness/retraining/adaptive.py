"""A retrain in place with as few answers as its proof needs: a baseline before, evidence after."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from harness.errors import SettingsError
from harness.live.comparing import LiveJob, LiveWatcher, compare_live
from harness.live.finding import Finding
from harness.live.terms import Terms
from harness.model.run import Run
from harness.provenance import text_provenance
from harness.runner.budget import Budget
from harness.runner.plan import plan, settings_of
from harness.store.comparisons import KeptComparison

from .baseline import answers_on_file
from .job import Job, until_taken

__all__ = ["retrain_adaptively"]


async def retrain_adaptively(job: Job, terms: Terms, watcher: LiveWatcher) -> Finding:
    """Ask the baseline, retrain, wait until it took, and ask as much as the evidence needs.

    The suite of the job says how often the old version is asked; answers of this very version that
    are kept already are not asked for again.

    Raises:
        SettingsError: nothing could show that the retrain took; said before anything is spent.
        RetrainError: the training failed or did not take, or answers before are missing.
        BotError: the bot could not be asked, retrained, or refuses every further question.
    """
    if job.before is None:
        job = replace(job, before=await _filed(job))
    known_before, known = await until_taken(job)
    before = job.store.load_run(known_before.id)  # with all its answers
    return await compare_live(
        LiveJob(
            before.suite,
            job.bot,
            job.bot,
            job.store,
            watcher,
            terms,
            concurrency=job.concurrency,
            budget=job.budget or Budget(),
            provenance={**job.provenance, "retrain": known},
            labels=("before", "after"),
            trainings=(job.training.previous, job.training.new),
            more=_begun(job, before),
            closed=before,
            usual=job.usual,
        )
    )


async def _filed(job: Job) -> str | None:
    """Begin the run before with the answers of this version that are on file; None for none."""
    state = await job.bot.state()
    trials = answers_on_file(job.store, job.suite, state, job.provenance)
    if not trials:
        return None
    started, previous = datetime.now(UTC), job.training.previous
    run = Run(
        id=f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        label="before",
        suite=job.suite,
        settings=settings_of(job.suite),
        bot=state,
        started_at=started,
        planned=len(plan(job.suite)),
        trials=trials,
        provenance={
            **job.provenance,
            **(text_provenance(previous.text, previous.name) if previous else {}),
            "from file": f"{len(trials)} answers of the same version, setting and scorers",
        },
        training=previous,
    )
    job.store.begin_run(run)
    job.watcher.stage(f"{len(trials)} answers of this version are on file and not asked again")
    return run.id


def _begun(job: Job, before: Run) -> KeptComparison | None:
    """Return the comparison that an earlier try has begun, if its run after is to be completed."""
    if job.after is None:
        return None
    after_id = job.store.resolve(job.after)
    found = job.store.comparisons.between(before.id, after_id)
    if not found:
        raise SettingsError(
            f"run {after_id} was not asked as the evidence needs, beside run {before.id}: "
            "it cannot be gone on with so"
        )
    return found[0]
