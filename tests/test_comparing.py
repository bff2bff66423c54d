from __future__ import annotations

from pathlib import Path

from fakes import ScriptedBot, case, suite

from harness.comparing import compare_runs
from harness.evaluation import evaluate
from harness.model.comparison import Decision
from harness.store.store import Store

ASKED = suite(case("a"), case("b"))
RIGHT = {"a?": "you have 30 days", "b?": "30 days as well"}


async def test_two_runs_compare_by_the_gate_of_the_suite(tmp_path: Path) -> None:
    """Right before and wrong after, word for word the same each time: do not ship."""
    with Store(f"sqlite:///{tmp_path / 'runs.db'}") as store:
        await evaluate(ASKED, ScriptedBot(RIGHT), store, label="before")
        await evaluate(ASKED, ScriptedBot(RIGHT | {"a?": "14 days"}), store, label="after")
        comparison, verdict = compare_runs(store, "before", "after")

    assert Decision.DO_NOT_SHIP is verdict.decision
    assert "a" == comparison.changes[0].case.id
