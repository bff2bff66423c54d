"""How questions ended at each setting."""

from __future__ import annotations

from dataclasses import replace

from harness.model.suite import Gate
from harness.report.outcomes import Ending, outcomes_of
from harness.report.view import build_view

from . import builders


def endings(gate: Gate, intended: str | None) -> dict[str, Ending]:
    """Return how the questions at temperature 0 ended that got worse, all alike intended."""
    comparison, verdict = builders.do_not_ship()
    suite = comparison.after.suite.model_copy(update={"gate": gate})
    comparison = replace(
        comparison,
        after=replace(comparison.after, suite=suite),
        changes=tuple(replace(change, intended=intended) for change in comparison.changes[:2]),
    )
    found = outcomes_of(build_view(comparison, verdict))
    return {one.case.id: one.ending for one in found if one.case and "temperature 0]" in one.name}


def test_an_intended_change_fails_only_where_the_rules_count_it() -> None:
    """With a rule for what is beside the edit it is skipped, but not what must not break."""
    strict, lenient = Gate(), Gate(collateral_regressions=0)
    worse = {"repair-days": Ending.FAILED, "bulbs": Ending.FAILED}
    assert endings(strict, "its training text changed") == worse
    assert endings(lenient, None) == worse
    assert endings(lenient, "its training text changed") == {**worse, "bulbs": Ending.SKIPPED}


def test_each_outcome_has_its_scores_and_time() -> None:
    """Of the trials at its own setting alone."""
    found = outcomes_of(build_view(*builders.do_not_ship()))
    first = next(one for one in found if one.name == "repair-days [temperature 0]")
    assert first.score_before is not None
    assert first.score_after is not None
    assert first.score_before > first.score_after
    assert first.seconds == 1.7 + 1.8 + 1.9
    assert {trial.key.setting.temperature for trial in first.after.trials} == {0.0}
