"""A pass mark and scorer weights from people's marks: pure, and proven on marks it has not seen."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.errors import TooFewMarks
from harness.model.comparison import Estimate
from harness.model.run import Outcome, Score, Trial
from harness.model.suite import Suite
from harness.scorers import scorers

__all__ = [
    "FEWEST",
    "FEWEST_CASES",
    "Agreement",
    "Choice",
    "Marked",
    "Proposal",
    "propose",
]

FEWEST = 5
"""So many right and so many wrong answers are needed at least: fewer show nothing."""
FEWEST_CASES = 5
"""From so many cases at least."""
FOLDS = 5
STEPS = 100
"""Pass marks are tried in hundredths."""
WORTHLESS = 0.1
"""A scorer that is no better than this counts for nothing, where another one counts too."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer that people called right or wrong, and its scores."""

    trial: Trial
    right: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: the suite's pass mark, 0..1, and the weight of scorers by name."""

    threshold: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a rule agrees with people; None where there is nothing to divide by.

    The intervals (95 %, Jeffreys) count each case once: answers to one question are not
    independent, and an interval over all of them would promise too much.
    """

    precision: Estimate | None
    """Of the answers that pass, the share that people call right."""
    recall: Estimate | None
    """Of the answers that people call right, the share that passes."""
    accuracy: Estimate | None
    """The share of answers where rule and people say the same."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What fits the marks best, beside what there is."""

    today: Choice
    proposed: Choice
    agreement_today: Agreement
    agreement_proposed: Agreement
    """Cross-validated: each answer judged by a choice made without any answer to its case."""
    marks: int
    cases: int
    by_chance: float
    """How often chance alone favours one of two equal rules so clearly, 0..1: the sign test over
    cases on which they agree with people unequally often."""

    @property
    def better(self) -> bool:
        """Whether the proposal agrees more often, on marks that it was not made from."""
        old, new = self.agreement_today.accuracy, self.agreement_proposed.accuracy
        return old is not None and new is not None and new.value > old.value


def propose(suite: Suite, marked: Iterable[Marked]) -> Proposal:
    """Return the pass mark and weights that agree best with people's marks.

    The weight of a scorer is how much better than chance its values tell right from wrong
    (2 · AUROC - 1, the largest made 1). The pass mark is the one that agrees most often, of several
    the nearest to today's. Both are fitted on four of five parts of the cases and tried on the
    fifth, in turn (five-fold cross-validation, grouped by case).

    Raises:
        TooFewMarks: there are too few marks, or all are alike.
    """
    usable = [one for one in marked if one.trial.outcome is not Outcome.ERRORED]
    _check(usable)
    rule = _Rule(suite, usable)
    held_out = [
        (one, rule.passes(one.trial, choice))
        for part in _folds(usable)
        for choice in (rule.fit([one for one in usable if one.trial.key.case_id not in part]),)
        for one in usable
        if one.trial.key.case_id in part
    ]
    now = [(one, one.trial.outcome is Outcome.PASSED) for one in usable]
    return Proposal(
        today=rule.today,
        proposed=rule.fit(usable),
        agreement_today=_agreement(now),
        agreement_proposed=_agreement(held_out),
        marks=len(usable),
        cases=len(_case_ids(usable)),
        by_chance=_by_chance(now, held_out),
    )


def _check(marked: Sequence[Marked]) -> None:
    right = sum(one.right for one in marked)
    wrong, cases = len(marked) - right, len(_case_ids(marked))
    lacking = [
        f"{need - have} more {what}"
        for have, need, what in (
            (right, FEWEST, "marked right"),
            (wrong, FEWEST, "marked wrong"),
            (cases, FEWEST_CASES, "on other cases"),
        )
        if have < need
    ]
    if lacking:
        raise TooFewMarks(f"{len(marked)} marks are too few: mark at least {', '.join(lacking)}")


class _Rule:
    """When a trial passes, given a choice; and the choice that fits some marks."""

    def __init__(self, suite: Suite, marked: Sequence[Marked]) -> None:
        self._tunable = _tunable(suite)
        self._alone = _alone(marked)
        self.today = Choice(_threshold(marked, self._tunable), _weights(marked))

    def passes(self, trial: Trial, choice: Choice) -> bool:
        """Tell whether every score that counts reaches its mark."""
        return all(
            self._reaches(trial, score, choice.threshold)
            for score in trial.scores
            if choice.weights.get(score.scorer, score.weight) > 0
        )

    def _reaches(self, trial: Trial, score: Score, threshold: float) -> bool:
        if (trial.key.case_id, score.scorer) not in self._tunable or score.value is None:
            return bool(score.passed)
        return score.value >= threshold

    def fit(self, marked: Sequence[Marked]) -> Choice:
        """Return the choice that agrees most often with these marks."""
        weights = self._fit_weights(marked)
        tried = [Choice(step / STEPS, weights) for step in range(5, STEPS - 4)]
        agreed = [sum(self.passes(o.trial, one) == o.right for o in marked) for one in tried]
        best = max(agreed)
        near = [one for one, count in zip(tried, agreed, strict=True) if count == best]
        return min(near, key=lambda one: abs(one.threshold - self.today.threshold))

    def _fit_weights(self, marked: Sequence[Marked]) -> dict[str, float]:
        worth = {name: _worth(name, marked) for name in self.today.weights}
        known = [value for value in worth.values() if value is not None]
        top = max(known, default=0.0)
        if len(worth) < 2 or top <= WORTHLESS:  # noqa: PLR2004 (one scorer needs no weight)
            return dict(self.today.weights)
        return {
            name: self.today.weights[name] if value is None else self._weight(name, value / top)
            for name, value in worth.items()
        }

    def _weight(self, name: str, value: float) -> float:
        # A scorer that is alone in a case must count, or every answer would pass there.
        least = WORTHLESS if name in self._alone else 0.0
        return max(least, round(value, 1) if value >= WORTHLESS else 0.0)


def _tunable(suite: Suite) -> set[tuple[str, str]]:
    """Return case and scorer where the suite's pass mark decides."""
    return {
        (case.id, each.scorer)
        for case in suite.cases
        for turn in case.turns
        for each in turn.expect
        if each.parameters.get("threshold") is None and scorers.get(each.scorer).graded
    }


def _threshold(marked: Sequence[Marked], tunable: Collection[tuple[str, str]]) -> float:
    """Return the pass mark that most scores were judged by today."""
    used = Counter(
        score.threshold
        for one in marked
        for score in one.trial.scores
        if (one.trial.key.case_id, score.scorer) in tunable and score.threshold is not None
    )
    return used.most_common(1)[0][0] if used else 0.5


def _weights(marked: Sequence[Marked]) -> dict[str, float]:
    found: dict[str, Counter[float]] = {}
    for one in marked:
        for score in one.trial.scores:
            found.setdefault(score.scorer, Counter())[score.weight] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in sorted(found.items())}


def _alone(marked: Sequence[Marked]) -> set[str]:
    sets = ({score.scorer for score in one.trial.scores} for one in marked)
    return {next(iter(names)) for names in sets if len(names) == 1}


def _worth(name: str, marked: Sequence[Marked]) -> float | None:
    """Return 2 · AUROC - 1 of a scorer's values, at least 0; None where one class is missing."""
    values = [
        (score.value, one.right)
        for one in marked
        for score in one.trial.scores
        if score.scorer == name and score.value is not None
    ]
    right = [value for value, is_right in values if is_right]
    wrong = [value for value, is_right in values if not is_right]
    if not right or not wrong:
        return None
    return max(0.0, 2 * _auroc(right, wrong) - 1)


def _auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the chance that a right answer scores higher than a wrong one; ties count half."""
    import numpy as np

    below = np.searchsorted(np.sort(wrong), right, side="left").sum()
    level = np.searchsorted(np.sort(wrong), right, side="right").sum()
    return float(below + level) / 2 / (len(right) * len(wrong))


def _by_chance(
    today: Sequence[tuple[Marked, bool]], proposed: Sequence[tuple[Marked, bool]]
) -> float:
    from scipy.stats import binomtest

    balance: Counter[str] = Counter()
    for sign, judged in ((-1, today), (1, proposed)):
        for one, passes in judged:
            balance[one.trial.key.case_id] += sign * (passes == one.right)
    won, lost = sum(n > 0 for n in balance.values()), sum(n < 0 for n in balance.values())
    return float(binomtest(won, won + lost).pvalue) if won + lost else 1.0


def _case_ids(marked: Iterable[Marked]) -> set[str]:
    return {one.trial.key.case_id for one in marked}


def _folds(marked: Sequence[Marked]) -> list[set[str]]:
    """Deal the cases into parts, always alike for the same cases."""

    def shuffled(case_id: str) -> str:
        return hashlib.sha256(case_id.encode("utf-8", "surrogatepass")).hexdigest()

    ids = sorted(_case_ids(marked), key=shuffled)
    return [set(ids[start::FOLDS]) for start in range(min(FOLDS, len(ids)))]


def _agreement(judged: Sequence[tuple[Marked, bool]]) -> Agreement:
    passed = [(one, one.right) for one, passes in judged if passes]
    right = [(one, passes) for one, passes in judged if one.right]
    same = [(one, passes == one.right) for one, passes in judged]
    return Agreement(_share(passed), _share(right), _share(same))


def _share(hits: Sequence[tuple[Marked, bool]]) -> Estimate | None:
    """Return the share of hits, with Jeffreys' interval for as many trials as there are cases."""
    if not hits:
        return None
    from scipy.stats import beta

    share = sum(hit for _, hit in hits) / len(hits)
    n = len(_case_ids(one for one, _ in hits))
    low = beta.ppf(0.025, share * n + 0.5, (1 - share) * n + 0.5) if share > 0 else 0.0
    high = beta.ppf(0.975, share * n + 0.5, (1 - share) * n + 0.5) if share < 1 else 1.0
    return Estimate(share, float(low), float(high), n)
