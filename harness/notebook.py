"""Kept runs in a notebook: a run is a DataFrame, and a comparison shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harness.model.comparison import Comparison, Verdict
from harness.model.run import Run
from harness.settings import load_settings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ShownComparison", "compare_runs", "load_run"]


def load_run(
    run: str = "latest",
    *,
    table: Literal["trials", "scores"] = "trials",
    store: str | None = None,
) -> pd.DataFrame:
    """Return a kept run as a table: one row for each trial, or for each score of an answer.

    The columns and their units are those of docs/outputs.md; `attrs` tells which run it is.

    Args:
        run: an id, a label, "latest", "latest~1", or the name of an exported run's file.
        table: "trials" or "scores".
        store: the URL of the store; by default that of the settings, as on the command line.

    Raises:
        UnknownRun: no kept run has this name.
        StoreError: the store cannot be read.
    """
    from harness.report.frames import scores_frame, trials_frame

    found = _load(run, store)
    frame = scores_frame(found) if table == "scores" else trials_frame(found)
    frame.attrs = {"run": found.id, "label": found.label, "suite": found.suite.name}
    return frame


def compare_runs(
    before: str = "latest~1",
    after: str = "latest",
    *,
    store: str | None = None,
    strict: bool = False,
) -> ShownComparison:
    """Compare two kept runs, by the gate of the newer one's suite.

    Args:
        before: an id, a label, "latest" or "latest~1".
        after: the same.
        store: the URL of the store; by default that of the settings.
        strict: pass only when a fall beyond the allowed drop is ruled out.

    Raises:
        UnknownRun: no kept run has this name.
        StoreError: the store cannot be read.
    """
    from harness.live.recalling import compare_kept
    from harness.store.store import Store

    settings = load_settings({"store": store})
    with Store(settings.store) as kept:
        comparison, verdict = compare_kept(kept, before, after, usual=settings.gate, strict=strict)
    return ShownComparison(comparison, verdict)


@dataclass(frozen=True, slots=True, repr=False)
class ShownComparison:
    """A comparison and its verdict; at the end of a notebook's cell it shows itself."""

    comparison: Comparison
    verdict: Verdict

    @property
    def changes(self) -> pd.DataFrame:
        """One row for each question, before and after."""
        from harness.report.frames import changes_frame

        return changes_frame(self.comparison)

    @property
    def trials(self) -> pd.DataFrame:
        """One row for each trial of both runs."""
        from harness.report.frames import trials_frame

        return trials_frame(*self._runs)

    @property
    def scores(self) -> pd.DataFrame:
        """One row for each score of each answer of both runs."""
        from harness.report.frames import scores_frame

        return scores_frame(*self._runs)

    @property
    def _runs(self) -> tuple[Run, Run]:
        return self.comparison.before, self.comparison.after

    def __repr__(self) -> str:
        from harness.report.terminal import render_text
        from harness.report.view import build_view

        return render_text(build_view(self.comparison, self.verdict))

    def _repr_html_(self) -> str:
        from harness.report.fragment import render_fragment
        from harness.report.view import build_view

        return render_fragment(build_view(self.comparison, self.verdict))


def _load(run: str, store: str | None) -> Run:
    """Return a run; one in a file needs no store, and makes none."""
    from harness.store.runfile import is_run_file, read_run_file
    from harness.store.store import Store

    if is_run_file(run):
        return read_run_file(Path(run))
    with Store(load_settings({"store": store}).store) as kept:
        return kept.load_run(kept.resolve(run))
