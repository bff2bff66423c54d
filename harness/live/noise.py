"""The noise of a bot: how far it agrees with itself, within a session and between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from statistics import fmean

from harness.model.run import Outcome, Run, Setting, Trial

__all__ = ["CaseNoise", "SettingNoise", "noise_of"]

Answers = dict[tuple[Setting, str], list[Trial]]


@dataclass(frozen=True, slots=True)
class CaseNoise:
    """One question in both sessions. Shares are of pairs of its answers, 0..1."""

    case_id: str
    passed: tuple[int, int]
    """Right answers in the first session and in the second."""
    answers: tuple[int, int]
    agreement: float
    """Pairs of answers, over both sessions, that are both right or both wrong."""


@dataclass(frozen=True, slots=True)
class SettingNoise:
    """All questions at one setting. Shares are of pairs of answers to one question, 0..1.

    None where no question has two answers to compare.
    """

    setting: Setting
    identical_within: float | None
    """The same to the byte, in one session."""
    identical_between: float | None
    """The same to the byte, one of each session."""
    agree_within: float | None
    """Both right or both wrong, in one session."""
    agree_between: float | None
    cases: tuple[CaseNoise, ...]
    """The questions, those that waver most first."""

    @property
    def replays(self) -> bool:
        """All repeats above temperature 0 are alike: perhaps a cache, and they prove nothing."""
        return self.setting.temperature > 0 and self.identical_within == 1

    @property
    def drifts(self) -> bool:
        """The bot repeats itself within a session, and answers otherwise in the next."""
        within, between = self.identical_within, self.identical_between
        return within == 1 and between is not None and between < 1


def noise_of(first: Run, second: Run) -> tuple[SettingNoise, ...]:
    """Measure how far two runs of one and the same bot agree, setting by setting."""
    one, two = _answers(first), _answers(second)
    settings = sorted({setting for setting, _ in one.keys() | two.keys()})
    return tuple(_setting(setting, one, two) for setting in settings)


def _answers(run: Run) -> Answers:
    found: Answers = defaultdict(list)
    for trial in run.trials:
        if trial.outcome is not Outcome.ERRORED:
            found[trial.key.setting, trial.key.case_id].append(trial)
    return found


def _setting(setting: Setting, one: Answers, two: Answers) -> SettingNoise:
    ids = sorted({case for at, case in one.keys() | two.keys() if at == setting})
    sides = [(one.get((setting, case), []), two.get((setting, case), [])) for case in ids]
    within = [pair for both in sides for side in both for pair in combinations(side, 2)]
    between = [pair for both in sides for pair in product(*both)]
    cases = [_case(case, *both) for case, both in zip(ids, sides, strict=True)]
    return SettingNoise(
        setting,
        identical_within=_share(_identical(a, b) for a, b in within),
        identical_between=_share(_identical(a, b) for a, b in between),
        agree_within=_share(a.outcome is b.outcome for a, b in within),
        agree_between=_share(a.outcome is b.outcome for a, b in between),
        cases=tuple(sorted(cases, key=lambda case: (case.agreement, case.case_id))),
    )


def _case(case_id: str, one: Sequence[Trial], two: Sequence[Trial]) -> CaseNoise:
    pairs = combinations((*one, *two), 2)
    agreement = _share(a.outcome is b.outcome for a, b in pairs)
    return CaseNoise(
        case_id,
        passed=(_right(one), _right(two)),
        answers=(len(one), len(two)),
        agreement=1.0 if agreement is None else agreement,
    )


def _right(trials: Iterable[Trial]) -> int:
    return sum(trial.outcome is Outcome.PASSED for trial in trials)


def _identical(a: Trial, b: Trial) -> bool:
    return [each.answer.text for each in a.exchanges] == [each.answer.text for each in b.exchanges]


def _share(hits: Iterable[bool]) -> float | None:
    found = list(hits)
    return fmean(found) if found else None
