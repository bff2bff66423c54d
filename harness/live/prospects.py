"""The prospect of a suite: how many questions at which settings, and what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import fmean

from harness.model.run import Outcome, Run
from harness.model.suite import Suite

from .outlook import Prospect
from .question import questions_of

__all__ = ["prospect_of"]


def prospect_of(suite: Suite, runs: Iterable[Run] = (), *, on_file: int = 0) -> Prospect:
    """Return what there is to compare.

    Args:
        suite: what is asked.
        runs: kept runs of the suite, whose answers show how steady its questions are.
        on_file: answers of the old version that are all there is of it; 0: it can be asked.
    """
    questions = questions_of(suite)
    warm = [each for each in questions if each.setting.temperature > 0]
    right: Counter[tuple[str, float]] = Counter()
    answers: Counter[tuple[str, float]] = Counter()
    for run in runs:
        for trial in run.trials:
            if trial.outcome is not Outcome.ERRORED:
                place = (trial.case_digest, trial.key.setting.temperature)
                answers[place] += 1
                right[place] += trial.outcome is Outcome.PASSED
    places = [(each.case.digest, each.setting.temperature) for each in warm]
    return Prospect(
        cold=len(questions) - len(warm),
        warm=len(warm),
        turns=fmean(each.requests for each in questions) if questions else 1.0,
        known=tuple((right[place], answers[place]) for place in places),
        on_file=on_file,
    )
