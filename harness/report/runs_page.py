"""The list of kept runs as a page: for each suite and bot its trend, and any two to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from harness.model.comparison import Estimate

from .html import environment_of, render_asset
from .policy import hash_of
from .trend import PastRun, Trend, build_trend
from .wording import brief, moment, percent, share

__all__ = ["KeptRun", "RunGroup", "RunRow", "build_groups", "render_problem", "render_runs"]

_STYLE = "main > h1, form { margin-top: 22px; } th, td { white-space: nowrap; }"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What the list is made of: a kept run, counted."""

    id: str
    label: str
    suite: str
    bot: str
    status: str
    started_at: datetime
    planned: int
    passed: int
    failed: int
    errored: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in words."""

    id: str
    label: str
    started: str
    status: str
    answers: str
    passed: str
    errors: str
    mark: str


@dataclass(frozen=True, slots=True)
class RunGroup:
    """The runs of one suite and bot, newest first; two of them can be compared."""

    suite: str
    bot: str
    rows: tuple[RunRow, ...]
    trend: Trend | None


def build_groups(runs: Sequence[KeptRun], past: Mapping[str, PastRun]) -> tuple[RunGroup, ...]:
    """Return the runs by suite and bot; the group of the newest run comes first.

    Args:
        runs: newest first.
        past: what the trend knows of a run, by its id.
    """
    found: dict[tuple[str, str], list[KeptRun]] = {}
    for run in runs:
        found.setdefault((run.suite, run.bot), []).append(run)
    return tuple(
        RunGroup(
            *key,
            tuple(_row(run, past.get(run.id)) for run in group),
            build_trend([past[run.id] for run in group if run.id in past], None),
        )
        for key, group in found.items()
    )


def render_runs(groups: Sequence[RunGroup]) -> str:
    """Return the whole page; it needs no script."""
    return _render("runs.html.j2", groups=groups, problem="")


def render_problem(problem: str) -> str:
    """Return a page that says what is wrong, with a way back to the list."""
    return _render("runs.html.j2", groups=(), problem=problem)


def _render(template: str, **values: object) -> str:
    style = Markup(render_asset("css") + _STYLE)  # noqa: S704 (our own files)
    policy = f"default-src 'none'; style-src {hash_of(style)}; base-uri 'none'; form-action 'self'"
    page = environment_of(None).get_template(template)
    return page.render(style=style, policy=policy, **values)


def _row(run: KeptRun, past: PastRun | None) -> RunRow:
    judged = run.passed + run.failed
    rate: Estimate | None = past.rate if past else None
    return RunRow(
        id=run.id,
        label=brief(run.label),
        started=moment(run.started_at),
        status=run.status,
        answers=share(judged, max(run.planned, judged + run.errored)),
        passed=percent(rate.value if rate else run.passed / judged) if judged else "none",
        errors=str(run.errored or "–"),
        mark=past.mark if past else "",
    )
