"""One card for each question, in groups, the worst first."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.model.comparison import Change, Comparison, Estimate, Side
from harness.model.run import Run, Trial
from harness.model.suite import Case

from .answers import (
    Expected,
    Failure,
    Turn,
    Worst,
    build_turns,
    expected_of,
    failures_of,
    sample_note,
    worst_of,
)
from .estimates import share_change
from .findings import Fate, Keyword, Samples, ScoreRow, keywords_of, samples_of, scores_of
from .slug import slug
from .status import RUN_WORDS, WORDS, Status, Words, run_status, status_of
from .training import ChangedPassage, Training

__all__ = [
    "Card",
    "Count",
    "Group",
    "anchors",
    "build_cards",
    "build_counts",
    "build_groups",
    "build_run_cards",
    "run_sides",
    "what_became_of",
]

MANY = 5
"""A group of more unchanged questions than this begins closed."""
_AMISS = (Fate.LOST, Fate.SAID, Fate.MISSING)
_LOOK = "Passes less often, but not beyond chance: someone should look"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the report shows of one question."""

    anchor: str
    status: Status
    words: Words
    case_id: str
    question: str
    tags: tuple[str, ...]
    must_not_break: bool
    look: bool
    """It passed the rules, but someone should look."""
    score_before: float | None
    score_after: float | None
    reason: str
    sample_note: str
    samples: tuple[Samples, ...]
    turns: tuple[Turn, ...]
    worst: Worst | None
    keywords: tuple[Keyword, ...]
    scores: tuple[ScoreRow, ...]
    expected: tuple[Expected, ...]
    failures: tuple[Failure, ...]
    pass_change: Estimate | None = None
    """How the share of samples that pass changed, with its interval over the samples."""
    passage: ChangedPassage | None = None
    """A passage of the training text that changed and on which the answers draw."""
    meant: str = ""
    """Why a change of this question is meant; empty: it is not."""
    accept: str = ""
    """The command that accepts the new answer; empty where there is nothing to accept."""

    @property
    def short(self) -> bool:
        """Whether there is little to say: nothing changed, and nobody needs to look."""
        return self.status is Status.SAME and not self.look

    @property
    def lacks(self) -> bool:
        """Whether any keyword is not as it should be."""
        return any(keyword.fate in _AMISS for keyword in self.keywords)

    @property
    def change(self) -> float | None:
        """How much the mean score rose (negative: fell); None where a side has none."""
        if self.score_before is None or self.score_after is None:
            return None
        return self.score_after - self.score_before


@dataclass(frozen=True, slots=True)
class Group:
    """Cards with one fate under one heading."""

    anchor: str
    status: Status
    title: str
    cards: tuple[Card, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many questions share a fate; links to their group."""

    status: Status
    words: Words
    number: int
    anchor: str


def build_cards(
    comparison: Comparison, look_at: Sequence[str], training: Training | None = None
) -> tuple[Card, ...]:
    """Return a card for each change, in order."""
    changes = comparison.changes
    names = anchors(change.case.id for change in changes)
    watched = frozenset(look_at)
    behind = training.behind() if training else {}
    run_id = comparison.after.id
    return tuple(
        replace(
            _card(
                change.case,
                (change.before, change.after),
                anchor=anchor,
                status=status_of(change.kind),
                reason=change.reason,
                look=change.suspect or change.case.id in watched,
                words=WORDS,
            ),
            passage=behind.get(change.case.id),
            meant=change.intended or "",
            accept=_accept(change, run_id),
        )
        for change, anchor in zip(changes, names, strict=True)
    )


def what_became_of(card: Card) -> str:
    """Say in a few words what a list of things to look at says of a question."""
    if card.look and card.status is Status.SAME:
        return "passes less often, but not beyond chance"
    return card.words.short.lower()


def build_run_cards(run: Run, sides: Sequence[Side]) -> tuple[Card, ...]:
    """Return a card for each question of a single run; the sides are those of `run_sides`."""
    names = anchors(case.id for case in run.suite.cases)
    return tuple(
        _card(
            case,
            (Side(()), side),
            anchor=anchor,
            status=run_status(side),
            reason=f"{side.passed} of {side.judged} answers pass.",
            look=False,
            words=RUN_WORDS,
        )
        for case, side, anchor in zip(run.suite.cases, sides, names, strict=True)
    )


def run_sides(run: Run) -> tuple[Side, ...]:
    """Return the trials of each question of a run, in the order of the suite."""
    trials: dict[str, list[Trial]] = {case.id: [] for case in run.suite.cases}
    for trial in sorted(run.trials, key=lambda trial: trial.key):
        if trial.key.case_id in trials:
            trials[trial.key.case_id].append(trial)
    return tuple(Side(tuple(found)) for found in trials.values())


def build_groups(cards: Iterable[Card]) -> tuple[Group, ...]:
    """Return the groups that hold something; what is unchanged comes last, and closed if long."""
    found: dict[tuple[Status, bool], list[Card]] = {}
    for card in cards:
        found.setdefault((card.status, card.look and card.status is Status.SAME), []).append(card)
    order = [
        (Status.WORSE, False),
        (Status.ERROR, False),
        (Status.SAME, True),
        (Status.FLAKY, False),
        (Status.BETTER, False),
        (Status.SAME, False),
    ]
    return tuple(
        Group(
            anchor="g-look" if look else f"g-{status}",
            status=status,
            title=_LOOK if look else found[status, look][0].words.title,
            cards=tuple(found[status, look]),
            closed=status is Status.SAME and not look and len(found[status, look]) > MANY,
        )
        for status, look in order
        if (status, look) in found
    )


def build_counts(
    cards: Sequence[Card], groups: Sequence[Group], words: Mapping[Status, Words]
) -> tuple[Count, ...]:
    """Return the counts of the change bar, from worse to better, with links to the groups."""
    order = (Status.WORSE, Status.ERROR, Status.FLAKY, Status.SAME, Status.BETTER)
    places = {group.status: group.anchor for group in groups}
    return tuple(
        Count(
            status,
            words[status],
            sum(card.status is status for card in cards),
            places.get(status, "cases"),
        )
        for status in order
        if status in words
    )


def anchors(ids: Iterable[str]) -> tuple[str, ...]:
    """Return an id of the page for each id of a case: unique, short and of safe characters.

    A safe id keeps its name (`case-refund-window`), so that links to it stay the same.
    """
    taken: set[str] = set()
    found = []
    for case_id in ids:
        name = slug(case_id)
        while name in taken:
            name += "-2"
        taken.add(name)
        found.append(f"case-{name}")
    return tuple(found)


def _card(
    case: Case,
    sides: tuple[Side, Side],
    *,
    anchor: str,
    status: Status,
    reason: str,
    look: bool,
    words: Mapping[Status, Words],
) -> Card:
    before, after = sides
    return Card(
        anchor=anchor,
        status=status,
        words=words[status],
        case_id=case.id,
        question=case.prompt,
        tags=case.tags,
        must_not_break=case.must_not_break,
        look=look,
        score_before=before.mean_score,
        score_after=after.mean_score,
        reason=reason,
        sample_note=sample_note(before, after),
        samples=samples_of(before, after),
        turns=build_turns(case, before, after),
        worst=worst_of(after),
        keywords=keywords_of(before, after),
        scores=scores_of(before, after),
        expected=expected_of(case),
        failures=failures_of(before, after),
        pass_change=share_change((before.passed, before.judged), (after.passed, after.judged)),
    )


def _accept(change: Change, run_id: str) -> str:
    """Return the command that takes the new answer for right, quoted for a shell."""
    if status_of(change.kind) is Status.SAME or not change.after.judged:
        return ""
    case_id = change.case.id
    return shlex.join(["harness", "accept", case_id, "--run", run_id, "--reason", "…"])
