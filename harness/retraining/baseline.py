"""The baseline of a retrain in place: what has to be answered before the old version is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from harness.model.run import BOT_CHANGED, BotState, Outcome, Run, Setting, Trial
from harness.model.suite import Suite
from harness.runner.plan import plan
from harness.store.store import Store

__all__ = ["answers_on_file", "with_baseline"]

FEW, MANY, LARGE = 3, 4, 100
"""Three old answers of a question are the fewest that can prove it broken among 100, four among
1,000 (`docs/verdicts.md`)."""
COLD = 2
"""At temperature 0 two show whether the bot repeats itself; then one would do."""
SEARCHED = 50
"""So many of the latest runs are searched for answers of the same version."""
SAME = ("harness", "scoring packages")
"""What a score depends on, besides question and expectation."""


def with_baseline(suite: Suite) -> Suite:
    """Return the suite with as many repeats as the old version has to be asked."""
    warm = sum(1 for task in plan(_once(suite)) if task.key.setting.temperature > 0)
    counts = {
        temperature: (MANY if warm > LARGE else FEW) if temperature else COLD
        for temperature in suite.temperatures
    }
    return suite.model_copy(update={"repeats": counts})


def answers_on_file(
    store: Store, suite: Suite, state: BotState, provenance: Mapping[str, str]
) -> tuple[Trial, ...]:
    """Return kept answers that this very version of the bot gave to questions of the suite.

    The version must be told apart by the API, the question be asked and scored alike, at the same
    setting; as many as the suite's plan wants, the latest runs first, each with a place in it.
    """
    if state.last_trained_at is None and state.updated_at is None:
        return ()  # nothing tells one version from another
    wanted = Counter((task.key.case_id, task.key.setting) for task in plan(suite))
    found: list[Trial] = []
    taken: Counter[tuple[str, Setting]] = Counter()
    for summary in store.runs(limit=SEARCHED):
        if summary.chatbot_id != state.chatbot_id:
            continue
        run = store.load_run(summary.id)
        if not _alike(run, state, provenance):
            continue
        for trial in _usable(run, suite):
            place = (trial.key.case_id, trial.key.setting)
            if taken[place] < wanted[place]:
                found.append(replace(trial, key=replace(trial.key, repeat=taken[place])))
                taken[place] += 1
    return tuple(found)


def _alike(run: Run, state: BotState, provenance: Mapping[str, str]) -> bool:
    same_version = (
        not run.bot.difference(state)
        and run.bot.last_trained_at == state.last_trained_at
        and (state.last_trained_at is not None or run.bot.updated_at == state.updated_at)
        and BOT_CHANGED not in run.provenance
    )
    return same_version and all(run.provenance.get(n) == provenance.get(n) for n in SAME)


def _usable(run: Run, suite: Suite) -> list[Trial]:
    cases = suite.by_id
    return [
        trial
        for trial in run.trials
        if trial.outcome is not Outcome.ERRORED
        and trial.key.case_id in cases
        and cases[trial.key.case_id].digest == trial.case_digest
    ]


def _once(suite: Suite) -> Suite:
    return suite.model_copy(update={"repeats": dict.fromkeys(suite.temperatures, 1)})
