"""What the evidence shows: the method with its parameters, and what it proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

__all__ = ["METHOD", "ChangeKind", "Decision", "Method", "Proof", "UnpairedKind", "Until"]

METHOD = "e-values 1"
"""Names the formulas; a change that moves figures gets a new name."""


class ChangeKind(StrEnum):
    """What became of one question."""

    REGRESSED = "regressed"
    NO_ANSWER = "no_answer"
    UNSTABLE = "unstable"
    UNCHANGED = "unchanged"
    IMPROVED = "improved"


class UnpairedKind(StrEnum):
    """Why something has no counterpart."""

    NEW = "new"
    """The question stands only in the newer suite."""
    REMOVED = "removed"
    EDITED = "edited"
    """It asks or expects something else under the same id."""
    SETTING = "setting"
    """It was asked at this setting on one side only."""
    SKIPPED = "skipped"
    """The suite says not to ask it."""
    EXPECTED_FAILURE = "expected_failure"
    """The suite says that it is known to be answered wrongly."""


class Decision(StrEnum):
    """The three ways in which a comparison can end."""

    SHIP = "ship"
    DO_NOT_SHIP = "do_not_ship"
    INCONCLUSIVE = "inconclusive"


class Until(StrEnum):
    """How far the plan asks."""

    VERDICT = "verdict"
    """Stop as soon as the decision stands."""
    LABELS = "labels"
    """Go on until each question that looks changed is proven or cleared."""


@dataclass(frozen=True, slots=True)
class Method:
    """The parameters of a decision; kept with it, so that old ones can be computed again.

    The shares `alpha_…` are promises on false calls: an unchanged or only improved bot is blocked
    with chance `alpha_case + alpha_mean` at most, however often one looks; of the questions called
    regressed (improved) a share `alpha_case` (`alpha_improved`) at most is expected to be wrong;
    a drop of `margin` or more ships with chance `alpha_ship` at most.
    """

    name: str = METHOD
    alpha_case: float = 0.01
    alpha_mean: float = 0.04
    alpha_ship: float = 0.05
    alpha_improved: float = 0.10
    margin: float = 0.05
    """The mean drop that matters, 0..1; raised where so few answers can never rule it out."""
    tolerance: float = 0.0
    """A drop of this size or less, of each question, is no reason to block, 0..1."""
    rounds: int = 5
    patience: int = 2
    """From this round on, what grows too slowly to decide in time is given up."""
    cap: int = 40
    """So many answers of the new version are asked of one suspect."""
    give_up: float = 1 / 3
    """A suspect whose evidence falls below this is cleared."""
    open_at: float = 3.0
    """A suspect that cannot be asked again and has this much evidence keeps a release open."""
    batch: int = 16
    retries: int = 2
    """So often a question is asked again that got no answer."""
    max_missing: float = 0.10
    """With a larger share of questions without an answer nothing ships."""
    max_requests: int | None = None
    until: Until = Until.VERDICT
    pass_mark: float = 0.5
    """From this score on an answer counts as right; only to call a question unstable."""

    def as_dict(self) -> dict[str, Any]:
        """Return the parameters as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Method:
        """Build from `as_dict`; a name that is not known here is left out."""
        known = {name: values[name] for name in cls.__slots__ if name in values}
        if "until" in known:
            known["until"] = Until(known["until"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the answers prove; one label and one number of odds a case, in the cases' order."""

    decision: Decision
    labels: tuple[ChangeKind, ...]
    """Regressed, improved, unstable or unchanged."""
    requests: int
    """How many answers were asked for, those that never came among them; none on file."""
    drop_at_most: float
    """With 95 % confidence, at any time, the mean score fell by less than this, -1..1."""
    reasons: tuple[str, ...]
    odds_worse: tuple[float, ...] = ()
    """Evidence (an e-value) that the case got worse: odds against luck."""
    odds_better: tuple[float, ...] = ()
    odds_drop: float = 1.0
    """Evidence that something got worse somewhere."""
    odds_ship: float = 1.0
    """Evidence that the mean drop is below the margin."""
    margin: float = 0.05
    """The margin in force."""
    suspects: tuple[int, ...] = ()
    """Cases that look worse, and could be neither proven nor cleared."""
    missing: tuple[int, int] = (0, 0)
    """Questions without an answer, before and after."""
    asked: tuple[int, int] = (0, 0)
    """Questions asked or taken from file, before and after."""
    rounds: int = 0
    """Rounds that are complete."""
    more_requests: int | None = None
    """If inconclusive: about so many more requests would decide; None where none would."""
    method: Method = Method()
    course: bool = False
    """What it says of all cases together was bet on pair by pair, as it was asked: it cannot be
    computed again from the answers alone, in which suspects are overrepresented."""
