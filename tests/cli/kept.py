"""Two kept runs of a small suite in a folder, for the tests of what comes after a run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from harness.loader import load_suite
from harness.model.run import (
    Answer,
    BotState,
    Exchange,
    Run,
    RunStatus,
    Setting,
    Trial,
    TrialKey,
)
from harness.scorers import score_trial
from harness.store.store import Store

__all__ = ["FILE", "STORE", "SUITE", "keep_two_runs"]

FILE = Path("shop.suite.yaml")
STORE = "sqlite:///.harness/runs.db"
SUITE = """\
name: Shop
temperatures: [0]
repeats: 8
cases:
  - id: returns      # the policy of the year
    prompt: How long do I have to return it?
    expect: You can return it within 30 days.
  - id: label
    prompt: What do I need?
    expect:
      - keywords: [receipt, label]   # both
  - id: hours
    prompt: When are you open?
    expect: We are open from 9 to 5.
"""
ANSWERS = {
    "returns": ("You can return it within 30 days.", "Returns must reach us in two weeks."),
    "label": ("Bring the receipt and the label.", "Bring the code and the label."),
    "hours": ("We are open from 9 to 5.", "We are open from 9 to 5."),
}
STARTED = datetime(2031, 5, 5, 9, tzinfo=UTC)


def keep_two_runs() -> None:
    """Write the suite into the current folder and keep the runs "before" and "after" there."""
    FILE.write_text(SUITE, encoding="utf-8")
    suite = load_suite(FILE)
    with Store(STORE) as store:
        for place, label in enumerate(("before", "after")):
            trials = []
            for case in suite.cases:
                for repeat in range(8):
                    key = TrialKey(case.id, Setting(0.0), repeat)
                    answer = Answer(ANSWERS[case.id][place], 1.0)
                    exchange = Exchange(case.prompt, answer)
                    trial = Trial(key, case.digest, (exchange,), STARTED)
                    trials.append(score_trial(case, trial))
            run = Run(
                id=f"r-{place + 1}",
                label=label,
                suite=suite,
                settings=(Setting(0.0),),
                bot=BotState("bot-7"),
                started_at=STARTED + timedelta(days=place),
                planned=len(trials),
                provenance={"suite file": str(FILE)},
            )
            store.begin_run(run)
            store.add_many(run.id, trials)
            store.finish_run(run.id, RunStatus.COMPLETE, run.started_at + timedelta(minutes=1))
