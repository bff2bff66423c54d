"""Everything a report shows, as plain data: no markup, no input or output, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.model.comparison import Comparison, Side, Verdict
from harness.model.run import Run

from .banner import Banner, RuleRow, build_banner, build_rules, build_run_banner
from .cards import (
    Card,
    Count,
    Group,
    build_cards,
    build_counts,
    build_groups,
    build_run_cards,
    run_sides,
)
from .cause import Cause, find_cause
from .details import Compared, Detail, build_details, command_for
from .figures import Figure, build_figures, build_run_figures
from .matrix import Matrix, build_matrix
from .method import method_rows
from .metrics import MetricRow, build_metrics
from .notcompared import LeftOut, group_unpaired
from .points import Scatter, build_scatter
from .status import RUN_WORDS, WORDS, Status
from .topics import Topics, build_topics
from .training import Training, build_training
from .trend import PastRun, Trend, build_trend
from .wording import brief, counted, day

__all__ = ["Link", "UnpairedRow", "View", "build_run_view", "build_view"]


@dataclass(frozen=True, slots=True)
class Link:
    """A question that the banner points to."""

    case_id: str
    anchor: str


@dataclass(frozen=True, slots=True)
class UnpairedRow:
    """A question, or one setting of it, that takes no part in the comparison."""

    case_id: str
    setting: str
    """Empty: all settings."""
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """A whole report."""

    title: str
    bot: str
    before: str
    """Label of the run before; empty in the report of a single run."""
    after: str
    date: str
    banner: Banner
    look_at: tuple[Link, ...]
    rules: tuple[RuleRow, ...]
    figures: tuple[Figure, ...]
    counts: tuple[Count, ...]
    size: str
    """How many questions and samples, and what the ranges are."""
    groups: tuple[Group, ...]
    unpaired: tuple[UnpairedRow, ...]
    warnings: tuple[str, ...]
    details: tuple[Detail, ...]
    command: str
    key: str
    """Names what is shown; what a reader noted of it is kept under this name."""
    run: Run
    """The run that the report is of; of a comparison, the one after."""
    comparison: Comparison | None = None
    """None in the report of a single run; here for forms that need every trial."""
    verdict: Verdict | None = None
    cause: Cause | None = None
    scatter: Scatter | None = None
    topics: Topics | None = None
    training: Training | None = None
    matrix: Matrix | None = None
    trend: Trend | None = None
    metrics: tuple[MetricRow, ...] = ()
    """The named metrics, by name."""
    left_out: tuple[LeftOut, ...] = ()
    """What is not compared, a row for each reason."""
    method: tuple[tuple[str, str], ...] = ()
    """How it was decided: names and sentences."""

    @property
    def compared(self) -> str:
        """Say in one sentence whether the two runs differ in what they should not."""
        differ = [row.name.lower() for row in self.details if row.compared is Compared.DIFFERS]
        if not differ:
            return "Only the bot's version and its training text differ."
        names = ", ".join(differ[:3]) + (" and more" if len(differ) > 3 else "")  # noqa: PLR2004
        return f"Mind that the runs also differ in: {names}."

    @property
    def questions(self) -> int:
        """How many questions the report shows."""
        return sum(len(group.cards) for group in self.groups)

    @property
    def changed(self) -> int:
        """How many of them are not simply as before (or, in a single run, not simply passed)."""
        return sum(count.number for count in self.counts if count.status is not Status.SAME)


def build_view(comparison: Comparison, verdict: Verdict, history: Sequence[PastRun] = ()) -> View:
    """Return what the report of a comparison shows.

    Args:
        comparison: the two runs, laid side by side.
        verdict: what follows from it.
        history: kept runs for the trend, in any order; that of the run after among them.
    """
    training = build_training(comparison)
    cards = build_cards(comparison, verdict.look_at, training)
    groups = build_groups(cards)
    banner = build_banner(comparison, verdict)
    sides = [side for change in comparison.changes for side in (change.before, change.after)]
    size = f"{_size(len(cards), sides)} before and after. Ranges are 95 % intervals"
    size += " over questions; the grey band is the fall that the gate allows."
    return View(
        title=f"{banner.headline} · {_bot(comparison.after)}",
        bot=_bot(comparison.after),
        before=brief(comparison.before.label or comparison.before.id),
        after=brief(comparison.after.label or comparison.after.id),
        date=day(comparison.after.started_at),
        banner=banner,
        look_at=_links(cards, verdict.look_at),
        rules=build_rules(verdict),
        figures=build_figures(comparison),
        counts=build_counts(cards, groups, WORDS),
        size=size,
        groups=groups,
        unpaired=tuple(
            UnpairedRow(found.case_id, str(found.setting) if found.setting else "", found.why)
            for found in comparison.unpaired
        ),
        warnings=comparison.warnings,
        details=build_details(comparison.before, comparison.after),
        command=command_for(comparison.before, comparison.after),
        run=comparison.after,
        comparison=comparison,
        verdict=verdict,
        key=f"{comparison.before.id} {comparison.after.id}",
        cause=find_cause(cards, training),
        scatter=build_scatter(cards, _samples(sides)),
        topics=build_topics(comparison.changes, comparison.worse_tags),
        training=training,
        matrix=build_matrix([(c.case.id, c.before, c.after) for c in comparison.changes]),
        trend=build_trend(history, comparison.after.suite.gate.min_pass_rate),
        metrics=build_metrics([(c.before, c.after) for c in comparison.changes]),
        left_out=group_unpaired(comparison.unpaired),
        method=method_rows(comparison.proof),
    )


def build_run_view(run: Run, history: Sequence[PastRun] = ()) -> View:
    """Return what the report of a single run shows, where there is nothing to compare with."""
    sides = run_sides(run)
    cards = build_run_cards(run, sides)
    groups = build_groups(cards)
    banner = build_run_banner(run)
    return View(
        title=f"{brief(run.label or run.id)}: {banner.headline} · {_bot(run)}",
        bot=_bot(run),
        before="",
        after=brief(run.label or run.id),
        date=day(run.started_at),
        banner=banner,
        look_at=(),
        rules=(),
        figures=build_run_figures(run, sides),
        counts=build_counts(cards, groups, RUN_WORDS),
        size=f"{_size(len(cards), sides)}.",
        groups=groups,
        unpaired=(),
        warnings=(),
        details=build_details(None, run),
        command=command_for(None, run),
        run=run,
        key=run.id,
        matrix=build_matrix(
            [(case.id, Side(()), side) for case, side in zip(run.suite.cases, sides, strict=True)]
        ),
        trend=build_trend(history, run.suite.gate.min_pass_rate),
        metrics=build_metrics([(Side(()), side) for side in sides]),
    )


def _bot(run: Run) -> str:
    return brief(run.bot.name or run.bot.chatbot_id)


def _links(cards: Sequence[Card], look_at: Sequence[str]) -> tuple[Link, ...]:
    places = {card.case_id: card.anchor for card in cards}
    return tuple(Link(case_id, places[case_id]) for case_id in look_at if case_id in places)


def _size(questions: int, sides: Sequence[Side]) -> str:
    return f"{counted(questions, 'question')}, {_samples(sides)} each"


def _samples(sides: Sequence[Side]) -> str:
    sizes = {len(side.trials) for side in sides} or {0}
    least, most = min(sizes), max(sizes)
    return counted(most, "sample") if least == most else f"{least} to {most} samples"
