"""What it means: estimates, changes, the comparison of two runs and the verdict on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from .proof import ChangeKind, Decision, Proof, UnpairedKind
from .run import Outcome, Run, Setting, Trial
from .suite import Case

__all__ = [
    "Change",
    "ChangeKind",
    "Common",
    "Comparison",
    "Decision",
    "Estimate",
    "Rule",
    "Side",
    "Unpaired",
    "UnpairedKind",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, its 95 % interval, and how many questions it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Common:
    """The answers that most trials gave, word for word: the first such trial, and counts."""

    trial: Trial
    times: int
    """How many trials gave these answers."""
    different: int
    """How many different answers there are."""
    answered: int


@dataclass(frozen=True)
class Side:
    """One question in one of the two runs: its paired trials."""

    trials: tuple[Trial, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the trials that ended so."""
        return [trial.outcome for trial in self.trials].count(outcome)

    @cached_property
    def judged(self) -> int:
        """How many trials passed or failed."""
        return len(self.trials) - self.count(Outcome.ERRORED)

    @cached_property
    def passed(self) -> int:
        """How many trials passed."""
        return self.count(Outcome.PASSED)

    @property
    def pass_rate(self) -> float | None:
        """Share of the judged trials that passed, 0..1; None where none was judged."""
        return self.passed / self.judged if self.judged else None

    @cached_property
    def mean_score(self) -> float | None:
        """Mean score of the judged trials, 0..1; None where none was judged."""
        scores = [trial.score for trial in self.trials if trial.score is not None]
        # Exact, because the plain sum of floats differs between versions of Python.
        return fsum(scores) / len(scores) if scores else None

    @cached_property
    def by_setting(self) -> Mapping[Setting, Side]:
        """The trials of each setting, in the order of the trials."""
        found: dict[Setting, list[Trial]] = {}
        for trial in self.trials:
            found.setdefault(trial.key.setting, []).append(trial)
        return {setting: Side(tuple(trials)) for setting, trials in found.items()}

    @cached_property
    def common(self) -> Common | None:
        """The most common answers, of equals the first; None where none was answered."""
        first: dict[tuple[str, ...], Trial] = {}
        times: dict[tuple[str, ...], int] = {}
        for trial in self.trials:
            if trial.answer is not None:
                said = tuple([exchange.answer.text for exchange in trial.exchanges])
                first.setdefault(said, trial)
                times[said] = times.get(said, 0) + 1
        if not times:
            return None
        texts = max(times, key=times.__getitem__)
        return Common(first[texts], times[texts], len(times), sum(times.values()))


@dataclass(frozen=True, slots=True)
class Change:
    """One question before and after."""

    case: Case
    kind: ChangeKind
    before: Side
    after: Side
    reason: str
    """One sentence: what was counted, and why that is (not) more than chance."""
    suspect: bool = False
    """The pass rate fell, but not beyond chance: someone should look."""
    odds_worse: float = 1.0
    """Evidence (an e-value: odds against luck) that the question got worse."""
    odds_better: float = 1.0
    certain: bool = False
    """The bot repeats itself word for word there, so that the change is a fact."""
    intended: str | None = None
    """Why a change of this question is meant, e.g. "its training text changed"; None: it is not."""

    @property
    def score_drop(self) -> float:
        """How much the mean score fell (positive: worse), 0 where a side has none."""
        before, after = self.before.mean_score, self.after.mean_score
        return 0.0 if before is None or after is None else before - after


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Something that stands in one run only, or is not the same question in both."""

    case_id: str
    setting: Setting | None
    why: str
    kind: UnpairedKind = UnpairedKind.SETTING


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, the figures over all questions, and everything that could not be paired."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    unpaired: tuple[Unpaired, ...]
    pass_rate_before: Estimate | None
    pass_rate_after: Estimate | None
    pass_rate_change: Estimate | None
    score_before: Estimate | None
    score_after: Estimate | None
    score_change: Estimate | None
    identical: bool
    """Not one answer differs, word for word."""
    mismatches: tuple[str, ...] = ()
    """Sentences on what makes the two runs not comparable."""
    warnings: tuple[str, ...] = ()
    """Sentences on what a reader should know before believing the figures."""
    steady: frozenset[Setting] = frozenset()
    """The settings at which both versions repeat themselves word for word."""
    proof: Proof | None = None
    """What the evidence shows, and the method with its parameters; the cases are the changes."""
    apart: frozenset[str] = frozenset()
    """Ids of the changes that a live plan left out of its bets, because they were intended."""

    worse_tags: frozenset[str] = frozenset()
    """The tags whose questions together are proven to be worse, as one list over all tags."""

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind, in order."""
        return tuple(change for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One release rule: what is allowed, what was measured; passed None means cannot be said."""

    name: str
    allowed: str
    measured: str
    passed: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ship, do not ship, or inconclusive: always with reasons, as sentences."""

    decision: Decision
    rules: tuple[Rule, ...]
    reasons: tuple[str, ...]
    look_at: tuple[str, ...] = ()
    """Ids of questions that are allowed to pass but should be looked at."""
