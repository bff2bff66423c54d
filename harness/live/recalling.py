"""Comparing kept runs: by what was found when they were asked live, else by their answers."""

from __future__ import annotations

from harness.comparing import Runs, compare_runs
from harness.model.comparison import Comparison, Verdict
from harness.model.suite import Gate
from harness.runner.selection import Selection
from harness.store.store import Store

from .keeping import recalled
from .verdict import conclude

__all__ = ["compare_kept"]


def compare_kept(
    runs: Runs,
    before: str,
    after: str,
    *,
    usual: Gate | None = None,
    strict: bool = False,
    selection: Selection | None = None,
) -> tuple[Comparison, Verdict]:
    """Compare two kept runs; a pair that was asked live keeps the verdict that it had.

    Of a live comparison suspects have more answers than the rest, so that the evidence on the
    suite as a whole cannot be had from the answers alone. A part of the questions is compared by
    its answers all the same.

    Raises:
        SettingsError: the selection means no case.
        StoreError: a run is not there.
    """
    whole = selection is None or selection.everything
    if whole and isinstance(runs, Store) and (finding := recalled(runs, before, after)):
        return conclude(finding, usual=usual, strict=strict or not finding.over)
    return compare_runs(runs, before, after, usual=usual, strict=strict, selection=selection)
