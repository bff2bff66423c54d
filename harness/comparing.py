"""The use case around two kept runs: compare them, and decide."""

from __future__ import annotations

from typing import Protocol

from harness.compare.gate import judge
from harness.compare.pairing import compare
from harness.model.comparison import Comparison, Verdict
from harness.model.proof import Method
from harness.model.run import Run
from harness.model.suite import Gate
from harness.runner.selection import Selection, select_run

__all__ = ["Runs", "compare_runs"]


class Runs(Protocol):
    """Where kept runs are found: a store, or files."""

    def load_run(self, ref: str) -> Run:
        """Return the run that is meant, or raise StoreError."""
        ...


def compare_runs(
    store: Runs,
    before: str,
    after: str,
    *,
    usual: Gate | None = None,
    strict: bool = False,
    selection: Selection | None = None,
) -> tuple[Comparison, Verdict]:
    """Compare two kept runs by the gate of the newer one's suite.

    With a selection, the cases of the newer suite that it means are compared alone. What the gate
    leaves open is taken from a usual one.

    Raises:
        SettingsError: the selection means no case.
    """
    older, newer = store.load_run(before), store.load_run(after)
    if selection is not None and not selection.everything:
        newer = select_run(newer, selection)
        older = select_run(older, Selection(ids=frozenset(newer.suite.by_id)))
    gate = newer.suite.gate.over(usual or Gate())
    comparison = compare(older, newer, Method(margin=gate.max_drop))
    return comparison, judge(comparison, gate, strict=strict)
